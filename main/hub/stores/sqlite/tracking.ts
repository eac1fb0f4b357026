// Keeps the tracking of a hub's tables in place: made when a scope is provisioned, looked after when the file changes.

import type { Reader, Writer } from '../../../sqlite/database.ts';
import {
  columnsOf,
  hasOwnTriggers,
  hasTable,
  keyDeclarations,
  keyOf,
  uniqueIndexesOf,
  type UniqueIndex,
} from '../../../sqlite/introspect.ts';
import { unsuitable } from './describe.ts';
import type { TrackedTable } from './registry.ts';
import { trackingTables, trackingTriggers } from './tracking-sql.ts';

/** Makes a table's tracking or brings its triggers up to date; a dropped unique index takes its triggers along. */
export function ensureTracking(db: Writer, table: TrackedTable): void {
  assertStillFits(db, table);
  const declared = {
    keys: keyDeclarations(db, table.name, table.key),
    past: keyDeclarations(db, table.name, table.pastColumns),
  };
  addPastColumns(db, table, declared.past);
  for (const statement of trackingTables(table, declared)) db.exec(statement);
  const wanted = trackingTriggers(table, otherUniqueIndexes(db, table));
  const present = triggersOf(db, table);
  for (const name of present.keys()) if (!wanted.has(name)) db.exec(`drop trigger ${name}`);
  for (const [name, text] of wanted) {
    if (sameText(present.get(name), text)) continue;
    db.exec(`drop trigger if exists ${name}`);
    db.exec(text);
  }
}

/** A later scope's filter may read more columns; what was noted before does not matter to it. */
function addPastColumns(db: Writer, { past }: TrackedTable, declared: readonly string[]): void {
  if (!hasTable(db, past)) return;
  const known = columnsOf(db, past).length - 1;
  for (const [at, type] of declared.entries())
    if (at >= known) db.exec(`alter table ${past} add column c${at} ${type}`);
}

/** W-287 c: true if other triggers, or foreign keys that change rows by themselves, may answer a row that is applied. */
export function isWatched(db: Reader): boolean {
  if (hasOwnTriggers(db)) return true;
  const cascades = db.value(
    `select 1 from sqlite_schema s join pragma_foreign_key_list(s.name) f
     where s.type = 'table' and (f.on_delete not in ('NO ACTION', 'RESTRICT') or f.on_update not in ('NO ACTION', 'RESTRICT'))
     limit 1`,
  );
  return cascades !== undefined;
}

function assertStillFits(db: Reader, table: TrackedTable): void {
  if (!hasTable(db, table.name)) unsuitable(`the table ${table.name} of a scope is gone`);
  const key = keyOf(db, table.name);
  if (key.join('\n') !== table.key.join('\n')) unsuitable(`the primary key of ${table.name} has changed`);
  const columns = new Set(columnsOf(db, table.name).map((column) => column.name));
  const missing = table.columns.find((name) => !columns.has(name));
  if (missing !== undefined) unsuitable(`the column ${missing} of ${table.name} is gone, a scope needs it`);
}

function otherUniqueIndexes(db: Reader, table: TrackedTable): UniqueIndex[] {
  const key = [...table.key].sort().join('\n');
  return uniqueIndexesOf(db, table.name).filter(
    (index) => !index.isKey && [...index.columns].sort().join('\n') !== key,
  );
}

function triggersOf(db: Reader, table: TrackedTable): ReadonlyMap<string, string> {
  const rows = db.all<{ name: string; sql: string }>(
    `select name, sql from sqlite_schema where type = 'trigger' and name glob ?`,
    `_concord_${table.no}_*`,
  );
  return new Map(rows.map((row) => [row.name, row.sql]));
}

function sameText(known: string | undefined, text: string): boolean {
  return known !== undefined && known.replace(/\s+/g, ' ') === text.replace(/\s+/g, ' ');
}
