// What retention may take from the inbox: confirmed entries, a batch at a time (AD-03). Undecided, decided, sent, parked and
// undone ones are never among them.

import type { Reader, Writer } from '../sqlite/database.ts';

/** The newest entry and the newest step stay whatever their age: their numbers must not be given again. */
const oldEntries = `from _concord_conflict where state = 'confirmed' and changed_at < ?
  and no < (select max(no) from _concord_conflict)
  and no <> (select conflict from _concord_conflict_step order by no desc limit 1)`;

/** Counts confirmed entries that were last changed before `before` (ISO), with about their bytes. */
export function countOldEntries(db: Reader, before: string): { readonly entries: number; readonly bytes: number } {
  const row = db.get<{ entries: number; bytes: number | null }>(
    `select count(*) as entries, sum(3 * (coalesce(length(base), 0) + coalesce(length(mine), 0) + coalesce(length(theirs), 0)) + 500) as bytes
     ${oldEntries}`,
    before,
  );
  return { entries: row?.entries ?? 0, bytes: row?.bytes ?? 0 };
}

/** Deletes up to `limit` of them with their steps; how many. The caller holds a write transaction. */
export function deleteOldEntries(db: Writer, before: string, limit: number): number {
  const numbers = db.column(`select no ${oldEntries} order by no limit ${limit}`, before).map(Number);
  if (numbers.length === 0) return 0;
  const list = JSON.stringify(numbers);
  db.run(`delete from _concord_conflict_step where conflict in (select value from json_each(?))`, list);
  db.run(`update _concord_conflict set previous = null where previous in (select value from json_each(?))`, list);
  db.run(`delete from _concord_conflict where no in (select value from json_each(?))`, list);
  return numbers.length;
}

/** Sessions that entries still point to which are not closed for good. */
export function sessionsInUse(db: Reader): number[] {
  return db
    .column(
      `select raised_session from _concord_conflict where state <> 'confirmed'
       union select last_session from _concord_conflict where state <> 'confirmed'`,
    )
    .map(Number);
}
