// Filters as SQL, for both kinds of database: which rows a client is to have, which have come in by another table's change,
// which may have gone out (R-28). Values are only ever bound; names are quoted by the store.

import type { Condition, Operand } from '../sync/condition.ts';
import { isNamed, type Filter, type FilterColumn, type ScopeFilters } from '../sync/filter.ts';
import { ConcordError } from '../sync/problem.ts';
import { tableKey, type Schema, type Table } from '../sync/schema.ts';
import type { Parameter } from '../sync/scope.ts';
import { conditionColumn, reachOf } from '../sync/filter-reach.ts';

/** SQL whose values stand in the order of the marks in its text. */
export interface Fragment {
  readonly text: string;
  readonly values: readonly Parameter['value'][];
}

/** A place for a value; no name in SQL can hold it. The store puts its own spelling in its place. */
export const mark = '\0';

/** Which rows of a table are read: as they are, as they were at some time since, or both. */
export type Moment = 'now' | 'before' | 'ever';

/** How a store spells things. */
export interface FilterDialect {
  /** What stands behind FROM for a table. */
  source(table: Table, moment: Moment): string;
  column(table: Table, name: string): string;
  /** A mark for a value that is compared with this column; null = with nothing known. */
  value(parameter: FilterParameterType, beside: { readonly table: Table; readonly column: string } | null): string;
  /** True for rows of `alias` that are new, or differ in what filters read, since the client last heard of the hub. */
  fresh(table: Table, alias: string): string;
}

type FilterParameterType = ScopeFilters['parameters'][number];

/** A filter with everything that its SQL needs. */
export interface FilterTask {
  readonly schema: Schema;
  readonly filters: ScopeFilters;
  /** Complete and in the parameters' types (R-26). */
  readonly parameters: readonly Parameter[];
  readonly dialect: FilterDialect;
}

/** The alias under which the filtered table's row stands in every fragment. */
export const own = 'present';

/** The filter of a table; undefined where every row goes. */
export function filterOf({ filters }: Pick<FilterTask, 'filters'>, table: Table): Filter | undefined {
  return filters.filters.find((filter) => tableKey(filter.table) === tableKey(table));
}

/** True for a row `present` that the client is to have. */
export function matching(task: FilterTask, filter: Filter): Fragment {
  const { from, where, values } = parts(task, filter, () => 'now');
  if (from.length === 0) return { text: `(${where})`, values };
  return { text: `exists (select 1 from ${from.join(', ')} where ${where})`, values };
}

/** Keys of rows that a row of another table, new or changed since, lets in now; null where no other table is read. */
export function entering(task: FilterTask, filter: Filter, key: readonly string[]): Fragment | null {
  const [root, ...others] = reachOf(filter, task.schema);
  if (!root || others.length === 0) return null;
  const base = task.dialect.source(root, 'now');
  return union(
    others.map((table, at) => {
      const { from, where, values } = parts(task, filter, () => 'now');
      const fresh = task.dialect.fresh(table, aliasOf(at + 1));
      return {
        text: `select ${keyList(key)} from ${[`${base} as ${own}`, ...from].join(', ')} where ${where} and ${fresh}`,
        values,
      };
    }),
  );
}

/** Keys of rows that may have been in the filter since the client last heard of the hub, as some row that it reads was then. */
export function leaving(task: FilterTask, filter: Filter, key: readonly string[]): Fragment {
  const reach = reachOf(filter, task.schema);
  return union(
    reach.map((_, pivot) => {
      const momentOf = (at: number): Moment => (at === pivot ? 'before' : 'ever');
      const { from, where, values } = parts(task, filter, momentOf);
      const root = reach[0] ? `${task.dialect.source(reach[0], momentOf(0))} as ${own}` : '';
      return { text: `select ${keyList(key)} from ${[root, ...from].join(', ')} where ${where}`, values };
    }),
  );
}

function union(fragments: readonly Fragment[]): Fragment {
  return {
    text: fragments.map(({ text }) => text).join(' union '),
    values: fragments.flatMap(({ values }) => values),
  };
}

