// Starts the office's thread and ends it; the address of its hub comes back.

import { Worker } from 'node:worker_threads';
import type { OfficeNews, OfficeOrder } from './office.ts';
import { restoreProblem } from '../sync/problem.ts';

/** A running office. */
export interface OfficeThread {
  readonly hub: string;
  close(): Promise<void>;
}

/** Who hears of the office. */
export interface OfficeListener {
  /** How far the making of the sample data is, at the first start. */
  making(progress: { readonly written: number; readonly total: number }): void;
  /** The thread has died; until the next start there is no hub. */
  lost(reason: string): void;
}

/** Starts the hub and the colleague; throws the error that kept the office from opening. */
export function startOffice(order: OfficeOrder, { making, lost }: OfficeListener): Promise<OfficeThread> {
  const entry = import.meta.url.endsWith('.ts') ? './office.ts' : './office.js';
  const worker = new Worker(new URL(entry, import.meta.url), { workerData: order });
  let isServing = false;
  let fault = 'its thread has ended';
  const gone = new Promise<void>((resolve) =>
    worker.once('exit', () => {
      if (isServing) lost(fault);
      resolve();
    }),
  );
  return new Promise((resolve, reject) => {
    worker.on('error', (error) => {
      fault = error.message;
      reject(error);
    });
    worker.on('message', (news: OfficeNews) => {
      if ('making' in news) making(news.making);
      if ('failed' in news) {
        reject(restoreProblem(news.failed));
        void worker.terminate();
      }
      if ('open' in news) {
        isServing = true;
        const close = (): Promise<void> => {
          isServing = false;
          return end(worker, gone);
        };
        resolve({ hub: news.open, close });
      }
    });
  });
}

/** A thread that has died already is at its end, too. */
function end(worker: Worker, gone: Promise<void>): Promise<void> {
  worker.on('message', (news: OfficeNews) => {
    if ('ended' in news) void worker.terminate();
  });
  worker.postMessage('end');
  return gone;
}
