// The space that a replica takes, part by part, and what is left on its disk (ST-09).

import { readdirSync, statfsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Reader } from '../sqlite/database.ts';

/** Bytes; `conflicts` is the part of the replica's file that the inbox takes. Null = the system does not tell. */
export interface StorageUsed {
  readonly replica: number;
  readonly conflicts: number;
  readonly log: number;
  readonly spool: number;
  readonly free: number | null;
}

/** Below this many bytes free no session starts: a download that does not fit would only be taken back (ST-09). */
export const leastFree = 100_000_000;

/** Bytes free on the disk of a folder; null where the system does not tell. */
export function freeSpace(folder: string): number | null {
  try {
    const disk = statfsSync(folder);
    return disk.bavail * disk.bsize;
  } catch {
    return null;
  }
}

/** What the replica and all that belongs to it take now. */
export function storageUsed(reader: Reader, free: (folder: string) => number | null): StorageUsed {
  const { file } = reader;
  const conflicts = inboxSize(reader);
  return {
    replica: Math.max(sizeOf(file) + sizeOf(`${file}-wal`) - conflicts, 0),
    conflicts,
    log: logSize(file),
    spool: folderSize(`${file}-concord-spool`),
    free: free(dirname(file)),
  };
}

/** The pages of the inbox's own tables; only theirs are walked. */
function inboxSize(reader: Reader): number {
  const sql = `select coalesce(sum(pgsize), 0) from dbstat where aggregate = true and name = ?`;
  return ['_concord_conflict', '_concord_conflict_step', '_concord_conflict_text']
    .map((name) => Number(reader.value(sql, name)))
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** The log and those that were set aside because they could not be read. */
function logSize(file: string): number {
  const folder = dirname(file);
  const start = `${basename(file)}-concord-log`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(start))
    .reduce((sum, name) => sum + sizeOf(join(folder, name)), 0);
}

function folderSize(folder: string): number {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return 0;
  return readdirSync(folder).reduce((sum, name) => sum + sizeOf(join(folder, name)), 0);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
