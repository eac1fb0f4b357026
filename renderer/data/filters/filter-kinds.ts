// Which operators fit a column, and whether a filter's values do: asked where filters are typed and where they are used.

import { cellToJson } from '../../../main/sync/cell.ts';
import { cellFault, cellFromTyped } from '../../../main/sync/value.ts';
import type { WindowColumn } from '../../format/cells.ts';
import type { AddressFilter, Operator } from '../address.ts';
import { ruleColumn, type DataTable } from '../data-table.ts';
import type { GridQuery } from '../grid/use-pages.ts';

/** What kind of value a filter of this column takes. */
export type FilterKind = 'text' | 'number' | 'day' | 'time' | 'yes-no' | 'record' | 'guid' | 'file';

/** The kind of a column. */
export function kindOf(column: WindowColumn): FilterKind {
  if (column.pointsTo !== null) return 'record';
  switch (column.type) {
    case 'bool':
      return 'yes-no';
    case 'date':
    case 'datetime':
    case 'instant':
      return 'day';
    case 'time':
      return 'time';
    case 'guid':
      return 'guid';
    case 'bytes':
      return 'file';
    case 'text':
    case 'char':
    case 'chars':
    case 'any':
      return 'text';
    default:
      return 'number';
  }
}

const compared: readonly Operator[] = ['is', 'at-least', 'at-most', 'greater', 'less', 'is-not'];
const emptiness: readonly Operator[] = ['is-empty', 'is-not-empty'];

const byKind: Readonly<Record<FilterKind, readonly Operator[]>> = {
  text: ['one-of', 'contains', 'begins', 'is', 'is-not', 'greater', 'less', ...emptiness],
  number: [...compared, 'one-of', ...emptiness],
  day: [...compared, ...emptiness],
  time: [...compared, ...emptiness],
  'yes-no': ['is', ...emptiness],
  record: ['one-of', 'is', 'is-not', 'contains', ...emptiness],
  guid: ['is', 'is-not', 'one-of', ...emptiness],
  file: emptiness,
};

/** The operators of a column, the likeliest first. */
export function operatorsOf(column: WindowColumn): readonly Operator[] {
  const kind = kindOf(column);
  return column.nullable ? byKind[kind] : byKind[kind].filter((item) => !emptiness.includes(item) || kind === 'text');
}

/** How many values an operator takes. */
export function arityOf(operator: Operator): 0 | 1 | 'many' {
  if (emptiness.includes(operator)) return 0;
  return operator === 'one-of' ? 'many' : 1;
}

/** Why a typed value cannot be compared with the column; null = it can. Parts of a text need no check. */
export function valueFault(column: WindowColumn, operator: Operator, typed: string): string | null {
  if (operator === 'contains' || operator === 'begins') return null;
  const rule = { ...ruleColumn(column), maxLength: 0, precisionSpecified: false, nullable: true };
  return cellFault(rule, cellFromTyped(rule, typed));
}

/** The filters of an address as the call wants them; those that do not fit the table are left out. */
export function queryFilters(
  table: Pick<DataTable, 'columns'>,
  filters: readonly AddressFilter[],
): GridQuery['filters'] {
  return filters.flatMap(({ column: name, operator, values }) => {
    const column = table.columns.find((item) => item.name === name);
    const arity = arityOf(operator);
    const wanted = arity === 0 ? [] : arity === 1 ? values.slice(0, 1) : [...values];
    if (!column || (arity !== 0 && wanted.length === 0)) return [];
    if (wanted.some((value) => valueFault(column, operator, value) !== null)) return [];
    const isPart = operator === 'contains' || operator === 'begins';
    const cells = wanted.map((value) => (isPart ? value : cellToJson(cellFromTyped(ruleColumn(column), value))));
    return [{ column: name, operator, values: cells }];
  });
}
