// Row filters as a hub's owner orders them, checked against the scope before anything is written (HB-02, W-66).

import { operandsOf, readCondition, type Condition } from '../../sync/condition.ts';
import {
  fitValue,
  isNamed,
  type Filter,
  type FilterColumn,
  type FilterJoin,
  type FilterParameter,
  type ScopeFilters,
} from '../../sync/filter.ts';
import { ConcordError } from '../../sync/problem.ts';
import { columnOf, conditionColumn, invalid, isTable, reachOf, tableOf } from '../../sync/filter-reach.ts';
import type { Schema, Table, TableName } from '../../sync/schema.ts';
import type { CellType } from '../../sync/cell.ts';
import type { Parameter } from '../../sync/scope.ts';

/** One filter as it is ordered. Columns of `own` belong to the filtered table or to one joined before. */
export interface FilterOrder {
  readonly table: TableName;
  readonly joins?: readonly FilterJoin[];
  readonly equals?: readonly (FilterColumn & { readonly parameter: string })[];
  /** In the language of R-27. */
  readonly condition?: string;
}

/** A parameter as it is ordered; without a type it takes that of the first column that it is compared with. */
export interface ParameterOrder {
  readonly name: string;
  readonly type?: CellType;
  readonly nullable?: boolean;
  readonly default?: Parameter['value'];
}

/** All filters of an ordered scope. Parameters that are not told are those that the filters use. */
export interface FiltersOrder {
  readonly filters: readonly FilterOrder[];
  readonly parameters?: readonly ParameterOrder[];
  readonly leaving?: ScopeFilters['leaving'];
  readonly outside?: ScopeFilters['outside'];
}

/** HB-02: the filters, complete. Throws `filter-invalid` with what is wrong; null = the scope has none. */
export function checkFilters(order: FiltersOrder | undefined, schema: Schema): ScopeFilters | null {
  if (!order || order.filters.length === 0) {
    if ((order?.parameters?.length ?? 0) > 0) invalid('there are parameters, but no filter uses them');
    return null;
  }
  const filters = order.filters.map((item) => checkFilter(item, schema));
  const twice = filters.find((item, at) => filters.findIndex((other) => sameTable(item, other)) !== at);
  if (twice) invalid(`the table ${twice.table.name} has two filters; put both into one`);
  const parameters = checkParameters(order.parameters ?? [], filters, schema);
  return { filters, parameters, leaving: order.leaving ?? 'remove', outside: order.outside ?? 'accept' };
}

function checkFilter(order: FilterOrder, schema: Schema): Filter {
  const own = tableOf(schema, order.table);
  const reach: Table[] = [own];
  const joins = (order.joins ?? []).map((join) => {
    const table = tableOf(schema, join.table);
    if (reach.includes(table)) invalid(`the filter of ${own.name} meets the table ${table.name} twice`);
    columnOf(reach, join.own);
    columnOf([table], join.other);
    reach.push(table);
    return join;
  });
  const equals = (order.equals ?? []).map((item) => {
    const column = columnOf(reach, item);
    if (column.type === 'bytes') invalid(`the column ${item.column} holds bytes and cannot be compared`);
    return item;
  });
  const text = order.condition?.trim() ?? '';
  const condition = text === '' ? null : { text, tree: checkCondition(readCondition(text), own, reach) };
  if (equals.length === 0 && condition === null) invalid(`the filter of ${own.name} asks for nothing`);
  return { table: nameOf(own), joins, equals, condition };
}

/** Names of columns are those of tables that the filter reaches, each under the table's plain name. */
function checkCondition(tree: Condition, own: Table, reach: readonly Table[]): Condition {
  for (const operand of operandsOf(tree)) if (operand.is === 'column') conditionColumn(operand, own, reach);
  return tree;
}

function checkParameters(
  orders: readonly ParameterOrder[],
  filters: readonly Filter[],
  schema: Schema,
): readonly FilterParameter[] {
  const used = [...new Map(filters.flatMap(usedBy).map((name) => [name.toLowerCase(), name])).values()];
  for (const { name } of orders) {
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) invalid(`“${name}” is no name for a parameter`);
    if (orders.filter((other) => isNamed(other, name)).length > 1) invalid(`the parameter ${name} is told twice`);
    if (!used.some((other) => isNamed({ name }, other))) invalid(`no filter uses the parameter ${name}`);
  }
  const untold = used.filter((name) => !orders.some((order) => isNamed(order, name)));
  return [...orders, ...untold.map((name): ParameterOrder => ({ name }))].map((order) => {
    const type = order.type ?? typeFor(order.name, filters, schema);
    if (type === null) return invalid(`the parameter ${order.name} needs a type: no column is compared with it`);
    const parameter = { name: order.name, type, nullable: order.nullable ?? false };
    if (order.default === undefined) return parameter;
    try {
      return { ...parameter, default: fitValue(parameter, order.default) };
    } catch (thrown) {
      return invalid(thrown instanceof ConcordError ? `default of ${thrown.message}` : 'a default');
    }
  });
}

function usedBy({ equals, condition }: Filter): string[] {
  const inCondition = condition ? operandsOf(condition.tree) : [];
  return [
    ...equals.map((item) => item.parameter),
    ...inCondition.flatMap((operand) => (operand.is === 'parameter' ? operand.name : [])),
  ];
}

function typeFor(name: string, filters: readonly Filter[], schema: Schema): CellType | null {
  const column = filters.flatMap(({ equals }) => equals).find((item) => isNamed({ name }, item.parameter));
  return column ? columnOf([tableOf(schema, column.table)], column).type : null;
}

/** Every column that a filter of these reads of a table; changes of no other move a row in or out. */
export function filterColumns(filters: ScopeFilters | null, schema: Schema, table: Table): readonly string[] {
  const columns = new Set<string>();
  for (const filter of filters?.filters ?? []) {
    const reach = reachOf(filter, schema);
    const [own] = reach;
    if (!own || !reach.includes(table)) continue;
    for (const name of table.key) columns.add(name);
    const named = [...filter.joins.flatMap((join) => [join.own, join.other]), ...filter.equals];
    for (const item of named) if (isTable(item.table, table)) columns.add(item.column);
    for (const operand of filter.condition ? operandsOf(filter.condition.tree) : []) {
      if (operand.is !== 'column') continue;
      const found = conditionColumn(operand, own, reach);
      if (found.table === table) columns.add(found.column.name);
    }
  }
  return [...columns];
}

function sameTable(a: Filter, b: Filter): boolean {
  return isTable(a.table, b.table);
}

function nameOf({ name, schema }: Table): TableName {
  return { name, schema };
}
