// Reverting waiting changes and undoing that, in one transaction each way (PD-03, R-140 to R-144). An ordinary local write:
// the triggers see it, and settle what is back at its base and was never offered (Decisions 7).

import type { CellRecord } from '../../sync/cell.ts';
import type { RecordName } from '../../sync/inbox.ts';
import { ConcordError } from '../../sync/problem.ts';
import { revertedRow, unrevertedRow } from '../../sync/revert.ts';
import { tableKey, type TableName } from '../../sync/schema.ts';
import type { Writer } from '../../sqlite/database.ts';
import { childrenOf, childrenWords } from '../children.ts';
import { columnOf } from '../condition.ts';
import type { GridTable } from '../grid-table.ts';
import type { GridRecords } from '../record.ts';
import { noteRevert, noteUndone, recordsOfRevert, type RevertedRecord } from './revert-log.ts';
import { readWaiting, type WaitingRecord } from './waiting-row.ts';

/** What a revert needs of the replica's records. */
export interface RevertRecords extends GridRecords {
  base(record: RecordName): CellRecord | null;
  change(record: RecordName): { readonly stamp: bigint; readonly held: number } | null;
  hold(record: RecordName): void;
  forget(record: RecordName): void;
}

/** The tools; everything runs inside one write transaction of the replica. */
export interface RevertDesk {
  readonly db: Writer;
  readonly records: RevertRecords;
  tables(): ReadonlyMap<string, GridTable>;
  /** The number of the conflict that is open for a record; null = none. */
  openFor(record: RecordName): number | null;
  /** Told of a record of which nothing waits any more. */
  settled(record: RecordName): void;
  now(): Date;
}

/** What is to be reverted: a waiting record as it was shown, or some columns of its update. */
export interface RevertItem {
  readonly table: GridTable;
  readonly key: CellRecord;
  readonly mark: string;
  /** Null = all of it. */
  readonly columns: readonly string[] | null;
}

/** What was done. */
export interface RevertDone {
  readonly no: number;
  readonly changes: number;
  readonly records: number;
  /** How many of the records go to the hub as a new change. */
  readonly sent: number;
}

interface Task {
  readonly item: RevertItem;
  readonly record: RecordName;
  readonly waiting: WaitingRecord;
  readonly columns: readonly string[] | null;
}

/** Reverts changes as they were shown. Throws `change-unknown`, `record-changed` or `revert-blocked`; then nothing is written. */
export function revertChanges(desk: RevertDesk, items: readonly RevertItem[], who: string): RevertDone {
  const tasks = items.map((item) => taskOf(desk, item));
  const done: RevertedRecord[] = [];
  inPasses(tasks, (task) => {
    const problem = blockedBy(desk, task.item.table, task.waiting.operation === 'insert' ? task.record : null);
    if (problem) return problem;
    return tried(task.item.table, () => void done.push(revertOne(desk, task)));
  });
  const no = noteRevert(desk.db, { at: desk.now().toISOString(), who }, done);
  return { no, ...sumOf(done) };
}

/** Undoes a revert. Throws `revert-unknown`, `record-changed` or `revert-blocked`; then nothing is written. */
export function undoRevert(desk: RevertDesk, no: number, who: string): RevertDone {
  const reverted = recordsOfRevert(desk.db, (table) => tableOf(desk, table)?.columns ?? [], no);
  if (reverted.length === 0) throw new ConcordError('revert-unknown', { id: no });
  // The last is undone first: each then finds the records that it points to.
  const tasks = reverted.toReversed().map((record) => ({ record, ...undoOf(desk, record) }));
  inPasses(tasks, ({ record, table, row }) => {
    const problem = blockedBy(desk, table, row === null ? record : null);
    return problem ?? tried(table, () => desk.records.write(record, row));
  });
  noteUndone(desk.db, no, { at: desk.now().toISOString(), who });
  return { no, ...sumOf(reverted) };
}

