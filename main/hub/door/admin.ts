// The hub's door for whoever manages it (HB-03, HB-04): JSON under `admin/` of the sync address, for admin tokens; a monitor's
// token may look at what is no secret.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ConcordError, problemFrom, type ProblemCode } from '../../sync/problem.ts';
import { tokenWish } from '../../wire/admin/tokens.ts';
import { listClients } from '../admin/clients.ts';
import type { Hub } from '../hub.ts';
import { makeToken, revokeToken } from '../tokens.ts';
import type { Access } from './gate.ts';

/** What the admin door tells. */
export interface AdminOptions {
  readonly hub: Hub;
  /** The sync address's path: `/` or `/api/sync`. */
  readonly path: string;
  /** Of this program. */
  readonly version: string;
  readonly startedAt: Date;
  now(): Date;
}

/** Adds the routes. */
export function serveAdmin(app: FastifyInstance, { hub, path, ...options }: AdminOptions): void {
  const { store } = hub;
  const at = `${path === '/' ? '' : path}/admin`;
  const route = (method: 'GET' | 'POST' | 'DELETE', url: string, who: Who, work: Work): void => {
    app.route({
      method,
      url: `${at}${url}`,
      preHandler: (request, reply) => allow(who, request, reply),
      errorHandler: (thrown, _request, reply) => void sendProblem(hub, thrown, reply),
      handler: (request) => work(request, accessOf(request)),
    });
  };
  route('GET', '', 'monitor', async (_request, { name, kind }) => ({
    name: hub.name,
    version: options.version,
    database: store.label,
    startedAt: options.startedAt.toISOString(),
    sessions: hub.sessions,
    token: { name, kind },
    scopes: hub.scopes().map((scope) => ({
      name: scope.name,
      tables: scope.setup.tables.map(({ schema, name: table, direction }) => ({ schema, name: table, direction })),
      parameters: (scope.filters?.parameters ?? []).map(({ name: parameter, type }) => ({ name: parameter, type })),
    })),
  }));
  route('GET', '/clients', 'monitor', async () => listClients(store, options.now()));
  route('GET', '/tokens', 'admin', async () => store.tokens.list());
  route('POST', '/tokens', 'admin', async (request) => {
    const { row, token } = await makeToken(store, read(tokenWish, request), options.now());
    return { ...row, token };
  });
  route('DELETE', '/tokens/:no', 'admin', async (request, { name }) => {
    const { no } = z.object({ no: z.string().regex(/^\d{1,9}$/) }).parse(request.params);
    const own = (await store.tokens.list()).find((row) => String(row.no) === no);
    // Whoever ends the token in hand can do nothing more, not even make another one.
    if (own?.name === name && own.revokedAt === null) throw new ConcordError('token-in-use', { token: name });
    return revokeToken(store, { no: Number(no) }, options.now());
  });
}

type Who = 'monitor' | 'admin';
type Work = (request: FastifyRequest, access: Access) => Promise<unknown>;

/** Nobody manages a hub without a token, also where everybody may synchronise. */
async function allow(who: Who, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | void> {
  const kind = request.access?.kind;
  if (kind === 'admin' || (kind === 'monitor' && who === 'monitor')) return;
  return reply.code(403).type('text/plain').send('This needs an admin token.\n');
}

function accessOf({ access }: FastifyRequest): Access {
  if (!access) throw new Error('nobody was let in');
  return access;
}

/** A body that is not what it should be is refused with the field. */
function read<T extends z.ZodType>(schema: T, { body }: FastifyRequest): z.output<T> {
  const parsed = schema.safeParse(jsonOf(body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConcordError('value-invalid', { column: issue?.path.join('.') || 'body', reason: issue?.message ?? '' });
}

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
  } catch {
    return undefined;
  }
}

/** Faults of the asker by their code; the hub's own go to its log. */
function sendProblem(hub: Hub, thrown: unknown, reply: FastifyReply): FastifyReply {
  const problem = problemFrom(thrown);
  const isTold = askers.has(problem.code);
  if (!isTold) hub.notify({ kind: 'failed', reference: null, thrown });
  const { code, message } = isTold ? problem : { code: 'unexpected', message: 'The hub could not do this.' };
  return reply.code(isTold ? 400 : 500).send({ error: { code, message } });
}

const askers: ReadonlySet<ProblemCode> = new Set([
  'value-invalid',
  'token-name-taken',
  'token-unknown',
  'token-in-use',
  'scope-unknown',
  'parameters-refused',
]);
