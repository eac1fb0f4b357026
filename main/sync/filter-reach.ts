// The tables and columns that a filter reads (HB-02, W-66).

import type { Operand } from './condition.ts';
import type { Filter, FilterColumn } from './filter.ts';
import { ConcordError } from './problem.ts';
import { findTable, type Column, type Schema, type Table, type TableName } from './schema.ts';

/** The tables that a filter reads, its own first. */
export function reachOf(filter: Filter, schema: Schema): readonly Table[] {
  return [filter.table, ...filter.joins.map((join) => join.table)].map((name) => tableOf(schema, name));
}

/** The column that a condition names. Throws `filter-invalid`. */
export function conditionColumn(
  { table, column }: Extract<Operand, { is: 'column' }>,
  own: Table,
  reach: readonly Table[],
): { readonly table: Table; readonly column: Column } {
  const named = table === null ? [own] : reach.filter((item) => item.name === table);
  const [found] = named;
  if (!found) return invalid(`a condition names the table ${table}, which the filter of ${own.name} does not join`);
  if (named.length > 1) invalid(`two tables ${table} meet in the filter of ${own.name}`);
  return { table: found, column: columnOf([found], { table: found, column }) };
}

/** The table of that name. Throws `filter-invalid`. */
export function tableOf(schema: Schema, name: TableName): Table {
  return findTable(schema, name) ?? invalid(`a filter names the table ${name.name}, which is not in the scope`);
}

/** The column of one of these tables. Throws `filter-invalid`. */
export function columnOf(reach: readonly Table[], { table, column }: FilterColumn): Column {
  const found = reach.find((item) => isTable(item, table));
  if (!found) return invalid(`a filter names the table ${table.name} before it joins it`);
  const there = found.columns.find((item) => item.name === column);
  return there ?? invalid(`the table ${found.name} of the scope has no column ${column}`);
}

/** True for two names of one table. */
export function isTable(a: TableName, b: TableName): boolean {
  return a.name === b.name && a.schema === b.schema;
}

/** Ends a check in words. Throws `filter-invalid`. */
export function invalid(reason: string): never {
  throw new ConcordError('filter-invalid', { reason });
}
