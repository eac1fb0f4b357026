// Scopes between the wire and the domain: every member of a schema and a setup survives both ways (§6, W-60…W-66).

import { ConcordError } from '../sync/problem.ts';
import type { Column, Relation, Schema, Table, TableName } from '../sync/schema.ts';
import type { Scope } from '../sync/scope.ts';
import { plainJson, type JsonValue } from './json-value.ts';
import type { ScopeInfo } from './messages/scope-info.ts';
import type { ColumnId, SyncColumn, SyncRelation, SyncSet, SyncTable } from './messages/sync-set.ts';
import { setupFromWire, setupToWire } from './setup.ts';
import { codeOf, typeFromCode } from './types.ts';
import { protocolVersion } from './versions.ts';

/**
 * The scope of an answer to step 2. Throws `hub-answer-broken` where schema or setup is missing, `schema-unsupported` where
 * a table has no usable key or a name stands twice (W-128).
 */
export function scopeFromWire(info: ScopeInfo): Scope {
  if (!info.sch || !info.s) throw new ConcordError('hub-answer-broken', {}, 'serverscope: no schema or no setup');
  const schema = schemaFromWire(info.sch);
  assertTables(schema.tables);
  return {
    name: info.n,
    schema,
    setup: setupFromWire(info.s),
    version: info.v ?? '',
    cleanedUpTo: info.lst,
  };
}

/** A scope as ScopeInfo. */
export function scopeToWire(scope: Scope): ScopeInfo {
  return {
    n: scope.name,
    sch: schemaToWire(scope.schema),
    s: setupToWire(scope.setup),
    ...(scope.version !== '' && { v: scope.version }),
    lst: scope.cleanedUpTo,
  };
}

/** What a replica sends in step 13 while it does not know the scope (§5, OperationRequest). */
export function unknownScopeToWire(name: string): ScopeInfo {
  return { n: name, sch: null, s: null, v: protocolVersion, lst: null };
}

/** A schema from SyncSet (W-66). */
export function schemaFromWire(set: SyncSet): Schema {
  return {
    tables: (set.t ?? []).map(tableFromWire),
    relations: (set.r ?? []).map(relationFromWire),
    filters: (set.f ?? []).map(plainJson),
  };
}

/** A schema as SyncSet. */
export function schemaToWire(schema: Schema): SyncSet {
  return {
    t: schema.tables.map(tableToWire),
    r: schema.relations.map(relationToWire),
    f: schema.filters as readonly JsonValue[],
  };
}

function tableFromWire(table: SyncTable): Table {
  return {
    name: table.n,
    schema: table.s ?? '',
    ...(table.op !== undefined && { provider: table.op }),
    columns: (table.c ?? []).map(columnFromWire),
    key: table.pk ?? [],
  };
}

function tableToWire(table: Table): SyncTable {
  return {
    n: table.name,
    s: table.schema,
    ...(table.provider !== undefined && { op: table.provider }),
    c: table.columns.map(columnToWire),
    pk: table.key,
  };
}

function columnFromWire(column: SyncColumn): Column {
  return {
    name: column.n,
    ...typeFromCode(column.dt),
    nullable: column.an,
    unique: column.iu,
    readOnly: column.ir,
    computed: column.ico,
    autoIncrement: column.ia,
    seed: Number(column.seed),
    step: Number(column.step),
    unsigned: column.ius,
    unicode: column.iuc,
    maxLength: column.ml,
    precisionSpecified: column.ps,
    precision: column.p1,
    scaleSpecified: column.ss,
    scale: column.sc,
    databaseType: column.db,
    ...(column.odb !== undefined && { originalDatabaseType: column.odb }),
    ...(column.oty !== undefined && { originalTypeName: column.oty }),
    ...(column.dv !== undefined && { defaultValue: column.dv }),
    ...(column.ext1 !== undefined && { extra: column.ext1 }),
  };
}

function columnToWire(column: Column, ordinal: number): SyncColumn {
  return {
    n: column.name,
    dt: codeOf(column),
    an: column.nullable,
    iu: column.unique,
    ir: column.readOnly,
    ia: column.autoIncrement,
    seed: BigInt(column.seed),
    step: BigInt(column.step),
    ius: column.unsigned,
    iuc: column.unicode,
    ico: column.computed,
    ml: column.maxLength,
    o: ordinal,
    ps: column.precisionSpecified,
    p1: column.precision,
    ss: column.scaleSpecified,
    sc: column.scale,
    odb: column.originalDatabaseType,
    oty: column.originalTypeName,
    db: column.databaseType,
    dv: column.defaultValue,
    ext1: column.extra,
  };
}

function relationFromWire(relation: SyncRelation): Relation {
  return {
    name: relation.n,
    parent: tableName(relation.pks),
    parentColumns: relation.pks.map((id) => id.c),
    child: tableName(relation.cks),
    childColumns: relation.cks.map((id) => id.c),
  };
}

function tableName(ids: readonly ColumnId[]): TableName {
  const [first] = ids;
  return { name: first?.t ?? '', schema: first?.s ?? '' };
}

function relationToWire(relation: Relation): SyncRelation {
  const ids = (table: TableName, columns: readonly string[]): ColumnId[] =>
    columns.map((c) => ({ c, t: table.name, s: table.schema }));
  return {
    n: relation.name,
    pks: ids(relation.parent, relation.parentColumns),
    cks: ids(relation.child, relation.childColumns),
  };
}

/** W-128, W-262: nobody behind this door meets a table without a key or two things of one name. */
function assertTables(tables: readonly Table[]): void {
  assertOnce(
    tables.map((table) => `${table.schema}.${table.name}`),
    'table',
  );
  for (const table of tables) {
    const names = table.columns.map((column) => column.name);
    assertOnce(names, `column of table ${table.name}`);
    if (table.key.length === 0) throw unsupported(`table ${table.name} has no primary key`);
    const missing = table.key.find((name) => !names.includes(name));
    if (missing !== undefined) throw unsupported(`table ${table.name} has no column ${missing}, which is in its key`);
  }
}

function assertOnce(names: readonly string[], what: string): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw unsupported(`${twice} is there twice as ${what}`);
}

function unsupported(reason: string): ConcordError {
  return new ConcordError('schema-unsupported', { reason });
}
