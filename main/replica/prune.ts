// What retention may take from the history: old sessions and resolved errors, a batch at a time (AD-03). What somebody may
// still have to do with is never among it.

import type { Reader, Writer } from '../sqlite/database.ts';

/** How many entries a setting frees, and about how many bytes. */
export interface Freed {
  readonly entries: number;
  readonly bytes: number;
}

/** Looked at to tell how large the others are. */
const sample = 200;

/**
 * Sessions that ended before `before` (ISO) and are in no use: not the newest, not those that `keep` names, and none that an
 * open or parked error points to.
 */
const oldSessions = `from _concord_session_line where started < ?
  and session < (select max(no) from _concord_session)
  and session not in (select value from json_each(?))
  and session not in (select first_session from _concord_error where state <> 'resolved'
    union select last_session from _concord_error where state <> 'resolved')`;

const resolvedErrors = `from _concord_error where state = 'resolved' and last_at < ?
  and no < (select max(no) from _concord_error)`;

/** Counts old sessions. */
export function countOldSessions(db: Reader, before: string, keep: readonly number[]): Freed {
  const given = [before, JSON.stringify(keep)] as const;
  const entries = Number(db.value(`select count(*) ${oldSessions}`, ...given));
  const size = db.value(
    `select avg(length(summary) + coalesce(length(details), 0) + 300) from _concord_session
     where no in (select session ${oldSessions} order by session limit ${sample})`,
    ...given,
  );
  return { entries, bytes: Math.round(entries * Number(size ?? 0)) };
}

/** Deletes up to `limit` of them, oldest first; how many. The caller holds a write transaction. */
export function deleteOldSessions(db: Writer, before: string, keep: readonly number[], limit: number): number {
  const numbers = db.column(
    `select session ${oldSessions} order by session limit ${limit}`,
    before,
    JSON.stringify(keep),
  );
  const list = JSON.stringify(numbers.map(Number));
  for (const [table, column] of [
    ['_concord_session_table', 'session'],
    ['_concord_removed', 'session'],
    ['_concord_removal', 'session'],
    ['_concord_session_line', 'session'],
    ['_concord_session', 'no'],
  ] as const)
    db.run(`delete from ${table} where ${column} in (select value from json_each(?))`, list);
  return numbers.length;
}

/** Counts resolved errors whose last try is older. */
export function countOldErrors(db: Reader, before: string): Freed {
  const row = db.get<{ entries: number; bytes: number | null }>(
    `select count(*) as entries, sum(length(message) + coalesce(length(row), 0) + 200) as bytes ${resolvedErrors}`,
    before,
  );
  return { entries: row?.entries ?? 0, bytes: row?.bytes ?? 0 };
}

/** Deletes up to `limit` of them; how many. The caller holds a write transaction. */
export function deleteOldErrors(db: Writer, before: string, limit: number): number {
  const numbers = db.column(`select no ${resolvedErrors} order by no limit ${limit}`, before);
  const list = JSON.stringify(numbers.map(Number));
  db.run(`delete from _concord_error_step where error in (select value from json_each(?))`, list);
  db.run(`delete from _concord_error where no in (select value from json_each(?))`, list);
  return numbers.length;
}
