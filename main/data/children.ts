// Which records point to one by foreign key: to name their number before a delete, and to open them (PD-05, PD-08).

import type { Cell, CellRecord } from '../sync/cell.ts';
import type { TableName } from '../sync/schema.ts';
import { bindRow } from '../sqlite/cells.ts';
import type { Reader } from '../sqlite/database.ts';
import { foreignKeysOf, type ForeignKeyInfo } from '../sqlite/introspect.ts';
import { pairs, quote } from '../sqlite/names.ts';
import { waitsSql, type GridTable } from './grid-table.ts';
import { entryOfRow } from './page-row.ts';

/** How many records of one table point to a record by one foreign key. */
export interface Children {
  readonly table: TableName;
  /** The child's columns of the key and the values that they hold. */
  readonly columns: readonly { readonly column: string; readonly value: Cell }[];
  readonly count: number;
  /** How many of them wait to be sent. */
  readonly waiting: number;
}

/** The children of a record, by foreign key; a record that points to itself is not its own child. */
export function childrenOf(db: Reader, tables: Iterable<GridTable>, parent: GridTable, row: CellRecord): Children[] {
  return [...tables].flatMap((child) =>
    foreignKeysOf(db, child.physical)
      .filter((link) => link.parent.toLowerCase() === parent.physical.toLowerCase())
      .flatMap((link) => countChildren(db, child, { link, parent, row })),
  );
}

/** "3 records of lines and 1 record of bookings point to it". */
export function childrenWords(children: readonly Children[]): string {
  const parts = children.map(({ count, table }) => `${count} ${count === 1 ? 'record' : 'records'} of ${table.name}`);
  const isOne = children.length === 1 && children[0]?.count === 1;
  return `${parts.join(' and ')} ${isOne ? 'points' : 'point'} to it`;
}

function countChildren(
  db: Reader,
  child: GridTable,
  { link, parent, row }: { link: ForeignKeyInfo; parent: GridTable; row: CellRecord },
): Children[] {
  const targets = link.parentColumns.length > 0 ? link.parentColumns : parent.key;
  const values = targets.map((name) => cellOf(row, name));
  if (values.length === 0 || values.some((value) => value === undefined || value === null)) return [];
  const cells = values.map((value) => value ?? null);
  const points = pairs(
    link.columns.map((name) => `row.${quote(name)}`),
    '=',
    link.columns.map(() => '?'),
  );
  const isSelf = pairs(
    child.key.map((name) => `row.${quote(name)}`),
    '=',
    child.key.map(() => '?'),
  );
  const others = child.physical === parent.physical ? `${points} and not (${isSelf})` : points;
  const own = child.physical === parent.physical ? child.key.map((name) => row[name] ?? null) : [];
  const found = db.get<{ count: number; waiting: number | null }>(
    `select count(*) as count, sum(${waitsSql}) as waiting from ${quote(child.physical)} as row
     left join ${child.entries} as entry on ${entryOfRow(child)} where ${others}`,
    ...bindRow([...cells, ...own]),
  );
  const columns = link.columns.map((name, at) => ({ column: spelling(child, name), value: cells[at] ?? null }));
  return [{ table: child.name, columns, count: found?.count ?? 0, waiting: found?.waiting ?? 0 }];
}

/** SQLite names columns in any case; the schema in one. */
function cellOf(row: CellRecord, name: string): Cell | undefined {
  const found = Object.keys(row).find((item) => item.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : row[found];
}

function spelling(table: GridTable, name: string): string {
  return table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.name ?? name;
}
