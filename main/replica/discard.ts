// Takes away a replica that a program has made for a first session that never succeeded: nothing of anybody's is in it.

import { existsSync, rmSync } from 'node:fs';
import { openReader, type Reader } from '../sqlite/database.ts';
import { isReplica } from './layout.ts';
import { lockSession } from './lock.ts';
import { loadScopes } from './scopes.ts';
import { witnessFile } from './witness.ts';

const endings = ['', '-concord-log', '-concord-lock'].flatMap((name) => [name, `${name}-wal`, `${name}-shm`]);

/** Removes the file and all beside it, unless another program has synchronised it meanwhile or is about to. */
export function discardReplica(file: string): void {
  if (!existsSync(file)) return;
  const reader = openReader(file);
  const lock = lockIfFree(file, reader);
  const isEmpty = lock !== null && !hasSynchronised(reader);
  reader.close();
  lock?.release();
  if (!isEmpty) return;
  for (const ending of endings) rmSync(`${file}${ending}`, { force: true });
  rmSync(witnessFile(file), { force: true });
  rmSync(`${file}-concord-spool`, { recursive: true, force: true });
}

function lockIfFree(file: string, reader: Reader): ReturnType<typeof lockSession> | null {
  try {
    return lockSession(file, reader);
  } catch {
    return null;
  }
}

function hasSynchronised(reader: Reader): boolean {
  return isReplica(reader) && loadScopes(reader).some((scope) => scope.syncedAt !== null);
}
