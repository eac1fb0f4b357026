// Filters of the grid as SQL: names from the schema only, values always bound (W-262, PD-04).

import { isInteger, type Cell } from '../sync/cell.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Column } from '../sync/schema.ts';
import { bindCell } from '../sqlite/cells.ts';
import type { SqlValue } from '../sqlite/database.ts';
import { quote } from '../sqlite/names.ts';
import type { GridTable } from './grid-table.ts';
import type { GridLink } from './links.ts';

/** One condition on a column. `is-empty` and `is-not-empty` take no value; `one-of` takes several. */
export interface ColumnFilter {
  readonly column: string;
  readonly operator:
    | 'is'
    | 'is-not'
    | 'less'
    | 'greater'
    | 'at-least'
    | 'at-most'
    | 'contains'
    | 'begins'
    | 'is-empty'
    | 'is-not-empty'
    | 'one-of';
  readonly values: readonly Cell[];
}

/** What a page shows. */
export interface GridQuery {
  readonly filters: readonly ColumnFilter[];
  /** Words that must occur in any column but a blob, or in the name of a record that a column points to. */
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

/** The filters and the search as a where clause over `row`. `only` is not in it: see `row-list.ts`. */
export function whereOf(table: GridTable, query: Pick<GridQuery, 'filters' | 'text'>, links: readonly GridLink[]): Sql {
  const parts: Sql[] = [
    ...query.filters.map((filter) => filterSql(columnOf(table, filter.column), filter, links)),
    ...query.text
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => wordSql(table, word, links)),
  ];
  return joined(parts, 'and');
}

/** The column of that name; throws `column-unknown`. */
export function columnOf(table: GridTable, name: string): Column {
  const column = table.columns.find((item) => item.name === name);
  if (column) return column;
  const columns = table.columns.map((item) => item.name).join(', ');
  throw new ConcordError('column-unknown', { table: table.physical, column: name, columns });
}

const comparisons = { less: '<', greater: '>', 'at-least': '>=', 'at-most': '<=' } as const;

function filterSql(column: Column, filter: ColumnFilter, links: readonly GridLink[]): Sql {
  const name = `row.${quote(column.name)}`;
  const empty = column.type === 'bytes' ? "x''" : "''";
  const [value = null] = filter.values;
  switch (filter.operator) {
    case 'is':
      return comparedSql(column, 'is', value);
    case 'is-not':
      return comparedSql(column, 'is not', value);
    case 'less':
    case 'greater':
    case 'at-least':
    case 'at-most':
      return comparedSql(column, comparisons[filter.operator], value);
    case 'contains':
      return likeSql(column.name, `%${likeText(value)}%`, links);
    case 'begins':
      return likeSql(column.name, `${likeText(value)}%`, links);
    case 'is-empty':
      return { text: `${name} is null or ${name} = ${empty}`, values: [] };
    case 'is-not-empty':
      return { text: `${name} is not null and ${name} <> ${empty}`, values: [] };
    case 'one-of':
      return either(filter.values.map((item) => comparedSql(column, 'is', item)));
  }
}

/** Texts compare without case, decimals kept as text by value, times as far as the given value goes ("is 15 June"). */
function comparedSql(column: Column, operator: string, value: Cell): Sql {
  const name = `row.${quote(column.name)}`;
  if (typeof value === 'string' && isTime(column)) {
    const wanted = value.replace(' ', 'T');
    return { text: `substr(replace(${name}, ' ', 'T'), 1, ${wanted.length}) ${operator} ?`, values: [wanted] };
  }
  if (isNumberInText(column))
    return { text: `cast(${name} as numeric) ${operator} cast(? as numeric)`, values: [bindCell(value)] };
  return { text: `${name} ${operator} ? ${isText(column) ? 'collate nocase' : ''}`, values: [bindCell(value)] };
}

function wordSql(table: GridTable, word: string, links: readonly GridLink[]): Sql {
  const columns = table.columns.filter((column) => column.type !== 'bytes');
  return either(columns.map((column) => likeSql(column.name, `%${likeText(word)}%`, links)));
}

/** A column that shows a parent's name is found by that name, too. */
function likeSql(column: string, pattern: string, links: readonly GridLink[]): Sql {
  const own = `row.${quote(column)} like ? escape '\\'`;
  const link = links.find((item) => item.column === column);
  if (!link || link.nameColumn === null) return { text: own, values: [pattern] };
  const named = `row.${quote(column)} in (select parent.${quote(link.parentColumn)}
    from ${quote(link.parent.physical)} as parent where parent.${quote(link.nameColumn)} like ? escape '\\')`;
  return { text: `${own} or ${named}`, values: [pattern, pattern] };
}

function either(parts: readonly Sql[]): Sql {
  return joined(parts, 'or');
}

/** Conditions as one, halved again and again: SQLite takes no expression that is 1,000 deep. */
function joined(parts: readonly Sql[], word: 'and' | 'or'): Sql {
  const [only] = parts;
  if (!only) return { text: word === 'and' ? '1' : '0', values: [] };
  if (parts.length === 1) return { text: `(${only.text})`, values: only.values };
  const middle = Math.ceil(parts.length / 2);
  const [left, right] = [joined(parts.slice(0, middle), word), joined(parts.slice(middle), word)];
  return { text: `(${left.text} ${word} ${right.text})`, values: [...left.values, ...right.values] };
}

function likeText(value: Cell): string {
  return String(value).replace(/[\\%_]/g, '\\$&');
}

/** True for columns that hold words. */
export function isText(column: Column): boolean {
  return column.type === 'text' || column.type === 'char' || column.type === 'chars' || column.type === 'guid';
}

function isTime(column: Column): boolean {
  return column.type === 'datetime' || column.type === 'date' || column.type === 'instant' || column.type === 'time';
}

/** Numbers that the file keeps as text, so that no digit is lost. */
export function isNumberInText(column: Column): boolean {
  return column.type === 'decimal' || (isInteger(column.type) && column.type === 'ulong');
}
