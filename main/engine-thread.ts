// Starts the engine's thread and hands out lines to it. A thread that dies is started again; its lines close, and windows
// open new ones.

import { MessageChannel, Worker } from 'node:worker_threads';
import type { AppConfig } from './config.ts';
import type { EngineNews, EngineOrder } from './engine.ts';
import { restoreProblem } from './sync/problem.ts';
import type { Carrier } from './window/carrier.ts';

/** The engine as the shell and the host see it. */
export interface Engine {
  /** A new line to the engine, for one window. */
  connect(options: { readonly readOnly: boolean }): Carrier & { close(): void };
  close(): Promise<void>;
}

/** Starts the thread; throws the error that kept the replica from opening. */
export async function startEngine(config: AppConfig, onLost: (reason: string) => void): Promise<Engine> {
  let ending = false;
  let worker = await openWorker(config);
  const lines = new Set<{ close(): void }>();
  const guard = (current: Worker): void => {
    current.once('exit', (code) => {
      if (ending) return;
      onLost(`the engine ended with ${code}`);
      for (const line of lines) line.close();
      void openWorker(config).then(
        (next) => guard((worker = next)),
        (thrown: unknown) => onLost(String(thrown)),
      );
    });
    current.on('error', (error) => onLost(error.message));
  };
  guard(worker);
  return {
    connect({ readOnly }) {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ serve: port2, readOnly } satisfies EngineOrder, [port2]);
      const line = {
        post: (message: string): void => port1.postMessage(message),
        receive: (handler: (message: string) => void): void => void port1.on('message', handler),
        closed: (handler: () => void): void => void port1.once('close', handler),
        close: (): void => {
          lines.delete(line);
          port1.close();
        },
      };
      lines.add(line);
      return line;
    },
    async close() {
      ending = true;
      await endWorker(worker);
    },
  };
}

function openWorker(config: AppConfig): Promise<Worker> {
  const entry = import.meta.url.endsWith('.ts') ? './engine.ts' : './engine.js';
  const worker = new Worker(new URL(entry, import.meta.url), { workerData: config });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (news: EngineNews) => {
      worker.removeListener('error', reject);
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
