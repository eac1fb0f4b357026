// Starts the office's thread and ends it; the address of its hub comes back.

import { Worker } from 'node:worker_threads';
import type { OfficeNews, OfficeOrder } from './office.ts';
import { restoreProblem } from './sync/problem.ts';

/** A running office. */
export interface OfficeThread {
  readonly hub: string;
  close(): Promise<void>;
}

/** Starts the hub and the colleague. The first start makes the sample data and tells how far it is. */
export function startOffice(
  order: OfficeOrder,
  making: (progress: { written: number; total: number }) => void,
): Promise<OfficeThread> {
  const entry = import.meta.url.endsWith('.ts') ? './office.ts' : './office.js';
  const worker = new Worker(new URL(entry, import.meta.url), { workerData: order });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (news: OfficeNews) => {
      if ('making' in news) making(news.making);
      if ('failed' in news) {
        reject(restoreProblem(news.failed));
        void worker.terminate();
      }
      if ('open' in news) resolve({ hub: news.open, close: () => end(worker) });
    });
  });
}

function end(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.once('exit', () => resolve());
    worker.on('message', (news: OfficeNews) => {
      if ('ended' in news) void worker.terminate();
    });
    worker.postMessage('end');
  });
}
