// The hub's HTTP door: one address for every step, a page for people, a look for monitors (W-05…W-08, W-258, HB-04).

import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gzip, constants } from 'node:zlib';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ConcordError } from '../../sync/problem.ts';
import { headerNames } from '../../wire/header-names.ts';
import { readRequestHeaders, responseHeaders } from '../../wire/headers.ts';
import type { Hub } from '../hub.ts';
import type { Metrics } from '../metrics.ts';
import { serveAdmin } from './admin.ts';
import type { ServedTelemetry } from './admin-telemetry.ts';
import { createDispatch } from './dispatch.ts';
import { createGate, isForScope, type Access, type Gate } from './gate.ts';
import { sendFailure } from './failure-answer.ts';
import { helloPage, scopeList } from './hello.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { defaultBodyBounds, readBody, type BodyBounds } from './request-body.ts';
import type { Tokens } from './tokens.ts';
import { freeLooks, serveWatch } from './watch.ts';

const compress = promisify(gzip);

/** Wrong tokens of one address a minute that are answered like any; no limit of a person's, but of who tries them out. */
const wrongTokensPerMinute = 20;

/** How long a hub that closes waits for calls that run, and then for those whose clients have gone. */
const graceMs = 30_000;

/** Where and how a hub is served. */
export interface HubServerOptions {
  readonly hub: Hub;
  /** `127.0.0.1` unless told otherwise. */
  readonly host?: string;
  /** 0 = any free one. */
  readonly port: number;
  /** Tokens of a list, beside those of the database; either is needed beyond loopback (W-258). */
  readonly tokens?: Tokens;
  /** Paths of the sync address; `/` and `/api/sync`. */
  readonly paths?: readonly string[];
  /** Gzip for answers beyond 1 KB to a client that takes it: `remote` = not on this computer. */
  readonly gzip?: 'remote' | 'always' | 'never';
  readonly bodyBounds?: Partial<BodyBounds>;
  /** Calls of one token a minute, of one address where none is asked for; 0 = as many as come. */
  readonly requestsPerMinute?: number;
  /** Of this program, told to whoever manages the hub. */
  readonly version?: string;
  readonly metrics?: Metrics;
  /** What is recorded of the sessions; null while nothing is. */
  readonly telemetry?: () => ServedTelemetry | null;
}

/** A running hub. */
export interface HubServer {
  readonly url: string;
  readonly port: number;
  /** Lets running calls end, then closes sockets, spool and database. */
  close(): Promise<void>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What the token in use allows; null where none is asked for. */
    access: Access | null;
  }
}

