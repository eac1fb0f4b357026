// The filters of a scope as a replica reads them out of its setup, to tell by itself whether a row is inside (PR-06, W-183).
// A hub of another kind writes conditions in its own SQL; those are not read, and then nothing is known of the table.

import { readCondition } from './condition.ts';
import type { Filter, FilterJoin, FilterParameter, ScopeFilters } from './filter.ts';
import { isNamed } from './filter.ts';
import { reachOf } from './filter-reach.ts';
import { findTable, type Schema, type TableName } from './schema.ts';
import type { Parameter, Scope } from './scope.ts';

/** The filters that could be read, and the tables whose filter could not. */
export interface KnownFilters {
  readonly filters: ScopeFilters;
  readonly unread: readonly TableName[];
}

/** the filters of a scope; null where it has none. */
export function filtersOfSetup({ setup, schema }: Pick<Scope, 'setup' | 'schema'>): KnownFilters | null {
  if (setup.filters.length === 0) return null;
  const filters: Filter[] = [];
  const unread: TableName[] = [];
  const parameters = new Map<string, FilterParameter>();
  for (const raw of setup.filters) {
    const item = asObject(raw);
    const table = { name: textOf(item['tn']), schema: textOf(item['sn']) };
    const filter = readFilter(item, table, schema);
    if (filter) filters.push(filter);
    else unread.push(table);
    for (const parameter of listOf(item['p']).map(readParameter))
      if (!parameters.has(parameter.name.toLowerCase())) parameters.set(parameter.name.toLowerCase(), parameter);
  }
  return { filters: { filters, parameters: [...parameters.values()], leaving: 'remove', outside: 'accept' }, unread };
}

/** A replica's own values for every parameter: as given, else the default, else null. */
export function ownParameters({ parameters }: ScopeFilters, given: readonly Parameter[]): readonly Parameter[] {
  return parameters.map((parameter) => {
    const own = given.find(({ name }) => isNamed(parameter, name));
    return { name: parameter.name, value: own ? own.value : (parameter.default ?? null) };
  });
}

function readFilter(item: Raw, table: TableName, schema: Schema): Filter | null {
  try {
    const joins = listOf(item['j']).map(readJoin);
    const equals = listOf(item['w']).map((where) => ({
      table: { name: textOf(where['tn']), schema: textOf(where['sn']) },
      column: textOf(where['cn']),
      parameter: textOf(where['pn']),
    }));
    const texts = Array.isArray(item['cw']) ? item['cw'].map(String) : [];
    const [text, ...more] = texts;
    if (joins.includes(null) || more.length > 0 || !findTable(schema, table)) return null;
    const condition = text === undefined ? null : { text, tree: readCondition(text) };
    const filter = { table, joins: joins.filter((join) => join !== null), equals, condition };
    reachOf(filter, schema);
    return filter;
  } catch {
    return null;
  }
}

/** Inner joins, and left ones: their table is compared with, so that a row without a partner is outside all the same. */
function readJoin(raw: Raw): FilterJoin | null {
  if (raw['je'] !== 0 && raw['je'] !== 1) return null;
  const table = { name: textOf(raw['tn']), schema: textOf(raw['tsn']) };
  const left = { table: { name: textOf(raw['ltn']), schema: textOf(raw['ltsn']) }, column: textOf(raw['lcn']) };
  const right = { table: { name: textOf(raw['rtn']), schema: textOf(raw['rtsn']) }, column: textOf(raw['rcn']) };
  const other = left.table.name === table.name && left.table.schema === table.schema ? left : right;
  return { table, own: other === left ? right : left, other };
}

function readParameter(raw: Raw): FilterParameter {
  const value = raw['dv'];
  return {
    name: textOf(raw['n']),
    type: 'any',
    nullable: raw['an'] === true,
    ...(typeof value === 'string' && { default: value }),
  };
}

type Raw = Readonly<Record<string, unknown>>;

function asObject(value: unknown): Raw {
  return typeof value === 'object' && value !== null ? (value as Raw) : {};
}

function listOf(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value.map(asObject) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
