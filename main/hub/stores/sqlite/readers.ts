// Connections for reading, each with a snapshot of its own, kept for the next selection with their statements.

import { openReader, type Reader } from '../../../sqlite/database.ts';
import { beginSnapshot } from '../../../sqlite/transaction.ts';

/** Hands out connections for reading. */
export interface Readers {
  /** Runs `work` inside one snapshot; several may run at the same time. */
  inSnapshot<T>(work: (reader: Reader) => T | Promise<T>): Promise<T>;
  /** Runs a short look at the latest state. */
  now<T>(work: (reader: Reader) => T): T;
  close(): void;
}

/** Keeps up to `keep` idle connections. */
export function createReaders(file: string, keep = 4): Readers {
  const idle: Reader[] = [];
  let closed = false;
  const take = (): Reader => idle.pop() ?? openReader(file);
  const giveBack = (reader: Reader): void => {
    if (reader.inTransaction) reader.exec('rollback');
    if (closed || idle.length >= keep) reader.close();
    else idle.push(reader);
  };
  return {
    async inSnapshot(work) {
      const reader = take();
      try {
        beginSnapshot(reader);
        return await work(reader);
      } finally {
        giveBack(reader);
      }
    },
    now(work) {
      const reader = take();
      try {
        return work(reader);
      } finally {
        giveBack(reader);
      }
    },
    close() {
      closed = true;
      for (const reader of idle.splice(0)) reader.close();
    },
  };
}
