// Makes a scope's tables and their tracking in the replica's file. What exists is left alone (W-201, W-202, W-206).

import { ConcordError } from '../sync/problem.ts';
import type { CellType } from '../sync/cell.ts';
import {
  directionOf,
  findTable,
  parentsFirst,
  syncColumns,
  tableKey,
  type Column,
  type Relation,
  type Schema,
  type Table,
  type TableName,
} from '../sync/schema.ts';
import type { Scope } from '../sync/scope.ts';
import type { Writer } from '../sqlite/database.ts';
import {
  columnsOf,
  hasTable,
  keyDeclarations,
  keyOf,
  tableNames,
  uniqueIndexesOf,
  type UniqueIndex,
} from '../sqlite/introspect.ts';
import { quote, quoteAll } from '../sqlite/names.ts';
import { held } from './layout.ts';
import { registerTable, type TrackedTable } from './tracked-table.ts';
import { shadowTables, trackingTriggers } from './tracking-sql.ts';

/** Schemas that stores use when none is named; their tables keep their plain name (W-206). */
const defaultSchemas = new Set(['', 'public', 'dbo', 'main']);

/** Names SQLite itself takes; the hub's declared types are used verbatim only if they are among these (W-203, W-263). */
const knownTypes =
  /^(integer|int|bigint|smallint|tinyint|float|real|double|decimal|numeric|bit|boolean|blob|image|datetime|date|time|text|varchar|nvarchar|char)\b[ \w]*(\(\s*\d+\s*(,\s*\d+\s*)?\))?$/i;

/** Makes tables, registry, tracking and triggers. Runs inside the first session's transaction (L7). */
export function provision(db: Writer, scope: Scope): TrackedTable[] {
  assertSupported(scope.schema);
  const present = new Set(tableNames(db));
  for (const table of parentsFirst(scope.schema)) {
    const physical = physicalName(table);
    if (present.has(physical)) assertFits(db, table, physical);
    else db.exec(createTable(scope.schema, table));
  }
  return scope.schema.tables.map((table) => {
    const physical = physicalName(table);
    const tracked = registerTable(db, table, physical, directionOf(scope.setup, table));
    const wasTracked = isTracked(db, tracked);
    ensureTracking(db, tracked);
    if (!wasTracked && present.has(physical)) holdOlderRows(db, tracked);
    return tracked;
  });
}

/** The name of a table in the file. */
export function physicalName(table: TableName): string {
  return defaultSchemas.has(table.schema) ? table.name : `${table.schema}.${table.name}`;
}

/** Makes a table's tracking, or brings its triggers up to date (a new unique index, a newer Concord). */
export function ensureTracking(db: Writer, table: TrackedTable): void {
  const indexes = otherUniqueIndexes(db, table);
  for (const statement of shadowTables(table, keyDeclarations(db, table.physical, table.key), indexes))
    db.exec(statement);
  // Files of an older Concord: who made a change was not noted.
  if (!columnsOf(db, table.entries).some(({ name }) => name === 'who'))
    db.exec(`alter table ${table.entries} add column who text`);
  for (const [name, text] of trackingTriggers(table, indexes)) {
    const known = db.value(`select sql from sqlite_schema where type = 'trigger' and name = ?`, name);
    if (typeof known === 'string' && sameText(known, text)) continue;
    db.exec(`drop trigger if exists ${name}`);
    db.exec(text);
  }
}

/** False for a table that is new to Concord, or that was let go by order of the hub. */
function isTracked(db: Writer, { no, entries }: TrackedTable): boolean {
  if (!hasTable(db, entries)) return false;
  return (
    db.value(`select 1 from sqlite_schema where type = 'trigger' and name = ?`, `_concord_${no}_insert`) !== undefined
  );
}

/** Decisions 8: rows older than provisioning are held until adopted, so that a first session cannot eat them (L8). */
function holdOlderRows(db: Writer, table: TrackedTable): void {
  db.exec(`update _concord_clock set stamp = stamp + 1`);
  const keyed = table.key.map((name) => `${quote(name)} is not null`).join(' and ');
  db.exec(
    `insert or ignore into ${table.entries} (${table.keyNames}, stamp, gone, at, held)
     select ${quoteAll(table.key)}, (select stamp from _concord_clock), 0, null, ${held.notAdopted} from ${table.base} where ${keyed}`,
  );
}

