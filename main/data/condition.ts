// Filters of the grid as SQL: names from the schema only, values always bound (W-262, PD-04).

import type { Cell } from '../sync/cell.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Column } from '../sync/schema.ts';
import { bindCell } from '../sqlite/cells.ts';
import type { SqlValue } from '../sqlite/database.ts';
import { quote } from '../sqlite/names.ts';
import type { GridTable } from './grid-table.ts';

/** One condition on a column. `is-empty` and `is-not-empty` take no value; `one-of` takes several. */
export interface ColumnFilter {
  readonly column: string;
  readonly operator:
    'is' | 'is-not' | 'less' | 'greater' | 'contains' | 'begins' | 'is-empty' | 'is-not-empty' | 'one-of';
  readonly values: readonly Cell[];
}

/** What a page shows. */
export interface GridQuery {
  readonly filters: readonly ColumnFilter[];
  /** Words that must occur in any text or number column. */
  readonly text: string;
  /** Only records with a waiting change, or with an open conflict. */
  readonly only: 'all' | 'waiting' | 'conflict';
  readonly sort: readonly { readonly column: string; readonly descending: boolean }[];
}

/** SQL with its values. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** The where clause of a query; `row` and `entry` are the aliases of table and tracking entry. */
export function whereOf(table: GridTable, query: GridQuery): Sql {
  const parts: Sql[] = [
    ...query.filters.map((filter) => filterSql(columnOf(table, filter.column), filter)),
    ...query.text
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => wordSql(table, word)),
  ];
  if (query.only === 'waiting') parts.push({ text: 'entry.stamp > 0 and entry.held in (0, 2, 3)', values: [] });
  if (query.only === 'conflict') parts.push({ text: 'entry.held = 2', values: [] });
  if (parts.length === 0) return { text: '1', values: [] };
  return { text: parts.map((part) => `(${part.text})`).join(' and '), values: parts.flatMap((part) => part.values) };
}

/** The order of a query; the key comes last, so that pages never overlap. */
export function orderOf(table: GridTable, query: GridQuery): string {
  const wanted = query.sort.map(({ column, descending }) => {
    const name = `row.${quote(columnOf(table, column).name)}`;
    return `${name} ${isText(columnOf(table, column)) ? 'collate nocase' : ''} ${descending ? 'desc' : 'asc'}`;
  });
  return [...wanted, ...table.key.map((name) => `row.${quote(name)}`)].join(', ');
}

/** The column of that name; throws `column-unknown`. */
export function columnOf(table: GridTable, name: string): Column {
  const column = table.columns.find((item) => item.name === name);
  if (column) return column;
  const columns = table.columns.map((item) => item.name).join(', ');
  throw new ConcordError('column-unknown', { table: table.physical, column: name, columns });
}

function filterSql(column: Column, filter: ColumnFilter): Sql {
  const name = `row.${quote(column.name)}`;
  const [value = null] = filter.values;
  const compared = isText(column) ? 'collate nocase' : '';
  switch (filter.operator) {
    case 'is':
      return { text: `${name} is ? ${compared}`, values: [bindCell(value)] };
    case 'is-not':
      return { text: `${name} is not ? ${compared}`, values: [bindCell(value)] };
    case 'less':
      return { text: `${numeric(column, name)} < ${numeric(column, '?')}`, values: [bindCell(value)] };
    case 'greater':
      return { text: `${numeric(column, name)} > ${numeric(column, '?')}`, values: [bindCell(value)] };
    case 'contains':
      return { text: `${name} like ? escape '\\'`, values: [`%${likeText(value)}%`] };
    case 'begins':
      return { text: `${name} like ? escape '\\'`, values: [`${likeText(value)}%`] };
    case 'is-empty':
      return { text: `${name} is null or ${name} = ''`, values: [] };
    case 'is-not-empty':
      return { text: `${name} is not null and ${name} <> ''`, values: [] };
    case 'one-of':
      return { text: `${name} in (${filter.values.map(() => '?').join(', ')})`, values: filter.values.map(bindCell) };
  }
}

/** Decimals kept as text compare by value. */
function numeric(column: Column, expression: string): string {
  return column.type === 'decimal' ? `cast(${expression} as numeric)` : expression;
}

function wordSql(table: GridTable, word: string): Sql {
  const columns = table.columns.filter((column) => column.type !== 'bytes');
  return {
    text: columns.map((column) => `row.${quote(column.name)} like ? escape '\\'`).join(' or '),
    values: columns.map(() => `%${likeText(word)}%`),
  };
}

function likeText(value: Cell): string {
  return String(value).replace(/[\\%_]/g, '\\$&');
}

function isText(column: Column): boolean {
  return column.type === 'text' || column.type === 'char' || column.type === 'chars' || column.type === 'guid';
}
