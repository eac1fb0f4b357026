// One session at a time for one replica, whichever program asks: an exclusive transaction on FILE-concord-lock,
// which the system frees when the program dies (Decisions 18, SC-10).

import { ConcordError } from '../sync/problem.ts';
import { openWriter, type Reader, type Writer } from '../sqlite/database.ts';
import { isBusy } from '../sqlite/problem.ts';
import { runningSince } from './sessions.ts';

/** A held lock. */
export interface SessionLock {
  release(): void;
}

/** Takes the lock or throws `session-running` with the time since when another program holds it. */
export function lockSession(file: string, reader: Reader): SessionLock {
  const db = takeLock(file, reader);
  return {
    release() {
      if (db.inTransaction) db.exec('rollback');
      db.close();
    },
  };
}

/** Opening is part of it: a lock file that another program has just made may be busy already. */
function takeLock(file: string, reader: Reader): Writer {
  let db: Writer | null = null;
  try {
    db = openWriter(`${file}-concord-lock`, { create: true, isLock: true, blockMs: 0 });
    db.exec('begin exclusive');
    return db;
  } catch (thrown) {
    db?.close();
    if (!isBusy(thrown)) throw thrown;
    throw new ConcordError('session-running', { since: runningSince(reader) ?? 'a moment ago' });
  }
}
