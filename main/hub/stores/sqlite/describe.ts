// A SQLite database's tables as a scope's schema (W-60…W-66, W-205). Looks only; refuses in words what cannot be served.

import type { ScopeFilters } from '../../../sync/filter.ts';
import { ConcordError } from '../../../sync/problem.ts';
import type { Column, Relation, Schema, Setup, SetupTable, Table } from '../../../sync/schema.ts';
import type { Reader } from '../../../sqlite/database.ts';
import { columnsOf, foreignKeysOf, keyOf, tableNames, type ColumnInfo } from '../../../sqlite/introspect.ts';
import { databaseTypeOf } from '../../../wire/types.ts';
import { schemaFilters, setupFilters } from '../../../wire/filters.ts';
import { checkFilters } from '../filters.ts';
import type { ScopeOrder } from '../store.ts';
import { readDeclaredType } from './declared-type.ts';

/** What stock calls this kind of store (W-60). */
const provider = 'SqliteSyncProvider, Dotmim.Sync.Sqlite.SqliteSyncProvider';

/** An order against a database: the setup with the tables' own spelling, and the schema. */
export interface Described {
  readonly setup: Setup;
  readonly schema: Schema;
  readonly filters: ScopeFilters | null;
}

/** W-205: the schema of an order. Throws `database-unsuitable` with the table and the reason. */
export function describeOrder(db: Reader, { name, setup, filters: ordered }: ScopeOrder): Described {
  if (setup.tables.length === 0) unsuitable(`the scope ${name} names no table`);
  const present = tableNames(db);
  const tables = setup.tables.map((wanted) => spelt(wanted, present));
  const twice = tables.find((table, at) => tables.findIndex((other) => other.name === table.name) !== at);
  if (twice) unsuitable(`the scope ${name} names the table ${twice.name} twice`);
  const described = tables.map((table) => describeTable(db, table));
  const schema = { tables: described, relations: relationsOf(db, described), filters: [] };
  const filters = checkFilters(ordered, schema);
  return {
    setup: { ...setup, tables, filters: setupFilters(filters) },
    schema: { ...schema, filters: schemaFilters(filters) },
    filters,
  };
}

/** SQLite finds tables without case; the scope tells their true names. */
function spelt(wanted: SetupTable, present: readonly string[]): SetupTable {
  const name =
    present.find((item) => item === wanted.name) ??
    present.find((item) => item.toLowerCase() === wanted.name.toLowerCase());
  if (name === undefined || wanted.schema !== '') {
    const label = wanted.schema === '' ? wanted.name : `${wanted.schema}.${wanted.name}`;
    unsuitable(`there is no table ${label}`);
  }
  return { ...wanted, name };
}

function describeTable(db: Reader, wanted: SetupTable): Table {
  const key = keyOf(db, wanted.name);
  if (key.length === 0) unsuitable(`the table ${wanted.name} has no primary key`);
  const columns = columnsOf(db, wanted.name);
  const missing = wanted.columns.find((name) => !columns.some((column) => column.name === name));
  if (missing !== undefined) unsuitable(`the table ${wanted.name} has no column ${missing}`);
  const chosen = wanted.columns.length === 0 ? columns : columns.filter((item) => wanted.columns.includes(item.name));
  const left = key.find((name) => !chosen.some((column) => column.name === name));
  if (left !== undefined) unsuitable(`the scope leaves out ${left}, which is in the key of ${wanted.name}`);
  const counts = hasAutoIncrement(db, wanted.name);
  return {
    name: wanted.name,
    schema: '',
    provider,
    columns: chosen.map((column) => describeColumn(column, counts)),
    key,
  };
}

function describeColumn(info: ColumnInfo, counts: boolean): Column {
  const declared = readDeclaredType(info.type);
  const isKey = info.keyPosition > 0;
  const autoIncrement = isKey && counts;
  return {
    name: info.name,
    type: declared.type,
    nullable: !info.notNull && !isKey,
    unique: false,
    readOnly: info.generated,
    computed: info.generated,
    autoIncrement,
    seed: autoIncrement ? 1 : 0,
    step: autoIncrement ? 1 : 0,
    unsigned: false,
    unicode: false,
    maxLength: declared.maxLength,
    precisionSpecified: declared.precision !== null,
    precision: Math.min(declared.precision ?? 0, 255),
    scaleSpecified: declared.scale !== null,
    scale: Math.min(declared.scale ?? 0, 255),
    databaseType: databaseTypeOf(declared.type),
    originalDatabaseType: declared.typeName,
    originalTypeName: declared.typeName,
  };
}

/** AUTOINCREMENT stands only in the table's own text; W-207 warns of such keys. */
function hasAutoIncrement(db: Reader, table: string): boolean {
  const text = db.value(`select sql from sqlite_schema where type = 'table' and name = ?`, table);
  const plain = String(text).replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\//g, '');
  return /\bautoincrement\b/i.test(plain);
}

/** W-66: foreign keys between tables of the scope, whose columns are in it, to a table itself as well. */
function relationsOf(db: Reader, tables: readonly Table[]): Relation[] {
  return tables.flatMap((child) =>
    foreignKeysOf(db, child.name).flatMap((foreign, at): Relation[] => {
      const parent = tables.find((table) => table.name.toLowerCase() === foreign.parent.toLowerCase());
      if (!parent) return [];
      const childColumns = named(child, foreign.columns);
      const parentColumns = named(parent, foreign.parentColumns.length > 0 ? foreign.parentColumns : parent.key);
      if (childColumns.length !== foreign.columns.length || parentColumns.length !== childColumns.length) return [];
      return [
        { name: `fk_${child.name}_${at}`, parent: table(parent), parentColumns, child: table(child), childColumns },
      ];
    }),
  );
}

function named(table: Table, names: readonly string[]): string[] {
  return names.flatMap(
    (name) => table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.name ?? [],
  );
}

function table({ name, schema }: Table): { readonly name: string; readonly schema: string } {
  return { name, schema };
}

/** Ends a check in words (W-205). */
export function unsuitable(reason: string): never {
  throw new ConcordError('database-unsuitable', { reason });
}
