// Columns that count no longer, or again: open entries of their table are compared anew (CF-12, R-97).

import { nextState } from '../sync/entry.ts';
import { sameRecord } from '../sync/resolution.ts';
import type { TableName } from '../sync/schema.ts';
import { createSlices } from '../sqlite/slices.ts';
import type { Desk } from './decide.ts';
import { versionsOf, type EntryRow } from './entry-row.ts';
import { recordName } from './inbox-port.ts';

/** Compares the open entries of a table anew; the caller holds a write transaction. Returns how many were closed. */
export async function compareAnew(desk: Desk, name: TableName): Promise<number> {
  const slices = createSlices();
  let closed = 0;
  for (const no of desk.store.undecidedOf(name)) {
    const entry = desk.store.byNumber(no);
    if (entry && compareEntry(desk, entry)) closed++;
    if (slices.due()) await slices.pause();
  }
  return closed;
}

/** True if nothing is left that counts: the entry is closed, and the hub's row, which stands in the table, stays. */
function compareEntry({ store, records }: Desk, entry: EntryRow): boolean {
  const record = recordName(entry, (table) => records.table(table));
  const { columns } = records.table(record.table);
  const versions = versionsOf(entry, columns);
  const { base, mine, theirs } = versions;
  const counts = !sameRecord(columns, mine, theirs) && !(base && mine && sameRecord(columns, base, mine));
  const state = nextState(entry.state, 'became-equal');
  // A later edit of the record waits for the person, who has seen it.
  const isEdited = (records.change(record)?.stamp ?? 0n) > 0n;
  if (counts || isEdited || entry.theirs_known === 0 || !state) {
    store.refresh(entry.no, columns, versions);
    return false;
  }
  records.forget(record);
  store.change(entry.no, { state });
  store.step(entry.no, { state, who: null, why: 'became-equal' });
  return true;
}
