// What machines look at to see how a hub is: alive, ready, and its counters (HB-09).

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Hub } from '../hub.ts';
import type { Metrics } from '../metrics.ts';

/** Looks that ask for no token: they say nothing but that the hub is there. */
export const freeLooks: ReadonlySet<string | undefined> = new Set(['/health', '/ready']);

/** What is watched. */
export interface WatchOptions {
  readonly hub: Hub;
  readonly version: string;
  /** None = there is no page of counters. */
  readonly metrics?: Metrics | undefined;
  isClosing(): boolean;
}

/** Adds the looks. */
export function serveWatch(app: FastifyInstance, { hub, version, metrics, isClosing }: WatchOptions): void {
  app.get('/health', () => ({ status: 'ok' }));
  app.get('/ready', async (_request, reply) => {
    const isReady = !isClosing() && (await answers(hub));
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready' });
  });
  if (!metrics) return;
  app.addHook('onResponse', async (request, reply) => {
    metrics.answered({ step: stepOf(request), status: reply.statusCode, ms: reply.elapsedTime });
  });
  app.get('/metrics', async (request, reply) => {
    const { access } = request;
    if (access?.kind === 'client') return reply.code(403).type('text/plain').send('This needs a monitor’s token.\n');
    const gauges = { version, sessionsOpen: hub.sessions, clients: (await hub.store.clients()).length };
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.text(gauges));
  });
}

function stepOf({ method, headers }: FastifyRequest): number | null {
  const step = headers['dotmim-sync-step'];
  return method === 'POST' && typeof step === 'string' && /^\d{1,4}$/.test(step) ? Number(step) : null;
}

async function answers({ store }: Hub): Promise<boolean> {
  try {
    await store.hubTime();
    return true;
  } catch {
    return false;
  }
}
