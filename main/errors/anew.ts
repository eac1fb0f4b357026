// A change that was taken back when the hub refused it, made anew on its record as that stands now (R-159, ER-04, ER-05).

import { recordFromJson, type CellRecord } from '../sync/cell.ts';
import { conflictType } from '../sync/conflict.ts';
import type { RecordName } from '../sync/inbox.ts';
import type { Versions } from '../sync/merge.ts';
import { madeAnew } from '../sync/taken-back.ts';
import type { ComparedColumn } from '../sync/schema.ts';
import { isConstraint } from '../sqlite/problem.ts';
import { recordOf, type RetryDesk } from './desk.ts';
import type { ErrorEntry } from './entry.ts';

const reasons = {
  gone: 'its table is no longer part of the scope',
  open: 'a conflict of its record is open; decide that first',
  changed: 'its record was changed here since, and that still waits; send or revert that first',
} as const;

/** Writes the change with these corrections, or makes it a conflict. Returns why neither could be; null = done. */
export function makeAnew(desk: RetryDesk, entry: ErrorEntry, set: CellRecord): string | null {
  const { records, inbox } = desk;
  const table = records.find(entry.table);
  if (!table) return reasons.gone;
  const record = recordOf(records, entry);
  const change = records.change(record);
  if (inbox.openFor(record) !== null || (change && change.stamp === 0n)) return reasons.open;
  if (change) return reasons.changed;
  const stored = (of: ErrorEntry['row']): CellRecord | null => of && recordFromJson(of, table.columns);
  const [base, refused, present] = [stored(entry.base), stored(entry.row), records.read(record)];
  const mine = refused && { ...refused, ...set };
  const changed = [...Object.keys(entry.changed ?? {}), ...Object.keys(set)];
  const made = madeAnew(table.columns, { base, mine, changed }, present);
  if (made === 'conflict')
    raise(desk, entry, { record, columns: table.columns, versions: { base, mine, theirs: present } });
  else if (made === 'over') close(desk, entry, 'accepted');
  else return write(desk, entry, { record, row: made.write });
  return null;
}

interface Writing {
  readonly record: RecordName;
  readonly row: CellRecord | null;
}

/** What the table does not take stays in its entry. */
function write({ db, records }: RetryDesk, { no }: ErrorEntry, { record, row }: Writing): string | null {
  try {
    records.write(record, row);
  } catch (thrown) {
    if (!isConstraint(thrown) || !(thrown instanceof Error)) throw thrown;
    return thrown.message;
  }
  db.run(`update _concord_error set state = 'open', taken_back_at = null where no = ?`, no);
  return null;
}

interface Raising {
  readonly record: RecordName;
  readonly columns: readonly ComparedColumn[];
  readonly versions: Versions;
}

/** The record stands as the hub has it; the person decides between that and what was refused. */
function raise(desk: RetryDesk, entry: ErrorEntry, { record, columns, versions }: Raising): void {
  const { base, mine, theirs } = versions;
  desk.inbox.raise({
    ...record,
    columns,
    type: conflictType(theirs ? 'upsert' : 'delete', mine ? 'row' : 'tombstone', base !== null),
    versions,
    mineAt: entry.madeAt,
    author: null,
    session: entry.session,
    theirsKnown: true,
  });
  desk.records.hold(record);
  close(desk, entry, 'conflict');
}

function close({ db, now }: RetryDesk, { no }: ErrorEntry, outcome: 'accepted' | 'conflict'): void {
  db.run(
    `update _concord_error set state = 'resolved', outcome = ?, resolved_at = ? where no = ?`,
    outcome,
    now().toISOString(),
    no,
  );
}
