// The filters of a configured scope as a store takes them (HB-02): names of tables and columns told apart.

import { readCondition } from '../../sync/condition.ts';
import type { FilterColumn } from '../../sync/filter.ts';
import { invalid, isTable } from '../../sync/filter-reach.ts';
import type { TableName } from '../../sync/schema.ts';
import type { FilterOrder, FiltersOrder } from '../stores/filters.ts';
import type { ScopeConfig } from './schema.ts';

/** Null where none are configured. `nameOf` splits a table's name from its schema. Throws `filter-invalid`. */
export function filtersOrder(
  { filters, parameters, leaving, outside }: ScopeConfig,
  nameOf: (text: string) => TableName,
): FiltersOrder | null {
  if (!filters && !parameters) return null;
  return {
    filters: (filters ?? []).map((filter) => filterOrder(filter, nameOf)),
    parameters: Object.entries(parameters ?? {}).map(([name, { type, nullable, default: value }]) => ({
      name,
      ...(type !== undefined && { type }),
      ...(nullable !== undefined && { nullable }),
      ...(value !== undefined && { default: value }),
    })),
    ...(leaving && { leaving }),
    ...(outside && { outside }),
  };
}

type FilterConfig = NonNullable<ScopeConfig['filters']>[number];

function filterOrder(config: FilterConfig, nameOf: (text: string) => TableName): FilterOrder {
  const own = nameOf(config.table);
  const joined = (config.joins ?? []).map((join) => nameOf(join.table));
  const reach = [own, ...joined];
  const equals = Object.entries(config.where ?? {}).map(([column, parameter]) => ({
    ...columnNamed(column, reach),
    parameter: parameter.slice(1),
  }));
  const joins = (config.joins ?? []).map(({ on }, at) => {
    const table = joined[at] ?? own;
    const [left, right] = sidesOf(on, reach);
    const other = isTable(left.table, table) ? left : right;
    if (!isTable(other.table, table)) invalid(`the join “${on}” does not name the table ${table.name}`);
    return { table, own: other === left ? right : left, other };
  });
  return { table: own, joins, equals, ...(config.condition !== undefined && { condition: config.condition }) };
}

/** `a.x = b.y` */
function sidesOf(on: string, reach: readonly TableName[]): readonly [FilterColumn, FilterColumn] {
  const read = readCondition(on);
  if (read.is !== 'compare' || read.by !== '=' || read.left.is !== 'column' || read.right.is !== 'column')
    return invalid(`the join “${on}” is no equation of two columns, such as order_line.order_id = orders.order_id`);
  const { left, right } = read;
  return [columnIn(left.table, left.column, reach), columnIn(right.table, right.column, reach)];
}

/** `column` of the filtered table, or `table.column`; a name that holds a dot is written in quotes. */
function columnNamed(text: string, reach: readonly TableName[]): FilterColumn {
  const parts = /^(?:("(?:[^"]|"")+"|[^".]+)\.)?("(?:[^"]|"")+"|[^".]+)$/.exec(text);
  if (!parts) return invalid(`“${text}” is no column; quote a name that holds a dot`);
  const plain = (part: string): string => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part);
  return columnIn(parts[1] === undefined ? null : plain(parts[1]), plain(parts[2] ?? ''), reach);
}

function columnIn(table: string | null, column: string, reach: readonly TableName[]): FilterColumn {
  const [own] = reach;
  const found = table === null ? own : reach.find(({ name }) => name === table);
  if (!found) return invalid(`the table ${table} is not among those that the filter of ${own?.name} joins`);
  return { table: found, column };
}
