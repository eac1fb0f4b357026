// Tables, columns, rows and cells as the data screen works with them.

import type { CellType } from '../../main/sync/cell.ts';
import type { ValueColumn } from '../../main/sync/value.ts';
import type { CallOutput } from '../../main/window/contract.ts';
import type { WindowColumn } from '../format/cells.ts';
import { columnTitle, recordNoun, tableTitle } from '../format/names.ts';

/** A table of the replica. */
export type DataTable = CallOutput<'data.tables'>[number];

/** A row of a page. */
export type GridRow = CallOutput<'data.page'>['rows'][number];

/** A cell whole, in JSON form. */
export type JsonCell = GridRow['key'][string];

/** Cells by column name. */
export type JsonRecord = Readonly<Record<string, JsonCell>>;

/** Why a record carries a badge. */
export type Badge = NonNullable<GridRow['badge']>;

/** Why the hub did not take a record's change (ER-11). */
export type Refusal = NonNullable<GridRow['refusal']>;

/** A column as the rules of values want it. */
export function ruleColumn(column: WindowColumn): ValueColumn {
  return { ...column, type: column.type as CellType };
}

/** Columns in the order in which people read them: the key, the name, the rest. */
export function readingOrder(table: DataTable): WindowColumn[] {
  const first = [...table.key, ...(table.name === null ? [] : [table.name])];
  const head = first.flatMap((name) => table.columns.find((column) => column.name === name) ?? []);
  return [...head, ...table.columns.filter((column) => !first.includes(column.name))];
}

/** Why nothing can be written in a table; null = it can. */
export function lockOf({ direction }: Pick<DataTable, 'direction'>): 'download-only' | 'none' | null {
  return direction === 'download-only' || direction === 'none' ? direction : null;
}

/** "4 work orders", "1 booking": the noun of a table by number. */
export function nounOf(table: DataTable['table'], count: number): string {
  const many = tableTitle(table);
  return count === 1 ? recordNoun(table) : many.charAt(0).toLowerCase() + many.slice(1);
}

/** A column's title; one that points to a record is called by what it points to: `technician_id` → "Technician". */
export function titleOf({ name, pointsTo }: Pick<WindowColumn, 'name' | 'pointsTo'>): string {
  const title = columnTitle(name);
  return pointsTo === null ? title : title.replace(/(.) (id|no|key|code|number)$/i, '$1');
}

/** Columns in which all known times are midnight are shown as days. */
export function withDays(columns: readonly WindowColumn[], days: ReadonlySet<string>): WindowColumn[] {
  return columns.map((column) => (days.has(column.name) ? { ...column, type: 'date' } : column));
}

/** The names of date and time columns of which all these rows hold midnight. */
export function dayColumns(table: Pick<DataTable, 'columns'>, rows: readonly GridRow[]): ReadonlySet<string> {
  const days = table.columns.filter((column, at) => {
    if (column.type !== 'datetime') return false;
    const times = rows.flatMap((row) => (typeof row.cells[at] === 'string' ? [row.cells[at]] : []));
    return times.length > 0 && times.every((time) => /^\d{4}-\d{2}-\d{2}[T ]00:00(:00(\.0+)?)?$/.test(time));
  });
  return new Set(days.map((column) => column.name));
}

/** The titles of columns by name. */
export function titlesOf({ columns }: Pick<DataTable, 'columns'>, names: readonly string[]): string[] {
  return columns.filter((column) => names.includes(column.name)).map(titleOf);
}
