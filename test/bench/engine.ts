// The engine as the bench drives it: on its own thread, through the same calls as the window.

import { startEngine, type Engine } from '../../main/engine/engine-thread.ts';
import { createClient, type Client } from '../../main/window/client.ts';
import type { CallOutput } from '../../main/window/contract.ts';
import { plainSql } from './hub.ts';

/** An engine under measure. */
export interface BenchEngine {
  /** A line for a window. */
  connect(): ReturnType<Engine['connect']>;
  readonly client: Client;
  /** Runs a session and gives its record. */
  sync(): Promise<CallOutput<'feed.session'> & { readonly ms: number }>;
  /** A write of another program to the replica. */
  sql(text: string): void;
  /** Reads as a busy window does until stopped: status, feed, inbox, a page of rows. */
  readAllTheWhile(): { stop(): Promise<{ p95: number; count: number }> };
  highestMemory(): number;
  close(): Promise<void>;
}

/** Opens a new replica on its own thread. Memory is that of the whole process, sampled ten times a second. */
export async function openBenchEngine(file: string, hub: string): Promise<BenchEngine> {
  const engine = await startEngine(
    { file, create: true, hub, user: 'bench', device: 'bench', intervalMinutes: null },
    { lost: (reason) => console.error(reason) },
  );
  const client = createClient(engine.connect({ readOnly: false }));
  let highest = 0;
  const sampler = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 100);
  return {
    client,
    connect: () => engine.connect({ readOnly: false }),
    highestMemory: () => highest,
    sql: (text) => plainSql(file, text),
    sync: () => runSession(client),
    readAllTheWhile: () => readAllTheWhile(client),
    async close() {
      clearInterval(sampler);
      await engine.close();
    },
  };
}

/** Starts a session and waits for its end in the feed, rung by rung. */
async function runSession(client: Client): Promise<CallOutput<'feed.session'> & { readonly ms: number }> {
  const [last] = (await client.call('feed.list', { limit: 1 })).sessions;
  let rung = (): void => undefined;
  const stop = client.on('feed', () => rung());
  try {
    await client.call('sync.start', {});
    return await ended(client, last?.no, () => new Promise((resolve) => (rung = resolve)));
  } finally {
    stop();
  }
}

async function ended(
  client: Client,
  before: number | undefined,
  news: () => Promise<void>,
): Promise<CallOutput<'feed.session'> & { readonly ms: number }> {
  for (;;) {
    const next = news();
    const [line] = (await client.call('feed.list', { limit: 1 })).sessions;
    if (line && line.no !== before && line.result !== 'running') {
      const session = await client.call('feed.session', { no: line.no });
      if (session.result !== 'done' || session.ms === null)
        throw new Error(`${session.result}: ${session.problem?.message ?? ''} ${session.problem?.details ?? ''}`);
      return { ...session, ms: session.ms };
    }
    await next;
  }
}

function readAllTheWhile(client: Client): { stop(): Promise<{ p95: number; count: number }> } {
  const times: number[] = [];
  let going = true;
  const read = async (): Promise<void> => {
    const reads = [
      () => client.call('status.read', {}),
      () => client.call('feed.list', { limit: 50 }),
      () => client.call('conflicts.list', { tab: 'undecided', limit: 50, offset: 0 }),
      () => client.call('data.tables', {}),
    ];
    for (let i = 0; going; i++) {
      const started = performance.now();
      await reads[i % reads.length]?.();
      times.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const running = read();
  return {
    async stop() {
      going = false;
      await running;
      const sorted = times.toSorted((a, b) => a - b);
      return { p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0, count: sorted.length };
    },
  };
}
