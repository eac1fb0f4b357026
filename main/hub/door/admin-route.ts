// How a call of the hub's own door is taken and answered: who may, a body that fits, faults by their code (HB-04).

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ConcordError, problemFrom, type ProblemCode } from '../../sync/problem.ts';
import type { Hub } from '../hub.ts';
import type { Access } from './gate.ts';

/** Who may make a call: an admin, or a monitor as well. */
export type Who = 'monitor' | 'admin';

/** Answers a call of somebody who may make it. */
export type Work = (request: FastifyRequest, access: Access) => Promise<unknown>;

/** Adds a call under `admin`; its address begins with a slash, or is empty. */
export type AdminRoute = (method: 'GET' | 'POST' | 'DELETE', url: string, who: Who, work: Work) => void;

/** Calls under a sync address's path. */
export function adminRoute(app: FastifyInstance, hub: Hub, path: string): AdminRoute {
  const at = `${path === '/' ? '' : path}/admin`;
  return (method, url, who, work) => {
    app.route({
      method,
      url: `${at}${url}`,
      preHandler: (request, reply) => allow(who, request, reply),
      errorHandler: (thrown, _request, reply) => void sendProblem(hub, thrown, reply),
      handler: (request) => work(request, accessOf(request)),
    });
  };
}

/** A body that is not what it should be is refused with the field. */
export function bodyOf<T extends z.ZodType>(schema: T, { body }: FastifyRequest): z.output<T> {
  return fitting(schema, jsonOf(body));
}

/** The same of what stands behind the question mark. */
export function queryOf<T extends z.ZodType>(schema: T, { query }: FastifyRequest): z.output<T> {
  return fitting(schema, query);
}

/** The number in the address. */
export function numberOf({ params }: FastifyRequest): number {
  const { no } = params as { readonly no?: string };
  if (no === undefined || !/^\d{1,9}$/.test(no))
    throw new ConcordError('value-invalid', { column: 'no', reason: 'a number is expected' });
  return Number(no);
}

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

function fitting<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
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
  'replica-unknown',
  'order-over',
  'clean-up-changed',
  'snapshot-unknown',
  'not-supported',
]);
