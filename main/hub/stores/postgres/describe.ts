// A PostgreSQL database's tables as a scope's schema (W-60…W-66, W-205, W-279). Looks only; refuses in words what cannot be
// served.

import type { ScopeFilters } from '../../../sync/filter.ts';
import { ConcordError } from '../../../sync/problem.ts';
import type { Column, Relation, Schema, Setup, SetupTable, Table } from '../../../sync/schema.ts';
import { databaseTypeOf } from '../../../wire/types.ts';
import { schemaFilters, setupFilters } from '../../../wire/filters.ts';
import { checkFilters } from '../filters.ts';
import type { ScopeOrder } from '../store.ts';
import { columnsOf, defaultSchema, findRelations, foreignKeysOf, keyOf, type ColumnFacts } from './catalogue.ts';
import { wireType, type WireType } from './column-type.ts';
import type { Querying } from './connection.ts';
import { stockRefusal } from './stock-setup.ts';

/** What stock calls this kind of store (W-60). */
const provider = 'NpgsqlSyncProvider, Dotmim.Sync.PostgreSql.NpgsqlSyncProvider';

/** An order against a database: the setup with the tables' own spelling, the schema, and each table in the catalogue. */
export interface Described {
  readonly setup: Setup;
  readonly schema: Schema;
  readonly filters: ScopeFilters | null;
  readonly places: readonly Place[];
}

/** Where a table of a scope is. */
export interface Place {
  readonly oid: string;
  /** Its true schema, also where the scope does not tell it. */
  readonly schema: string;
  readonly name: string;
}

/** W-205: the schema of an order. Throws `database-unsuitable` with the table and the reason. */
export async function describeOrder(db: Querying, { name, setup, filters: ordered }: ScopeOrder): Promise<Described> {
  if (setup.tables.length === 0) unsuitable(`the scope ${name} names no table`);
  const stock = await stockRefusal(db);
  if (stock !== null) unsuitable(stock);
  const usual = await defaultSchema(db);
  const found: Spelt[] = [];
  for (const table of setup.tables) found.push(await spelt(db, table, usual));
  const twice = found.find(({ place }, at) => found.findIndex((other) => other.place.oid === place.oid) !== at);
  if (twice) unsuitable(`the scope ${name} names the table ${labelOf(twice.table)} twice`);
  const tables: Table[] = [];
  for (const { table, place } of found) tables.push(await describeTable(db, table, place));
  const places = found.map(({ place }) => place);
  const schema = { tables, relations: await relationsOf(db, tables, places), filters: [] };
  const filters = checkFilters(ordered, schema);
  return {
    setup: { ...setup, tables: found.map(({ table }) => table), filters: setupFilters(filters) },
    schema: { ...schema, filters: schemaFilters(filters) },
    filters,
    places,
  };
}

/** A table's name for people. */
export function labelOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === '' ? name : `${schema}.${name}`;
}

interface Spelt {
  readonly table: SetupTable;
  readonly place: Place;
}

/** The table exactly as named, else without case; its schema is told unless it is the usual one. */
async function spelt(db: Querying, wanted: SetupTable, usual: string): Promise<Spelt> {
  const [found] = await findRelations(db, wanted.schema, wanted.name);
  const label = labelOf(wanted);
  if (!found) unsuitable(`there is no table ${label}`);
  if (found.kind === 'v' || found.kind === 'm') unsuitable(`there is no table ${label}, only a view of that name`);
  if (found.kind === 'f') unsuitable(`the table ${label} lies in another database`);
  if (found.kind === 'p' || found.isPartition) unsuitable(`the table ${label} is partitioned, which is not supported`);
  if (found.inherits) unsuitable(`the table ${label} inherits from another or is inherited, which is not supported`);
  if (found.hidesRows) unsuitable(`row security hides rows of the table ${label} from this user`);
  if (found.hasRules) unsuitable(`the table ${label} has rewrite rules, which is not supported`);
  if (found.schema === '_concord') unsuitable(`the table ${label} is Concord’s own`);
  const { oid, schema, name } = found;
  return { table: { ...wanted, name, schema: schema === usual ? '' : schema }, place: { oid, schema, name } };
}

async function describeTable(db: Querying, wanted: SetupTable, { oid }: Place): Promise<Table> {
  const label = labelOf(wanted);
  const key = await keyOf(db, oid);
  if (key.length === 0) unsuitable(`the table ${label} has no primary key`);
  const columns = await columnsOf(db, oid);
  const missing = wanted.columns.find((name) => !columns.some((column) => column.name === name));
  if (missing !== undefined) unsuitable(`the table ${label} has no column ${missing}`);
  const chosen = wanted.columns.length === 0 ? columns : columns.filter((item) => wanted.columns.includes(item.name));
  const left = key.find((name) => !chosen.some((column) => column.name === name));
  if (left !== undefined) unsuitable(`the scope leaves out ${left}, which is in the key of ${label}`);
  return {
    name: wanted.name,
    schema: wanted.schema,
    provider,
    columns: chosen.map((column) => describeColumn(label, column, key)),
    key,
  };
}

/** The wire's type of a column. Throws `database-unsuitable` where there is none. */
export function typeOf(label: string, facts: ColumnFacts): WireType {
  const found = wireType({
    name: facts.typeName,
    kind: facts.typeKind,
    category: facts.typeCategory,
    builtIn: facts.builtIn,
    written: facts.written,
  });
  if (typeof found === 'string') unsuitable(`the column ${facts.name} of ${label} ${found}`);
  return found;
}

function describeColumn(label: string, facts: ColumnFacts, key: readonly string[]): Column {
  const { type, typeName, maxLength, precision, scale } = typeOf(label, facts);
  const isKey = key.includes(facts.name);
  const isDerived = facts.generated !== '' || (facts.identity === 'a' && !isKey);
  const autoIncrement = isKey && (facts.identity !== '' || facts.hasSequence);
  return {
    name: facts.name,
    type,
    nullable: !facts.notNull,
    unique: false,
    readOnly: isDerived,
    computed: facts.generated !== '',
    autoIncrement,
    seed: autoIncrement ? 1 : 0,
    step: autoIncrement ? 1 : 0,
    unsigned: false,
    unicode: false,
    maxLength,
    precisionSpecified: precision !== null,
    precision: Math.min(precision ?? 0, 255),
    scaleSpecified: scale !== null,
    scale: Math.min(scale ?? 0, 255),
    databaseType: databaseTypeOf(type),
    originalDatabaseType: typeName,
    originalTypeName: typeName,
  };
}

/** W-66: foreign keys between tables of the scope, whose columns are in it, to a table itself as well. */
async function relationsOf(db: Querying, tables: readonly Table[], places: readonly Place[]): Promise<Relation[]> {
  const relations: Relation[] = [];
  for (const [at, child] of tables.entries()) {
    for (const foreign of await foreignKeysOf(db, places[at]?.oid ?? '')) {
      const parent = tables[places.findIndex((place) => place.oid === foreign.parent)];
      if (!parent || !has(child, foreign.columns) || !has(parent, foreign.parentColumns)) continue;
      relations.push({
        name: foreign.name,
        parent: { name: parent.name, schema: parent.schema },
        parentColumns: foreign.parentColumns,
        child: { name: child.name, schema: child.schema },
        childColumns: foreign.columns,
      });
    }
  }
  return relations;
}

function has(table: Table, names: readonly string[]): boolean {
  return names.every((name) => table.columns.some((column) => column.name === name));
}

/** Ends a check in words (W-205). */
export function unsuitable(reason: string): never {
  throw new ConcordError('database-unsuitable', { reason });
}
