// One row of the grid: its cells with long ones cut inside SQLite, its badge, and the names its links show.

import type { Cell, CellRecord } from '../sync/cell.ts';
import { rowReader, selectCell } from '../sqlite/cells.ts';
import type { SqlValue } from '../sqlite/database.ts';
import { pairs, quote } from '../sqlite/names.ts';
import type { Column } from '../sync/schema.ts';
import { badgeOf, keyColumnsOf, type Badge, type GridTable } from './grid-table.ts';
import { linkedName, type GridLink } from './links.ts';

/** One row of a page. Long cells are cut: see `Cut`. */
export interface GridRow {
  readonly key: CellRecord;
  readonly cells: readonly (Cell | Cut)[];
  readonly badge: Badge | null;
  /** What the columns that point elsewhere show, by column; absent where there is no such record or no name. */
  readonly names: Readonly<Record<string, string>>;
}

/** A value too large for a list: its size and how it begins (CF-08). */
export interface Cut {
  readonly cut: { readonly kind: 'text' | 'bytes'; readonly size: number; readonly start: string };
}

/** Characters of a text, and bytes of a blob, that a list shows whole. */
const listLimit = 400;

/** How to select rows of the grid, and how to read what comes. */
export interface RowShape {
  /** The select list, and what it is selected from: a where clause over `row` follows. */
  readonly list: string;
  readonly from: string;
  read(values: SqlValue[]): GridRow;
}

/** The shape of a table's rows. */
export function rowShape(table: GridTable, links: readonly GridLink[]): RowShape {
  const named = links.flatMap((link) => {
    const sql = linkedName(link);
    return sql === null ? [] : [{ column: link.column, sql }];
  });
  const list = [
    'entry.stamp > 0',
    'entry.held',
    isNewSql(table),
    ...named.map((item) => item.sql),
    ...keyColumnsOf(table).map((column) => selectCell(column, 'row.')),
    ...table.columns.map(listCell),
  ];
  const readCells = cellsReader(table);
  const readKey = rowReader(keyColumnsOf(table));
  return {
    list: list.join(', '),
    from: `from ${quote(table.physical)} as row left join ${table.entries} as entry on ${entryOfRow(table)}`,
    read([waits, held, isNew, ...rest]) {
      const names = rest.splice(0, named.length);
      const key = readKey(rest.splice(0, table.key.length));
      return {
        key: Object.fromEntries(table.key.map((name, at) => [name, key[at] ?? null])),
        cells: readCells(rest),
        badge: badgeOf(waits === 1, held, isNew === 1),
        names: Object.fromEntries(
          named.flatMap(({ column }, at) => (typeof names[at] === 'string' ? [[column, names[at]]] : [])),
        ),
      };
    },
  };
}

/** Finds the tracking entry of a row. Its key has no declared type: with `+` the table's type is left out of it, too. */
export function entryOfRow(table: GridTable): string {
  return pairs(
    table.keyNames.map((name) => `entry.${name}`),
    '=',
    table.key.map((name) => `+row.${quote(name)}`),
  );
}

/** Finds the row of a tracking entry. */
export function rowOfEntry(table: GridTable): string {
  return pairs(
    table.key.map((name) => `row.${quote(name)}`),
    '=',
    table.keyNames.map((name) => `entry.${name}`),
  );
}

function isNewSql(table: GridTable): string {
  const same = pairs(
    table.keyNames.map((name) => `base.${name}`),
    '=',
    table.keyNames.map((name) => `entry.${name}`),
  );
  return `not exists (select 1 from ${table.bases} as base where ${same})`;
}

/** Cuts long texts and blobs inside SQLite, so that a page of photos stays small. */
function listCell(column: Column): string {
  const name = `row.${quote(column.name)}`;
  if (column.type === 'bytes') return `length(${name})`;
  if (!mayBeLong(column)) return selectCell(column, 'row.');
  const isLong = `typeof(${name}) = 'text' and length(${name}) > ${listLimit}`;
  return `case when ${isLong} then substr(${name}, 1, 200) else ${selectCell(column, 'row.')} end,
    case when ${isLong} then length(${name}) end`;
}

function cellsReader(table: GridTable): (values: SqlValue[]) => (Cell | Cut)[] {
  const readers = table.columns.map((column) => rowReader([column]));
  return (values) => {
    let next = 0;
    return table.columns.map((column, at): Cell | Cut => {
      const value = values[next++] ?? null;
      if (column.type === 'bytes')
        return value === null ? null : { cut: { kind: 'bytes', size: Number(value), start: '' } };
      const size = mayBeLong(column) ? (values[next++] ?? null) : null;
      if (size !== null) return { cut: { kind: 'text', size: Number(size), start: String(value) } };
      return readers[at]?.([value])[0] ?? null;
    });
  };
}

function mayBeLong(column: Column): boolean {
  return column.type === 'text' || column.type === 'any';
}
