// Parts in transit: in memory while they are few, else in a private folder beside the database (Decisions 2, W-94, W-266).

import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Texts by number, each written once and read any number of times. */
export interface Spool {
  put(index: number, text: string): Promise<void>;
  /** Throws a RangeError for a number that was never put. */
  get(index: number): Promise<string>;
  has(index: number): boolean;
  /** Bytes held so far, in memory and on disk. */
  readonly size: number;
  /** Drops everything, the folder too. */
  close(): Promise<void>;
}

/** A spool that begins to use `folder` once it holds more than `memoryLimit` characters. */
export function createSpool(folder: string, memoryLimit = 4_000_000): Spool {
  const own = join(folder, randomUUID());
  const memory = new Map<number, string>();
  const files = new Set<number>();
  let inMemory = 0;
  let size = 0;
  const path = (index: number): string => join(own, String(index));
  return {
    get size() {
      return size;
    },
    has: (index) => memory.has(index) || files.has(index),
    async put(index, text) {
      size += text.length;
      if (inMemory + text.length <= memoryLimit) {
        inMemory += text.length;
        memory.set(index, text);
        return;
      }
      if (files.size === 0) await mkdir(own, { recursive: true, mode: 0o700 });
      await writeFile(path(index), text, { mode: 0o600 });
      files.add(index);
    },
    async get(index) {
      const text = memory.get(index);
      if (text !== undefined) return text;
      if (!files.has(index)) throw new RangeError(`part ${index} is not in the spool`);
      return readFile(path(index), 'utf8');
    },
    async close() {
      memory.clear();
      if (files.size > 0) await rm(own, { recursive: true, force: true });
      files.clear();
    },
  };
}

/** Removes what a killed program left in a spool folder. */
export async function clearSpool(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
