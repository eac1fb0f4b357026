// One session at a time for one replica, whichever program asks: an exclusive transaction on FILE-concord-lock,
// which the system frees when the program dies (Decisions 18, SC-10).

import { ConcordError } from '../sync/problem.ts';
import { openWriter, type Reader } from '../sqlite/database.ts';
import { isBusy } from '../sqlite/problem.ts';
import { runningSince } from './sessions.ts';

/** A held lock. */
export interface SessionLock {
  release(): void;
}

/** Takes the lock or throws `session-running` with the time since when another program holds it. */
export function lockSession(file: string, reader: Reader): SessionLock {
  const db = openWriter(`${file}-concord-lock`, { create: true, blockMs: 0 });
  try {
    db.exec('begin exclusive');
  } catch (thrown) {
    db.close();
    if (!isBusy(thrown)) throw thrown;
    throw new ConcordError('session-running', { since: runningSince(reader) ?? 'a moment ago' });
  }
  return {
    release() {
      if (db.inTransaction) db.exec('rollback');
      db.close();
    },
  };
}