/** Starts to listen. Throws `token-needed` or `port-in-use`; the hub is then still open. */
export async function startHubServer(options: HubServerOptions): Promise<HubServer> {
  const { hub, host = '127.0.0.1', port, version = '' } = options;
  const gate = createGate({ listed: options.tokens, book: hub.store.tokens, now: () => new Date() });
  if (!isLoopback(host) && !(await gate.isShut())) throw new ConcordError('token-needed');
  const app = fastify({
    logger: false,
    requestTimeout: 600_000,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
  });
  const state: { closing: Promise<void> | null } = { closing: null };
  const running = new Set<Promise<unknown>>();
  // What is still being answered when the hub closes must not keep its connection for a next call.
  app.addHook('onSend', async (_request, reply) => {
    if (state.closing) reply.header('connection', 'close');
  });
  setUp(app, { gate, running }, options);
  serveWatch(app, { ...options, version, isClosing: () => state.closing !== null });
  try {
    await app.listen({ host, port });
  } catch (thrown) {
    await app.close();
    throw isInUse(thrown) ? new ConcordError('port-in-use', { port }) : thrown;
  }
  const address = app.server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}/`,
    port: address.port,
    close: () => (state.closing ??= close({ app, hub, running })),
  };
}

interface Closing {
  readonly app: FastifyInstance;
  readonly hub: Hub;
  readonly running: ReadonlySet<Promise<unknown>>;
}

/** A call goes on when its client has gone: what it writes must still find the database. */
async function close({ app, hub, running }: Closing): Promise<void> {
  const impatient = setTimeout(() => app.server.closeAllConnections(), graceMs);
  await app.close();
  clearTimeout(impatient);
  const { promise: outOfPatience, resolve } = Promise.withResolvers<void>();
  const last = setTimeout(resolve, graceMs);
  await Promise.race([Promise.allSettled(running), outOfPatience]);
  clearTimeout(last);
  await hub.close();
}

interface Watched {
  readonly gate: Gate;
  /** Calls that are being worked on, whether somebody waits for their answer or not. */
  readonly running: Set<Promise<unknown>>;
}

function setUp(app: FastifyInstance, { gate, running }: Watched, { hub, ...options }: HubServerOptions): void {
  const bounds = { ...defaultBodyBounds, ...options.bodyBounds };
  const dispatch = createDispatch(hub);
  app.decorateRequest('access', null);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request: FastifyRequest, message: IncomingMessage) => readBody(message, bounds));
  const wrong = createRateLimit(wrongTokensPerMinute, () => performance.now());
  app.addHook('onRequest', (request, reply) => authenticate({ gate, wrong }, request, reply));
  const rate = options.requestsPerMinute ? createRateLimit(options.requestsPerMinute, () => performance.now()) : null;
  if (rate) app.addHook('onRequest', (request, reply) => limit(rate, request, reply));
  app.setErrorHandler((thrown, request, reply) =>
    sendFailure(hub, { thrown, session: headerOf(request, headerNames.sessionId)?.toLowerCase() }, reply),
  );
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/plain').send('There is no hub at this path.\n'),
  );
  const startedAt = new Date();
  for (const path of options.paths ?? ['/', '/api/sync']) {
    const { version = '', telemetry = () => null } = options;
    serveAdmin(app, { hub, path, startedAt, version, telemetry, now: () => new Date() });
    app.get(path, (request, reply) => {
      if (headerOf(request, 'accept')?.includes('application/json'))
        return reply.send(scopeList(shown(hub, request.access)));
      return reply.type('text/html; charset=utf-8').send(helloPage(shown(hub, request.access)));
    });
    app.post(path, async (request, reply) => {
      const headers = readRequestHeaders((name) => headerOf(request, name));
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const refusal = request.access && refusalOf(request.access, headers.scopeName);
      if (refusal) return reply.code(403).type('text/plain').send(`${refusal}\n`);
      const { access } = request;
      const answered = hub.feed.called();
      const call = { headers, body, identity: access?.name ?? null, pinned: access?.pinned ?? null };
      const working = dispatch(call).finally(() => {
        answered();
        running.delete(working);
      });
      running.add(working);
      const answer = await working;
      const hubId = hub.store.id();
      reply.headers(responseHeaders({ sessionId: headers.sessionId, body: answer, concordHub: true, hubId }));
      return reply.send(await compressed(request, reply, { answer, when: options.gzip ?? 'remote' }));
    });
  }
}

interface Guard {
  readonly gate: Gate;
  /** Wrong tokens by address. */
  readonly wrong: RateLimit;
}

/**
 * W-258: before the body is read, and nothing is said but 401, or 429 to an address that goes on trying wrong tokens: a valid one
 * of the same address is let in all the while. Only the look for monitors is free.
 */
async function authenticate(
  { gate, wrong }: Guard,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | void> {
  if (freeLooks.has(request.routeOptions.url)) return;
  const { authorization } = request.headers;
  const admission = await gate.admit(authorization);
  if (admission === null) {
    const seconds = authorization === undefined ? null : wrong.take(request.ip);
    if (seconds !== null) return tooMany(reply, seconds, 'Too many wrong tokens.');
    return reply.code(401).header('www-authenticate', 'Bearer').send();
  }
  if (admission !== 'free') request.access = admission;
}

/** HB-04: why a token may not synchronise a scope; null = it may. */
function refusalOf(access: Access, scopeName: string): string | null {
  if (access.kind === 'monitor') return 'This token may only look.';
  return isForScope(access, scopeName) ? null : 'This token is not for this scope.';
}

/** The hub as a token may see it. */
function shown(hub: Hub, access: Access | null): Pick<Hub, 'name' | 'scopes'> {
  return { name: hub.name, scopes: () => hub.scopes().filter(({ name }) => !access || isForScope(access, name)) };
}

/** Without tokens this computer's own calls are not counted: behind a proxy all clients come from here. */
async function limit(rate: RateLimit, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | void> {
  if (freeLooks.has(request.routeOptions.url)) return;
  const { access, ip } = request;
  const identity = access?.name ?? null;
  if (identity === null && isLoopback(ip)) return;
  const seconds = rate.take(identity === null ? `address ${ip}` : `token ${identity}`);
  if (seconds !== null) return tooMany(reply, seconds, 'Too many calls.');
}

function tooMany(reply: FastifyReply, seconds: number, words: string): FastifyReply {
  return reply.code(429).header('retry-after', String(seconds)).type('text/plain').send(`${words}\n`);
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

interface Compressing {
  readonly answer: string;
  readonly when: 'remote' | 'always' | 'never';
}

/** W-21: whenever the client lists gzip in any form, and it is worth it. */
async function compressed(
  request: FastifyRequest,
  reply: FastifyReply,
  { answer, when }: Compressing,
): Promise<string | Buffer> {
  const wanted = /(?:^|,)\s*(?:gzip|\*)\s*(?:;(?!\s*q=0(?:\.0*)?\s*(?:,|$))|,|$)/i.test(
    headerOf(request, 'accept-encoding') ?? '',
  );
  const near = when === 'remote' && isLoopback(request.socket.remoteAddress ?? '');
  if (!wanted || near || when === 'never' || answer.length < 1024) return answer;
  reply.header('content-encoding', 'gzip');
  return compress(answer, { level: constants.Z_BEST_SPEED });
}

function isLoopback(host: string): boolean {
  return /^(localhost|::1|\[::1\]|(::ffff:)?127(\.\d{1,3}){3})$/i.test(host);
}

function isInUse(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';
}
