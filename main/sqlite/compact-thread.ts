// A thread of its own that rewrites a file without the room that nothing uses any more: nobody waits for it (law 6).

import { parentPort, workerData } from 'node:worker_threads';
import { problemFrom } from '../sync/problem.ts';
import { openWriter } from './database.ts';

/** What the thread is told. */
export interface CompactOrder {
  readonly file: string;
  /** Milliseconds to wait for whoever writes just now. */
  readonly waitMs: number;
}

/** How it ended; null = well. */
export type CompactEnd = ReturnType<typeof problemFrom> | null;

function compact({ file, waitMs }: CompactOrder): CompactEnd {
  try {
    const db = openWriter(file, { blockMs: waitMs });
    try {
      // The new copy is built on the disk: it may be larger than the memory.
      db.exec('pragma temp_store = file');
      db.exec('vacuum');
      db.exec('pragma wal_checkpoint(truncate)');
    } finally {
      db.close();
    }
    return null;
  } catch (thrown) {
    return problemFrom(thrown);
  }
}

parentPort?.postMessage(compact(workerData as CompactOrder));
