// Clean-up of the list, with its exact numbers first (ER-10, D12): resolved entries; unresolved ones only where they are named.

import type { Reader, Writer } from '../sqlite/database.ts';
import type { EntryRow } from './entry.ts';

/** What a clean-up takes. */
export interface CleanUp {
  /** Only entries that were last met before this ISO instant; null = of any age. */
  readonly before: string | null;
  /** Open and parked ones, too: the changes in them are not sent any more. */
  readonly unresolved: boolean;
}

const taken = `(? is null or last_at < ?)`;

/** How many entries a clean-up would take. */
export function countCleanUp(
  db: Reader,
  before: string | null,
): { readonly resolved: number; readonly unresolved: number } {
  const row = db.get<{ resolved: number | null; unresolved: number | null }>(
    `select sum(state = 'resolved') as resolved, sum(state <> 'resolved') as unresolved from _concord_error where ${taken}`,
    before,
    before,
  );
  return { resolved: row?.resolved ?? 0, unresolved: row?.unresolved ?? 0 };
}

/** The numbers that a clean-up takes, oldest first. */
export function cleanUpNumbers(db: Reader, { before, unresolved }: CleanUp): number[] {
  const states = unresolved ? '' : `and state = 'resolved'`;
  return db.column(`select no from _concord_error where ${taken} ${states} order by no`, before, before).map(Number);
}

/** Entries as lines of the back-up, whole, with their history. */
export function* backUpLines(db: Reader, numbers: readonly number[]): Iterable<string> {
  for (const no of numbers) {
    const entry = db.get<EntryRow & Record<string, unknown>>(`select * from _concord_error where no = ?`, no);
    if (!entry) continue;
    const steps = db.all(
      `select at, what, who, session, message, row from _concord_error_step where error = ? order by no`,
      no,
    );
    yield `${JSON.stringify({ ...entry, steps })}\n`;
  }
}

/** Deletes entries with their history. The caller holds the write transaction. */
export function deleteEntries(db: Writer, numbers: readonly number[]): number {
  const list = JSON.stringify(numbers);
  db.run(`delete from _concord_error_step where error in (select value from json_each(?))`, list);
  return Number(db.run(`delete from _concord_error where no in (select value from json_each(?))`, list).changes);
}