/** the change as it stands, if it is still the one that was shown. */
function taskOf({ db }: RevertDesk, item: RevertItem): Task {
  const { table, key } = item;
  const waiting = readWaiting(db, table, key);
  if (!waiting) throw new ConcordError('change-unknown', { table: table.physical });
  if (waiting.mark !== item.mark) throw new ConcordError('record-changed');
  const names = waiting.columns.map(({ column }) => column);
  for (const name of item.columns ?? []) {
    columnOf(table, name);
    if (!names.includes(name)) throw new ConcordError('change-unknown', { table: table.physical });
  }
  const columns = waiting.operation === 'update' ? (item.columns ?? names) : null;
  if (columns?.length === 0) throw new ConcordError('change-unknown', { table: table.physical });
  return { item, record: { table: table.name, key }, waiting, columns };
}

function revertOne(desk: RevertDesk, { record, waiting, columns }: Task): RevertedRecord {
  const { records } = desk;
  const { operation, offered } = waiting;
  const before = records.read(record);
  records.write(record, revertedRow({ operation, base: records.base(record), columns }));
  if (!offered) settle(desk, record, operation === 'insert');
  return {
    table: record.table,
    key: record.key,
    operation,
    columns,
    before,
    after: records.read(record),
    sent: offered,
    changes: Math.max(1, columns?.length ?? 1),
  };
}

/** what the hub has never seen leaves no trace; a record behind its own open conflict stays held (ER-08). */
function settle({ records, openFor, settled }: RevertDesk, record: RecordName, wasInsert: boolean): void {
  const isHeld = openFor(record) !== null;
  const change = records.change(record);
  if (wasInsert || (change?.stamp === 0n && !isHeld)) records.forget(record);
  if (wasInsert && isHeld) records.hold(record);
  if ((records.change(record)?.stamp ?? 0n) === 0n) settled(record);
}

function undoOf(desk: RevertDesk, record: RevertedRecord): { table: GridTable; row: CellRecord | null } {
  const table = tableOf(desk, record.table);
  if (!table) throw new ConcordError('change-unknown', { table: record.table.name });
  const undone = unrevertedRow(table.columns, record, desk.records.read(record));
  if (undone === 'stale') throw new ConcordError('record-changed');
  return { table, row: undone.row };
}

/** A record that is to be removed while others point to it. */
function blockedBy(
  { db, records, tables }: RevertDesk,
  table: GridTable,
  removed: RecordName | null,
): ConcordError | null {
  const row = removed && records.read(removed);
  if (!row) return null;
  const children = childrenOf(db, tables().values(), table, row).filter((child) => child.count > 0);
  if (children.length === 0) return null;
  return new ConcordError('revert-blocked', { table: table.physical, reason: childrenWords(children) });
}

/** What a constraint forbids now may be possible once the other changes are taken back. */
function tried(table: GridTable, work: () => void): ConcordError | null {
  try {
    work();
    return null;
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name !== 'ConstraintError') throw thrown;
    return new ConcordError('revert-blocked', { table: table.physical, reason: thrown.message });
  }
}

/** Works through the tasks again and again until a pass settles none; then the first problem is thrown. */
function inPasses<T>(tasks: readonly T[], attempt: (task: T) => ConcordError | null): void {
  let left = tasks;
  while (left.length > 0) {
    const problems: ConcordError[] = [];
    const blocked = left.filter((task) => {
      const problem = attempt(task);
      if (problem) problems.push(problem);
      return problem !== null;
    });
    const [first] = problems;
    if (first && blocked.length === left.length) throw first;
    left = blocked;
  }
}

function sumOf(done: readonly RevertedRecord[]): Omit<RevertDone, 'no'> {
  return {
    changes: done.reduce((sum, record) => sum + record.changes, 0),
    records: done.length,
    sent: done.filter((record) => record.sent).length,
  };
}

function tableOf({ tables }: RevertDesk, name: TableName): GridTable | undefined {
  return tables().get(tableKey(name));
}
