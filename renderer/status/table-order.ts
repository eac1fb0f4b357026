// The order of the table of tables: by any column, kept in the address (`?sort=-conflicts`).

import type { Status } from '../bridge/use-status.ts';
import { tableTitle } from '../format/names.ts';

/** One line of the table of tables. */
export type TableLine = Status['tables'][number];

/** The columns that can be sorted by. */
export const sortable = [
  'table',
  'status',
  'direction',
  'rows',
  'waiting',
  'conflicts',
  'errors',
  'lastChange',
] as const;

/** One of them. */
export type SortColumn = (typeof sortable)[number];

/** An order: a column, and whether the largest comes first. */
export interface Order {
  readonly by: SortColumn;
  readonly descending: boolean;
}

/** Reads `-conflicts`; null = the order of the scope. */
export function readOrder(text: string | undefined): Order | null {
  const name = text?.replace(/^-/, '');
  const by = sortable.find((column) => column === name);
  return by ? { by, descending: text?.startsWith('-') ?? false } : null;
}

/** The order after a click on a head: numbers begin with the largest, then turn, then the scope's own order. */
export function nextOrder(now: Order | null, by: SortColumn): string | undefined {
  const largestFirst = by !== 'table' && by !== 'status' && by !== 'direction';
  if (now?.by !== by) return largestFirst ? `-${by}` : by;
  if (now.descending === largestFirst) return largestFirst ? by : `-${by}`;
  return undefined;
}

/** The lines in that order; equal ones stay as they were. */
export function sortTables(tables: readonly TableLine[], order: Order | null): readonly TableLine[] {
  if (!order) return tables;
  const sign = order.descending ? -1 : 1;
  return tables.toSorted((a, b) => sign * compare(valueOf(a, order.by), valueOf(b, order.by)));
}

function valueOf(line: TableLine, by: SortColumn): string | number {
  switch (by) {
    case 'table':
      return tableTitle(line.table);
    case 'waiting':
      return line.waiting.records;
    case 'lastChange':
      return line.lastChange?.at ?? '';
    default:
      return line[by];
  }
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}
