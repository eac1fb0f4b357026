// Pages of a table for the grid: sorted, filtered and counted by SQLite, never loaded whole (law 6, PD-04).

import type { Cell, CellRecord } from '../sync/cell.ts';
import { rowReader } from '../sqlite/cells.ts';
import type { Reader, SqlValue } from '../sqlite/database.ts';
import { selectCell } from '../sqlite/cells.ts';
import { pairs, quote } from '../sqlite/names.ts';
import type { Column } from '../sync/schema.ts';
import { orderOf, whereOf, type GridQuery } from './condition.ts';
import type { Badge, GridTable } from './grid-table.ts';

/** One row of a page. Long cells are cut: see `Cut`. */
export interface GridRow {
  readonly key: CellRecord;
  readonly cells: readonly (Cell | Cut)[];
  readonly badge: Badge | null;
}

/** A value too large for a list: its size and how it begins (CF-08). */
export interface Cut {
  readonly cut: { readonly kind: 'text' | 'bytes'; readonly size: number; readonly start: string };
}

/** A page with the totals behind it. */
export interface GridPage {
  readonly rows: readonly GridRow[];
  readonly shown: number;
  readonly total: number;
}

/** Characters of a text, and bytes of a blob, that a list shows whole. */
const listLimit = 400;

/** Reads one page. */
export function readPage(db: Reader, table: GridTable, query: GridQuery & { limit: number; offset: number }): GridPage {
  const where = whereOf(table, query);
  const from = `from ${quote(table.physical)} as row left join ${table.entries} as entry on ${joinOf(table)}`;
  const plain = query.filters.length === 0 && query.text === '' && query.only === 'all';
  const total = Number(db.value(`select count(*) from ${quote(table.physical)}`));
  const shown = plain ? total : Number(db.value(`select count(*) ${from} where ${where.text}`, ...where.values));
  const base = `_concord_b${table.entries.slice('_concord_t'.length)}`;
  const isNew = `not exists (select 1 from ${base} as base where ${pairs(
    table.keyNames.map((name) => `base.${name}`),
    '=',
    table.keyNames.map((name) => `entry.${name}`),
  )})`;
  const rows = db
    .raw(
      `select entry.stamp > 0, entry.held, ${isNew}, ${keyList(table)}, ${table.columns.map(listCell).join(', ')}
       ${from} where ${where.text} order by ${orderOf(table, query)} limit ? offset ?`,
    )
    .all(...where.values, query.limit, query.offset);
  const read = listReader(table);
  return { rows: rows.map(read), shown, total };
}

function joinOf(table: GridTable): string {
  return pairs(
    table.keyNames.map((name) => `entry.${name}`),
    '=',
    table.key.map((name) => `row.${quote(name)}`),
  );
}

function keyColumns(table: GridTable): readonly Column[] {
  return table.key.flatMap((name) => table.columns.find((column) => column.name === name) ?? []);
}

function keyList(table: GridTable): string {
  return keyColumns(table)
    .map((column) => selectCell(column, 'row.'))
    .join(', ');
}

/** Cuts long texts and blobs inside SQLite, so that a page of photos stays small. */
function listCell(column: Column): string {
  const name = `row.${quote(column.name)}`;
  if (column.type === 'bytes') return `length(${name})`;
  if (column.type !== 'text' && column.type !== 'any') return selectCell(column, 'row.');
  return `case when typeof(${name}) = 'text' and length(${name}) > ${listLimit} then json_array(length(${name}), substr(${name}, 1, 200)) else ${selectCell(column, 'row.')} end,
    case when typeof(${name}) = 'text' and length(${name}) > ${listLimit} then 1 else 0 end`;
}

function listReader(table: GridTable): (values: SqlValue[]) => GridRow {
  const keys = keyColumns(table);
  const readKey = rowReader(keys);
  const cell = table.columns.map((column) => rowReader([column]));
  return ([waits, held, isNew, ...rest]) => {
    const key = readKey(rest.splice(0, keys.length));
    const cells = table.columns.map((column, at): Cell | Cut => {
      const value = rest.shift() ?? null;
      if (column.type === 'bytes')
        return value === null ? null : { cut: { kind: 'bytes', size: Number(value), start: '' } };
      if (column.type !== 'text' && column.type !== 'any') return cell[at]?.([value])[0] ?? null;
      return rest.shift() === 1 ? cutText(String(value)) : (cell[at]?.([value])[0] ?? null);
    });
    return {
      key: Object.fromEntries(table.key.map((name, at) => [name, key[at] ?? null])),
      cells,
      badge: badgeOf(waits === 1, held, isNew === 1),
    };
  };
}

function cutText(json: string): Cut {
  const [size, start] = JSON.parse(json) as [number, string];
  return { cut: { kind: 'text', size, start } };
}

/** What the tracking entry means to a person. */
export function badgeOf(waits: boolean, held: SqlValue | undefined, isNew: boolean): Badge | null {
  if (held === 2) return 'conflict';
  if (held === 3) return 'parked';
  if (held === 4) return waits ? 'local-only' : null;
  if (held === 1) return 'not-sent';
  if (!waits) return null;
  return isNew ? 'new' : 'waiting';
}
