// How a row is found again fast: by its rowid, or by its key in tables that have none.

import type { CellRecord } from '../sync/cell.ts';
import { bindRow, selectCell } from '../sqlite/cells.ts';
import type { Reader, SqlValue } from '../sqlite/database.ts';
import { columnsOf, isWithoutRowid } from '../sqlite/introspect.ts';
import { pairs, quote } from '../sqlite/names.ts';
import { keyColumnsOf, type GridTable } from './grid-table.ts';

/** A rowid, or the cells of a key. */
export type Handle = SqlValue | readonly SqlValue[];

/** The handles of one table; SQL speaks of the table as `row`. */
export interface Handles {
  /** The select list that yields a handle, and of how many cells it is. */
  readonly list: string;
  readonly width: number;
  /** The where clause that finds the rows of so many handles, bound one after the other. */
  where(count: number): string;
  all(sql: string, values: readonly SqlValue[]): Handle[];
  /** The handle of a record; undefined if there is no such record. */
  ofKey(key: CellRecord): Handle | undefined;
}

/** A text for a handle: equal for equal handles of one table. */
export function handleName(handle: Handle): string {
  return typeof handle === 'object' ? JSON.stringify(handle) : String(handle);
}

/** The handles of a table. */
export function createHandles(db: Reader, table: GridTable): Handles {
  const keyWhere = pairs(
    table.key.map((name) => `row.${quote(name)}`),
    '=',
    table.key.map(() => '?'),
  );
  const keyed = (key: CellRecord): SqlValue[] => bindRow(table.key.map((name) => key[name] ?? null));
  const from = `from ${quote(table.physical)} as row where ${keyWhere}`;
  const rowid = rowidName(db, table.physical);
  if (rowid === null) {
    const list = keyColumnsOf(table)
      .map((column) => selectCell(column, 'row.'))
      .join(', ');
    const names = `(${table.key.map((name) => `row.${quote(name)}`).join(', ')})`;
    const marks = `(${table.key.map(() => '?').join(', ')})`;
    return {
      list,
      width: table.key.length,
      where: (count) => `${names} in (values ${Array.from({ length: count }, () => marks).join(', ')})`,
      all: (sql, values) => db.raw(sql).all(...values),
      ofKey: (key) => db.raw(`select ${list} ${from}`).get(...keyed(key)),
    };
  }
  const safe = `row.${rowid} between -9007199254740991 and 9007199254740991`;
  const list = `case when ${safe} then row.${rowid} else cast(row.${rowid} as text) end`;
  return {
    list,
    width: 1,
    where: (count) => `row.${rowid} in (${Array.from({ length: count }, () => '?').join(', ')})`,
    all: (sql, values) => db.column(sql, ...values),
    ofKey: (key) => db.value(`select ${list} ${from}`, ...keyed(key)),
  };
}

/** A name of the rowid that no column hides; null where the table has none. */
function rowidName(db: Reader, physical: string): string | null {
  if (isWithoutRowid(db, physical)) return null;
  const names = new Set(columnsOf(db, physical).map((column) => column.name.toLowerCase()));
  return ['rowid', '_rowid_', 'oid'].find((name) => !names.has(name)) ?? null;
}
