// One record in the colleague's replica: read, write, delete. Plain SQL, as any program would do it.

import { bindCell } from '../../sqlite/cells.ts';
import type { Reader, SqlValue, Writer } from '../../sqlite/database.ts';
import { columnsOf, foreignKeysOf, keyOf } from '../../sqlite/introspect.ts';
import { pairs, quote, quoteAll } from '../../sqlite/names.ts';
import { officeTables } from '../schema.ts';
import type { Cells } from './changes.ts';

/** A table and the cells of a key. */
export interface RecordName {
  readonly table: string;
  readonly key: Cells;
}

/** The row; undefined if there is none, or if the key is not whole. */
export function readRecord(db: Reader, { table, key }: RecordName): Cells | undefined {
  const names = keyOf(db, table);
  if (names.length === 0 || names.some((name) => !(name in key))) return undefined;
  return db.get<Cells>(`select * from ${quote(table)} where ${where(names)}`, ...values(key, names));
}

/** Writes cells, and the moment where the table keeps one. */
export function updateRecord(db: Writer, { table, key }: RecordName, cells: Cells, moment: string): void {
  const dated = columnsOf(db, table).some((column) => column.name === 'updated')
    ? { ...cells, updated: moment }
    : cells;
  const columns = Object.keys(dated);
  const names = keyOf(db, table);
  const set = pairs(
    columns.map(quote),
    '=',
    columns.map(() => '?'),
    ', ',
  );
  db.run(`update ${quote(table)} set ${set} where ${where(names)}`, ...values(dated, columns), ...values(key, names));
}

/** Adds a row. */
export function insertRecord(db: Writer, table: string, cells: Cells): void {
  const columns = Object.keys(cells);
  const blanks = columns.map(() => '?').join(', ');
  db.run(`insert into ${quote(table)} (${quoteAll(columns)}) values (${blanks})`, ...values(cells, columns));
}

/** Deletes a row. */
export function deleteRecord(db: Writer, { table, key }: RecordName): void {
  const names = keyOf(db, table);
  db.run(`delete from ${quote(table)} where ${where(names)}`, ...values(key, names));
}

/** True if no row of the office points to this one. */
export function isUnreferenced(db: Reader, table: string, row: Cells): boolean {
  return officeTables.every((child) =>
    foreignKeysOf(db, child).every(({ parent, columns, parentColumns }) => {
      if (parent !== table) return true;
      const pointed = parentColumns.length > 0 ? parentColumns : keyOf(db, table);
      const sql = `select 1 from ${quote(child)} where ${where(columns)} limit 1`;
      return db.value(sql, ...values(row, pointed)) === undefined;
    }),
  );
}

/** One row of a query at random; undefined if it yields none. */
export function pickRow(db: Reader, next: () => number, sql: string, ...bound: SqlValue[]): Cells | undefined {
  const count = Number(db.value(`select count(*) from (${sql})`, ...bound));
  return db.get<Cells>(`${sql} limit 1 offset ${Math.floor(next() * count)}`, ...bound);
}

function where(names: readonly string[]): string {
  return pairs(
    names.map(quote),
    '=',
    names.map(() => '?'),
  );
}

function values(cells: Cells, names: readonly string[]): SqlValue[] {
  return names.map((name) => bindCell(cells[name] ?? null));
}
