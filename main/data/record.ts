// One record of the grid: read whole, checked, written as an ordinary local change (PD-05).

import { sameCell, type CellRecord } from '../sync/cell.ts';
import type { RecordName } from '../sync/inbox.ts';
import { ConcordError } from '../sync/problem.ts';
import { mayUpload, tableKey, type TableName } from '../sync/schema.ts';
import { cellFault } from '../sync/value.ts';
import type { Reader } from '../sqlite/database.ts';
import { bindRow } from '../sqlite/cells.ts';
import { foreignKeysOf } from '../sqlite/introspect.ts';
import { pairs, quote } from '../sqlite/names.ts';
import type { GridTable } from './grid-table.ts';

/** What the grid needs of the replica's records. */
export interface GridRecords {
  read(record: RecordName): CellRecord | null;
  base(record: RecordName): CellRecord | null;
  change(
    record: RecordName,
  ): { readonly stamp: bigint; readonly held: number; readonly gone: boolean; readonly at: string | null } | null;
  write(record: RecordName, row: CellRecord | null): void;
}

/** The tools of an edit; everything runs inside one write transaction of the replica. */
export interface EditDesk {
  readonly db: Reader;
  readonly records: GridRecords;
  tables(): ReadonlyMap<string, GridTable>;
}

/** How many records of one table point to a record. */
export interface Children {
  readonly table: TableName;
  readonly column: string;
  readonly count: number;
}

/** Inserts a record; `row` names every column that has a value. */
export function insertRecord(desk: EditDesk, table: GridTable, row: CellRecord): RecordName {
  assertWritable(table);
  assertCells(table, { ...Object.fromEntries(table.columns.map((column) => [column.name, null])), ...row });
  const key = Object.fromEntries(table.key.map((name) => [name, row[name] ?? null]));
  const record = { table: table.name, key };
  if (desk.records.read(record))
    throw new ConcordError('value-invalid', {
      column: table.key.join(', '),
      reason: 'a record with this key exists already',
    });
  write(desk, table, () => desk.records.write(record, row));
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
  const present = desk.records.read(record);
  if (!present) throw new ConcordError('record-unknown', { table: table.physical });
  const moved = Object.entries(edit.expected).some(([name, cell]) => !sameCell(present[name] ?? null, cell));
  if (moved) throw new ConcordError('record-changed');
  write(desk, table, () => desk.records.write(record, { ...present, ...edit.set }));
}

/** Deletes a record; refused with their number while other records point to it. */
export function deleteRecord(desk: EditDesk, table: GridTable, key: CellRecord): void {
  assertWritable(table);
  const record = { table: table.name, key };
  if (!desk.records.read(record)) throw new ConcordError('record-unknown', { table: table.physical });
  const children = childrenOf(desk, table, key).filter((child) => child.count > 0);
  const [first] = children;
  if (first) {
    const count = children.reduce((sum, child) => sum + child.count, 0);
    throw new ConcordError('row-refused', {
      table: table.physical,
      reason: `${count} records of ${children.map((child) => child.table.name).join(', ')} point to it`,
    });
  }
  write(desk, table, () => desk.records.write(record, null));
}

/** Which records point to one, by foreign key. */
export function childrenOf(desk: Pick<EditDesk, 'db' | 'tables'>, table: GridTable, key: CellRecord): Children[] {
  return [...desk.tables().values()].flatMap((child) =>
    foreignKeysOf(desk.db, child.physical)
      .filter((link) => link.parent.toLowerCase() === table.physical.toLowerCase())
      .flatMap((link) => {
        const parentColumns = link.parentColumns.length > 0 ? link.parentColumns : table.key;
        if (!parentColumns.every((name) => Object.hasOwn(key, name))) return [];
        const where = pairs(
          link.columns.map(quote),
          '=',
          link.columns.map(() => '?'),
        );
        const values = bindRow(parentColumns.map((name) => key[name] ?? null));
        const count = Number(desk.db.value(`select count(*) from ${quote(child.physical)} where ${where}`, ...values));
        return [{ table: child.name, column: link.columns.join(', '), count }];
      }),
  );
}

/** The table of that name; throws `table-unknown`. */
export function findGridTable(tables: ReadonlyMap<string, GridTable>, name: TableName): GridTable {
  const table = tables.get(tableKey(name)) ?? [...tables.values()].find((item) => item.physical === name.name);
  if (table) return table;
  throw new ConcordError('table-unknown', {
    table: name.name,
    tables: [...tables.values()].map((item) => item.physical).join(', '),
  });
}

function assertWritable(table: GridTable): void {
  if (!mayUpload(table.direction)) throw new ConcordError('table-read-only', { table: table.physical });
}

function assertCells(table: GridTable, cells: CellRecord): void {
  for (const [name, cell] of Object.entries(cells)) {
    const column = table.columns.find((item) => item.name === name);
    if (!column)
      throw new ConcordError('column-unknown', {
        table: table.physical,
        column: name,
        columns: table.columns.map((item) => item.name).join(', '),
      });
    const fault = cellFault(column, cell);
    if (fault) throw new ConcordError('value-invalid', { column: name, reason: fault });
  }
}

function write(desk: EditDesk, table: GridTable, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'ConstraintError')
      throw constraintProblem(desk, table, thrown.message);
    throw thrown;
  }
}

/** A broken constraint in words, with the column where SQLite names it. */
function constraintProblem(desk: EditDesk, table: GridTable, message: string): ConcordError {
  const column = /constraint failed: (?:.*\.)?([^.,]+)$/.exec(message)?.[1] ?? table.physical;
  if (message.startsWith('UNIQUE'))
    return new ConcordError('value-invalid', { column, reason: 'another record has this value already' }, message);
  if (message.startsWith('NOT NULL'))
    return new ConcordError('value-invalid', { column, reason: 'a value is required' }, message);
  if (message.startsWith('FOREIGN KEY')) {
    const links = foreignKeysOf(desk.db, table.physical).map((link) => `${link.columns.join(', ')} → ${link.parent}`);
    return new ConcordError(
      'value-invalid',
      { column: links.join('; ') || column, reason: 'there is no such record to point to' },
      message,
    );
  }
  return new ConcordError('row-refused', { table: table.physical, reason: message }, message);
}
