// Starts the engine's thread and hands out lines to it. A thread that dies is started again; its lines close, and windows
// open new ones.

import { MessageChannel, Worker } from 'node:worker_threads';
import { rmSync } from 'node:fs';
import type { EngineConfig } from '../config.ts';
import type { EngineNews, EngineOrder, FirstStartNews } from './engine.ts';
import { ConcordError, problemFrom, restoreProblem } from '../sync/problem.ts';
import type { Carrier } from '../window/carrier.ts';

/** A line to the engine, for one window. */
export type EngineLine = Carrier & { close(): void };

/** The engine as the shell and the host see it. */
export interface Engine {
  /** A new line; while the thread is being started again it waits for that. It closes where that fails, and after the end. */
  connect(options: { readonly readOnly: boolean }): EngineLine;
  close(): Promise<void>;
}

/** The thread as it comes and goes. */
interface Thread {
  /** Null while there is none. */
  worker: Worker | null;
  /** Set while one is being started. */
  opening: Promise<void> | null;
  ending: boolean;
  /** Folder of a demonstration: it goes with the thread. */
  scratch: string | null;
}

/** Who hears of an engine. */
export interface EngineListener {
  /** The thread has died, or could not be started again. */
  lost(reason: string): void;
  /** What a first start has come to. */
  news?(news: FirstStartNews): void;
}

const youngMs = 5000;

/** Starts the thread; throws the error that kept the replica from opening. */
export async function startEngine(begin: EngineConfig, { lost: onLost, news }: EngineListener): Promise<Engine> {
  let config = begin;
  const thread: Thread = { worker: null, opening: null, ending: false, scratch: null };
  const lines = createLines();
  const use = (worker: Worker): void => {
    thread.worker = worker;
    const began = performance.now();
    worker.on('error', (error) => onLost(error.message));
    worker.on('message', (told: EngineNews) => {
      // What a first start made is what is opened again, should the thread die.
      if ('filled' in told) config = { ...told.filled, ...(config.setup && { setup: config.setup }) };
      if ('newToken' in told) config = withToken(config, told.newToken);
      if ('scratch' in told) thread.scratch = told.scratch;
      if ('lost' in told) onLost(told.lost);
      if ('begun' in told || 'filled' in told || 'newToken' in told) news?.(told);
    });
    worker.once('exit', () => {
      thread.worker = null;
      if (thread.scratch !== null) rmSync(thread.scratch, { recursive: true, force: true });
      thread.scratch = null;
      if (thread.ending) return;
      onLost(told(new ConcordError('engine-lost')));
      lines.close();
      // One that dies young is started again at the pace of the windows that ask for it.
      if (performance.now() - began > youngMs) void reopen();
    });
    lines.serve(worker);
  };
  const reopen = (): Promise<void> =>
    (thread.opening ??= openWorker(config)
      .then(use, (thrown: unknown) => {
        onLost(told(thrown));
        lines.close();
      })
      .finally(() => void (thread.opening = null)));
  use(await openWorker(config));
  return {
    connect({ readOnly }) {
      const line = lines.add(readOnly);
      if (thread.ending) line.close();
      else if (thread.worker) lines.serve(thread.worker);
      // What failed to start is tried again when a window asks for it.
      else void reopen();
      return line;
    },
    async close() {
      thread.ending = true;
      await thread.opening;
      if (thread.worker) await endWorker(thread.worker);
      lines.close();
    },
  };
}

/** The lines of all windows, and the orders of those that no thread serves yet. */
function createLines(): { add(readOnly: boolean): EngineLine; serve(worker: Worker): void; close(): void } {
  const lines = new Set<EngineLine>();
  let waiting: Extract<EngineOrder, { readonly serve: unknown }>[] = [];
  return {
    add(readOnly) {
      const { port1, port2 } = new MessageChannel();
      waiting.push({ serve: port2, readOnly });
      const line: EngineLine = {
        post: (message) => port1.postMessage(message),
        receive: (handler) => void port1.on('message', handler),
        closed: (handler) => void port1.once('close', handler),
        close() {
          // One that hangs up while it waits is not served: its port can no longer be handed over.
          waiting = waiting.filter(({ serve }) => serve !== port2);
          port1.close();
        },
      };
      lines.add(line);
      line.closed(() => void lines.delete(line));
      return line;
    },
    serve(worker) {
      for (const order of waiting) worker.postMessage(order, [order.serve]);
      waiting = [];
    },
    close() {
      waiting = [];
      for (const line of lines) line.close();
    },
  };
}

function withToken({ token: _, ...config }: EngineConfig, token: string | undefined): EngineConfig {
  return token === undefined ? config : { ...config, token };
}

/** An error in one line, with its cure and code (SF-07). */
function told(thrown: unknown): string {
  const { message, cure, code } = problemFrom(thrown);
  return `${message} ${cure} [${code}]`;
}

/** Rows come and go in bursts: a heap that is told to be small does not grow by 150 MB of them, at little cost (Speed). */
const resourceLimits = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 1024 };

function openWorker(config: EngineConfig): Promise<Worker> {
  const entry = import.meta.url.endsWith('.ts') ? './engine.ts' : './engine.js';
  const worker = new Worker(new URL(entry, import.meta.url), { workerData: config, resourceLimits });
  return new Promise((resolve, reject) => {
    const died = (): void => reject(new ConcordError('engine-lost'));
    worker.once('error', reject).once('exit', died);
    worker.once('message', (news: EngineNews) => {
      worker.removeListener('error', reject).removeListener('exit', died);
      if (!('failed' in news)) return resolve(worker);
      reject(restoreProblem(news.failed));
      void worker.terminate();
    });
  });
}

function endWorker(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.once('exit', () => resolve());
    worker.on('message', (news: EngineNews) => {
      if ('ended' in news) void worker.terminate();
    });
    worker.postMessage({ end: true } satisfies EngineOrder);
  });
}