function keyList(key: readonly string[]): string {
  return key.map((name) => `${own}.${name}`).join(', ');
}

interface Parts {
  /** The joined tables. */
  readonly from: readonly string[];
  readonly where: string;
  readonly values: readonly Parameter['value'][];
}

function parts(task: FilterTask, filter: Filter, momentOf: (at: number) => Moment): Parts {
  const { dialect, schema } = task;
  const reach = reachOf(filter, schema);
  const place = { task, filter, reach, values: [] };
  const joined = filter.joins.map(
    ({ own: before, other }) => `${columnText(place, before)} = ${columnText(place, other)}`,
  );
  const equal = filter.equals.map((item) => equalText(place, item));
  const asked = filter.condition ? [conditionText(place, filter.condition.tree)] : [];
  return {
    from: reach.slice(1).map((table, at) => `${dialect.source(table, momentOf(at + 1))} as ${aliasOf(at + 1)}`),
    where: [...joined, ...equal, ...asked].join(' and '),
    values: place.values,
  };
}

interface Writing {
  readonly task: FilterTask;
  readonly filter: Filter;
  readonly reach: readonly Table[];
  readonly values: Parameter['value'][];
}

function aliasOf(at: number): string {
  return at === 0 ? own : `j${at}`;
}

function columnText({ task, reach }: Writing, { table, column }: FilterColumn): string {
  const at = reach.findIndex((item) => tableKey(item) === tableKey(table));
  const found = reach[at];
  if (!found) throw new ConcordError('filter-invalid', { reason: `the table ${table.name} is not in the scope` });
  return `${aliasOf(at)}.${task.dialect.column(found, column)}`;
}

/** A null switches the comparison off, as stock has it. */
function equalText(place: Writing, item: Filter['equals'][number]): string {
  const { parameter, value } = parameterOf(place.task, item.parameter);
  if (value === null) return 'true';
  const table = place.reach.find((other) => tableKey(other) === tableKey(item.table));
  place.values.push(value);
  const beside = table ? { table, column: item.column } : null;
  return `${columnText(place, item)} = ${place.task.dialect.value(parameter, beside)}`;
}

function parameterOf(
  { filters, parameters }: FilterTask,
  name: string,
): { readonly parameter: FilterParameterType; readonly value: Parameter['value'] } {
  const parameter = filters.parameters.find((item) => isNamed(item, name));
  const given = parameters.find((item) => isNamed(item, name));
  if (!parameter || !given) throw new ConcordError('parameters-refused', { reason: `${name} is missing` });
  return { parameter, value: given.value };
}

function conditionText(place: Writing, condition: Condition): string {
  switch (condition.is) {
    case 'and':
    case 'or':
      return `(${condition.parts.map((part) => conditionText(place, part)).join(` ${condition.is} `)})`;
    case 'not':
      return `not (${conditionText(place, condition.part)})`;
    case 'null':
      return `(${operandText(place, condition.operand)} is null)`;
    case 'in':
      return `(${operandText(place, condition.operand)} in (${condition.list.map((item) => operandText(place, item)).join(', ')}))`;
    case 'compare':
      return `(${operandText(place, condition.left)} ${condition.by} ${operandText(place, condition.right)})`;
  }
}

/** Plain values come from the owner's own configuration, read as digits or as text without a zero character. */
function operandText(place: Writing, operand: Operand): string {
  switch (operand.is) {
    case 'column': {
      const [root] = place.reach;
      if (!root) throw new ConcordError('filter-invalid', { reason: 'a filter has no table' });
      const found = conditionColumn(operand, root, place.reach);
      return columnText(place, { table: found.table, column: found.column.name });
    }
    case 'parameter': {
      const { parameter, value } = parameterOf(place.task, operand.name);
      place.values.push(value);
      return place.task.dialect.value(parameter, null);
    }
    case 'text':
      return `'${operand.value.replaceAll("'", "''")}'`;
    case 'number':
      return operand.digits;
    case 'truth':
      return String(operand.value);
  }
}