function otherUniqueIndexes(db: Writer, table: TrackedTable): UniqueIndex[] {
  const key = [...table.key].sort().join('\n');
  return uniqueIndexesOf(db, table.physical).filter(
    (index) => !index.isKey && [...index.columns].sort().join('\n') !== key,
  );
}

function createTable(schema: Schema, table: Table): string {
  const travels = new Set(syncColumns(table).map((column) => column.name));
  const columns = table.columns.map((column) => {
    const required = !column.nullable && travels.has(column.name) ? ' not null' : '';
    const collation = column.type === 'guid' ? ' collate nocase' : '';
    return `${quote(column.name)} ${declaredType(table, column)}${required}${collation}`;
  });
  const relations = schema.relations.filter((relation) => tableKey(relation.child) === tableKey(table));
  const foreign = relations.flatMap((relation) => foreignKey(schema, relation));
  return `create table ${quote(physicalName(table))} (${[...columns, `primary key (${quoteAll(table.key)})`, ...foreign].join(', ')})`;
}

function foreignKey(schema: Schema, relation: Relation): string[] {
  const parent = findTable(schema, relation.parent);
  if (!parent) return [];
  return [
    `foreign key (${quoteAll(relation.childColumns)}) references ${quote(physicalName(parent))} (${quoteAll(relation.parentColumns)})`,
  ];
}

/** W-202: the hub's own type where the hub is SQLite too; else the type that holds the cell as received. */
function declaredType(table: Table, column: Column): string {
  const original = column.originalTypeName ?? '';
  if (table.provider?.includes('SqliteSyncProvider') && knownTypes.test(original)) return original;
  return typeNames[column.type];
}

const typeNames: Readonly<Record<CellType, string>> = {
  bool: 'integer',
  byte: 'integer',
  sbyte: 'integer',
  short: 'integer',
  ushort: 'integer',
  int: 'integer',
  uint: 'integer',
  long: 'integer',
  ulong: 'text',
  decimal: 'text',
  double: 'real',
  float: 'real',
  text: 'text',
  char: 'text',
  chars: 'text',
  guid: 'text',
  bytes: 'blob',
  datetime: 'text',
  instant: 'text',
  time: 'text',
  date: 'text',
  any: '',
};

/** Refuses what SQLite cannot hold apart, before anything is made. */
function assertSupported(schema: Schema): void {
  const seen = new Map<string, string>();
  for (const table of schema.tables) {
    const name = physicalName(table);
    if (table.key.length === 0) unsupported(`table ${name} has no primary key`);
    if (/^(_concord_|sqlite_)/i.test(name)) unsupported(`the table name ${name} is reserved`);
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) unsupported(`the tables ${other} and ${name} differ by case only`);
    seen.set(name.toLowerCase(), name);
    const names = table.columns.map((column) => column.name.toLowerCase());
    const twice = names.find((item, at) => names.indexOf(item) !== at);
    if (twice !== undefined) unsupported(`columns of ${name} differ by case only: ${twice}`);
    const missing = table.key.find((item) => !table.columns.some((column) => column.name === item));
    if (missing !== undefined) unsupported(`the key column ${missing} of ${name} is not in the scope`);
  }
}

/** An existing table must have the scope's columns and key; it is never altered. */
function assertFits(db: Writer, table: Table, physical: string): void {
  const columns = new Set(columnsOf(db, physical).map((column) => column.name));
  const missing = syncColumns(table).find((column) => !columns.has(column.name));
  if (missing) unsupported(`the table ${physical} is here already and has no column ${missing.name}`);
  const key = keyOf(db, physical);
  if ([...key].sort().join('\n') !== [...table.key].sort().join('\n')) {
    unsupported(`the table ${physical} is here already with another primary key (${key.join(', ')})`);
  }
}

function unsupported(reason: string): never {
  throw new ConcordError('schema-unsupported', { reason });
}

function sameText(a: string, b: string): boolean {
  return a.replace(/\s+/g, ' ') === b.replace(/\s+/g, ' ');
}
