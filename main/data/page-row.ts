// One row of the grid: its cells with long ones cut, its badge, and the names its links show.

import type { Cell, CellRecord } from '../sync/cell.ts';
import { rowReader, selectCell } from '../sqlite/cells.ts';
import type { SqlValue } from '../sqlite/database.ts';
import { pairs, quote } from '../sqlite/names.ts';
import { badgeOf, keyColumnsOf, type Badge, type GridTable } from './grid-table.ts';
import { linkedName, type GridLink } from './links.ts';
import { listCells, listReader, type Cut } from './list-cells.ts';

/** One row of a page. Long cells are cut: see `Cut`. */
export interface GridRow {
  readonly key: CellRecord;
  readonly cells: readonly (Cell | Cut)[];
  readonly badge: Badge | null;
  /** What the columns that point elsewhere show, by column; absent where there is no such record or no name. */
  readonly names: Readonly<Record<string, string>>;
}

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
    listCells(table.columns, 'row.'),
  ];
  const readCells = listReader(table.columns);
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
