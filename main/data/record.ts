// One record of the grid: checked and written as an ordinary local change (PD-05).

import { sameValue, type CellRecord } from '../sync/cell.ts';
import type { RecordName } from '../sync/inbox.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Reader } from '../sqlite/database.ts';
import { assertCells, assertParents, assertWritable, constrained } from './check.ts';
import { childrenOf, childrenWords } from './children.ts';
import { columnOf } from './condition.ts';
import type { GridTable } from './grid-table.ts';

/** What the grid needs of the replica's records. */
export interface GridRecords {
  read(record: RecordName): CellRecord | null;
  write(record: RecordName, row: CellRecord | null): void;
}

/** The tools of an edit; everything runs inside one write transaction of the replica. */
export interface EditDesk {
  readonly db: Reader;
  readonly records: GridRecords;
  tables(): ReadonlyMap<string, GridTable>;
}

/** Inserts a record; `row` names every column that has a value. */
export function insertRecord(desk: EditDesk, table: GridTable, row: CellRecord): RecordName {
  assertWritable(table);
  assertCells(table, { ...Object.fromEntries(table.columns.map((column) => [column.name, null])), ...row });
  const key = Object.fromEntries(table.key.map((name) => [name, row[name] ?? null]));
  const record = { table: table.name, key };
  if (desk.records.read(record))
    throw new ConcordError('value-invalid', {
      column: table.key[0] ?? '',
      reason: 'a record with this key exists already',
    });
  assertParents(desk.db, table, row, Object.keys(row));
  constrained(table, () => desk.records.write(record, row));
  return record;
}

/** Changes columns of a record. `expected` holds the cells that the person saw; if one moved, nothing is written (RS-25). */
export function updateRecord(
  desk: EditDesk,
  table: GridTable,
  edit: { key: CellRecord; expected: CellRecord; set: CellRecord },
): void {
  assertWritable(table);
  assertCells(table, edit.set);
  const record = { table: table.name, key: edit.key };
  const row = { ...presentRow(desk, table, record, edit.expected), ...edit.set };
  assertParents(desk.db, table, row, Object.keys(edit.set));
  constrained(table, () => desk.records.write(record, row));
}

/** Deletes a record; refused with their number while other records point to it. `expected` as in `updateRecord`. */
export function deleteRecord(
  desk: EditDesk,
  table: GridTable,
  { key, expected = {} }: { readonly key: CellRecord; readonly expected?: CellRecord },
): void {
  assertWritable(table);
  const record = { table: table.name, key };
  const row = presentRow(desk, table, record, expected);
  const children = childrenOf(desk.db, desk.tables().values(), table, row).filter((child) => child.count > 0);
  if (children.length > 0)
    throw new ConcordError('row-refused', { table: table.physical, reason: childrenWords(children) });
  constrained(table, () => desk.records.write(record, null));
}

/** The row as it is; throws `record-unknown`, or `record-changed` where a cell is not as the person saw it. */
function presentRow(desk: EditDesk, table: GridTable, record: RecordName, expected: CellRecord): CellRecord {
  const present = desk.records.read(record);
  if (!present) throw new ConcordError('record-unknown', { table: table.physical });
  const hasMoved = Object.entries(expected).some(
    ([name, cell]) => !sameValue(columnOf(table, name).type, present[name] ?? null, cell),
  );
  if (hasMoved) throw new ConcordError('record-changed');
  return present;
}
