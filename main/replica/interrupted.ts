// Sessions that broke off as sessions do: Concord was closed, the network went, somebody cancelled. They are no errors and
// vanish with the next good session (ER-15).

import type { Reader } from '../sqlite/database.ts';

/** A session that broke off since the last good one of its scope. */
export interface InterruptedSession {
  readonly no: number;
  readonly started: string;
  readonly scope: string;
  readonly trigger: string;
  readonly result: 'interrupted' | 'cancelled';
  readonly code: string | null;
  readonly message: string | null;
}

/** So many are told. */
const most = 200;

/** The newest first. */
export function interruptedSessions(db: Reader): InterruptedSession[] {
  return db.all<InterruptedSession>(
    `select no, started, scope, trigger, result, code, message from _concord_session as session
     where result in ('interrupted', 'cancelled') and no > coalesce(
       (select max(no) from _concord_session as good where good.scope = session.scope and good.result = 'done'), 0)
     order by no desc limit ${most}`,
  );
}
