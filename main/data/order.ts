// The order of the grid's rows: what a person asked for, and the key last, so that pages never overlap (PD-04).

import { quote } from '../sqlite/names.ts';
import { columnOf, isNumberInText, isText, type GridQuery } from './condition.ts';
import { keyColumnsOf, type GridTable } from './grid-table.ts';
import { linkedName, type GridLink } from './links.ts';

/** An order as SQL. `alongKey` is its direction where it is the order of the key itself, which an index walks. */
export interface GridOrder {
  readonly sql: string;
  readonly alongKey: 'asc' | 'desc' | null;
}

interface Step {
  readonly column: string;
  readonly descending: boolean;
}

/** The order of a query. The rest of the key goes the way of the last wanted column. */
export function orderOf(table: GridTable, sort: GridQuery['sort'], links: readonly GridLink[]): GridOrder {
  const wanted = sort.filter((step, at) => sort.findIndex((item) => item.column === step.column) === at);
  const descending = wanted.at(-1)?.descending ?? false;
  const rest = table.key.filter((name) => !wanted.some((step) => step.column === name));
  const steps: Step[] = [...wanted, ...rest.map((column) => ({ column, descending }))];
  const isAlong =
    !keyColumnsOf(table).some(isNumberInText) &&
    steps.every((step) => step.descending === descending) &&
    table.key.every((name, at) => steps[at]?.column === name) &&
    steps.length === table.key.length;
  return {
    sql: steps.map((step) => `${expression(table, step.column, links)} ${step.descending ? 'desc' : 'asc'}`).join(', '),
    alongKey: isAlong ? (descending ? 'desc' : 'asc') : null,
  };
}

/** Linked columns sort by the name they show, numbers kept as text by value, times in either spelling, words without case; the key as its index does. */
function expression(table: GridTable, name: string, links: readonly GridLink[]): string {
  const column = columnOf(table, name);
  const plain = `row.${quote(name)}`;
  if (table.key.includes(name) && !isNumberInText(column)) return plain;
  const link = links.find((item) => item.column === name);
  const shown = link && linkedName(link);
  if (shown) return `${shown} collate nocase`;
  if (isNumberInText(column)) return `cast(${plain} as numeric)`;
  if (column.type === 'datetime' || column.type === 'instant') return `replace(${plain}, ' ', 'T')`;
  return isText(column) ? `${plain} collate nocase` : plain;
}
