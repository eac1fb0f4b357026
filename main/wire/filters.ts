// Filters as a hub tells them in a scope's setup and schema (§6, W-66, W-183). Clients compare them, they do not run them.

import type { Filter, FilterParameter, ScopeFilters } from '../sync/filter.ts';
import { isNamed } from '../sync/filter.ts';
import type { TableName } from '../sync/schema.ts';
import type { JsonObject, JsonValue } from './json-value.ts';
import { databaseTypeOf } from './types.ts';

/** Stock's number for an inner join. */
const innerJoin = 0;

/** SetupFilter, one a filtered table. */
export function setupFilters(filters: ScopeFilters | null): readonly JsonObject[] {
  return (filters?.filters ?? []).map((filter) => ({
    tn: filter.table.name,
    ...schemaMember('sn', filter.table),
    j: filter.joins.map(({ table, own, other }) => ({
      je: innerJoin,
      tn: table.name,
      ltn: other.table.name,
      lcn: other.column,
      rtn: own.table.name,
      rcn: own.column,
      ...schemaMember('tsn', table),
      ...schemaMember('ltsn', other.table),
      ...schemaMember('rtsn', own.table),
    })),
    cw: filter.condition ? [filter.condition.text] : [],
    p: parametersOf(filters, filter).map(({ parameter, column }) => ({
      n: parameter.name,
      tn: column?.name ?? null,
      sn: column && column.schema !== '' ? column.schema : null,
      ...facts(parameter, column),
      ml: 0,
    })),
    w: filter.equals.map((item) => ({
      tn: item.table.name,
      ...schemaMember('sn', item.table),
      cn: item.column,
      pn: nameIn(filters, item.parameter),
    })),
  }));
}

/** SyncFilter, one a filtered table. */
export function schemaFilters(filters: ScopeFilters | null): readonly JsonObject[] {
  return (filters?.filters ?? []).map((filter) => ({
    t: filter.table.name,
    ...schemaMember('s', filter.table),
    p: parametersOf(filters, filter).map(({ parameter, column }) => ({
      n: parameter.name,
      t: column?.name ?? null,
      ...(column && schemaMember('s', column)),
      ...facts(parameter, column),
      an: parameter.nullable,
      ml: 0,
    })),
    w: filter.equals.map((item) => ({
      c: item.column,
      t: item.table.name,
      ...schemaMember('s', item.table),
      p: nameIn(filters, item.parameter),
    })),
    j: filter.joins.map(({ table, own, other }) => ({
      je: innerJoin,
      tbl: table.name,
      ltbl: other.table.name,
      lcol: other.column,
      rtbl: own.table.name,
      rcol: own.column,
      ...schemaMember('tblsn', table),
      ...schemaMember('ltblsn', other.table),
      ...schemaMember('rtblsn', own.table),
    })),
    cw: filter.condition ? [filter.condition.text] : [],
  }));
}

interface Used {
  readonly parameter: FilterParameter;
  /** The table whose column it is compared with first. */
  readonly column: TableName | null;
}

/** Stock wants every parameter that a filter names to stand beside it. */
function parametersOf(filters: ScopeFilters | null, filter: Filter): Used[] {
  return (filters?.parameters ?? []).flatMap((parameter): Used[] => {
    const column = filter.equals.find((item) => isNamed(parameter, item.parameter));
    const isInCondition = filter.condition?.text.toLowerCase().includes(`@${parameter.name.toLowerCase()}`) ?? false;
    return column || isInCondition ? [{ parameter, column: column?.table ?? null }] : [];
  });
}

function facts(parameter: FilterParameter, column: TableName | null): Record<string, JsonValue> {
  const value = parameter.default;
  return {
    ...(!column && { dt: databaseTypeOf(parameter.type) }),
    ...(value !== undefined && value !== null && { dv: String(value) }),
    ...(parameter.nullable && { an: true }),
  };
}

function nameIn(filters: ScopeFilters | null, name: string): string {
  return filters?.parameters.find((parameter) => isNamed(parameter, name))?.name ?? name;
}

function schemaMember(name: string, { schema }: TableName): Record<string, string> {
  return schema === '' ? {} : { [name]: schema };
}
