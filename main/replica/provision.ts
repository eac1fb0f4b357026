// Makes a scope's tables and their tracking in the replica's file. What exists is left alone (W-201, W-202, W-206).

import { ConcordError } from '../sync/problem.ts';
import type { Carried } from '../sync/carried.ts';
import { directionOf, parentsFirst, syncColumns, tableKey, type Schema, type Table } from '../sync/schema.ts';
import type { Scope } from '../sync/scope.ts';
import type { Writer } from '../sqlite/database.ts';
import {
  columnsOf,
  keyDeclarations,
  keyOf,
  tableNames,
  uniqueIndexesOf,
  type UniqueIndex,
} from '../sqlite/introspect.ts';
import { quote, quoteAll } from '../sqlite/names.ts';
import { createTable, physicalName } from './create-table.ts';
import { held } from './layout.ts';
import { loadTables, registerTable, type TrackedTable } from './tracked-table.ts';
import { shadowTables, trackingTriggers } from './tracking-sql.ts';
import {
  addColumns,
  bringShadowsBack,
  hasSameCells,
  isWatched,
  offerOwnValues,
  offerReceivedOnly,
  putShadowsBy,
} from './widen.ts';

/**
 * Makes tables, registry, tracking and triggers. Runs inside the first session's transaction (L7). A scope that stands in for
 * others may have more columns: they are added.
 */
export function provision(db: Writer, scope: Scope, carried?: Carried): TrackedTable[] {
  assertSupported(scope.schema);
  const present = new Set(tableNames(db));
  const stood = new Map<string, readonly string[]>();
  for (const table of parentsFirst(scope.schema)) {
    const physical = physicalName(table);
    if (!present.has(physical)) db.exec(createTable(scope.schema, table));
    else if (carried) stood.set(physical, addColumns(db, table, physical));
    if (present.has(physical)) assertFits(db, table, physical);
  }
  const known = loadTables(db);
  const watched = new Set(known.filter((table) => isWatched(db, table)));
  return scope.schema.tables.map((table) => {
    const before = known.find(({ physical }) => physical === physicalName(table));
    const tracked = track(db, scope, { table, before });
    const wasTracked = before !== undefined && watched.has(before);
    if (!wasTracked && present.has(tracked.physical)) holdOlderRows(db, tracked);
    const held = carried?.held.find((item) => tableKey(item) === tableKey(table))?.columns;
    const own = stood.get(tracked.physical)?.filter((name) => !held?.includes(name));
    if (wasTracked && held && own) offerOwnValues(db, tracked, own);
    return tracked;
  });
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

/** Registers a table and tracks it; what its shadows hold moves along where its columns have changed. */
function track(
  db: Writer,
  scope: Scope,
  { table, before }: { readonly table: Table; readonly before: TrackedTable | undefined },
): TrackedTable {
  const tracked = registerTable(db, table, physicalName(table), directionOf(scope.setup, table));
  const moves = before !== undefined && !hasSameCells(before, tracked);
  if (moves) putShadowsBy(db, before);
  ensureTracking(db, tracked);
  if (moves) bringShadowsBack(db, before, tracked);
  if (before) offerReceivedOnly(db, before, tracked);
  return tracked;
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
