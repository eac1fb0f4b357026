// Gives the room inside a file that nothing uses any more back to the disk.

import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ConcordError, restoreProblem } from '../sync/problem.ts';
import type { CompactEnd, CompactOrder } from './compact-thread.ts';
import type { Reader } from './database.ts';

/** Bytes that compacting would give back at least. */
export function unusedBytes(db: Reader): number {
  return Number(db.value('pragma freelist_count')) * Number(db.value('pragma page_size'));
}

/** Compacts a file that others may have open. Throws `file-in-use` where somebody writes for longer, or `disk-full`. */
export function compactFile(file: string, waitMs = 5000): Promise<void> {
  const entry = import.meta.url.endsWith('.ts') ? './compact-thread.ts' : './compact.js';
  const worker = new Worker(new URL(entry, import.meta.url), { workerData: { file, waitMs } satisfies CompactOrder });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new ConcordError('engine-lost')));
    worker.once('message', (end: CompactEnd) => {
      if (end === null) return resolve();
      const isHeld = end.code === 'replica-locked';
      reject(isHeld ? new ConcordError('file-in-use', { file: basename(file) }) : restoreProblem(end));
    });
  });
}
