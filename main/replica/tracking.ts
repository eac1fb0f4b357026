// Taking tracking away and making it anew, as the hub's operator orders it (W-121, HB-05): never what waits, never a row.

import type { Writer } from '../sqlite/database.ts';
import { tableKey } from '../sync/schema.ts';
import { renewClientId } from './layout.ts';
import { dropTriggers, triggersOf } from './own-triggers.ts';
import { ensureTracking } from './provision.ts';
import { loadScopes, type KnownScope } from './scopes.ts';
import { loadTables, type TrackedTable } from './tracked-table.ts';

/** Order 16: the triggers of a scope's tables are dropped and made anew. The caller holds a write transaction. */
export function renewTriggers(db: Writer, scope: KnownScope): void {
  for (const table of tablesOf(db, scope)) {
    dropTriggers(db, table);
    ensureTracking(db, table);
  }
}

/** Order 4: all that tracks an emptied table is dropped and made anew. The caller holds a write transaction. */
export function renewShadows(db: Writer, table: TrackedTable): void {
  dropTriggers(db, table);
  for (const shadow of [table.entries, table.bases, table.images, table.notes])
    db.exec(`drop table if exists ${shadow}`);
  ensureTracking(db, table);
}

/**
 * Order 8: forgets a scope and stops tracking its tables, but for those of other scopes. Entries and bases stay: they are what
 * is known of changes that wait and of open conflicts, and the next first session meets them. The caller holds a write
 * transaction.
 */
export function disconnectScope(db: Writer, scope: KnownScope): void {
  const own = tablesOf(db, scope);
  // What it has still to send is the others' from here on (R-166).
  db.run(
    `update _concord_scope set last_sync = min(last_sync, coalesce((select last_sync from _concord_scope where no = ?), last_sync))`,
    scope.no,
  );
  db.run(`delete from _concord_scope where no = ?`, scope.no);
  const others = loadScopes(db);
  for (const table of own) if (!others.some((other) => contains(other, table))) dropTriggers(db, table);
  // As with stock peers it comes back as a client of its own (W-121).
  if (others.length === 0) renewClientId(db);
}

/** The tables whose changes are to be seen: a scope that was dropped leaves its tables registered and without triggers. */
export function trackedNow(db: Writer): TrackedTable[] {
  const scopes = loadScopes(db);
  return loadTables(db).filter(
    (table) => scopes.some((scope) => contains(scope, table)) || triggersOf(db, table).length > 0,
  );
}

function tablesOf(db: Writer, scope: KnownScope): TrackedTable[] {
  return loadTables(db).filter((table) => contains(scope, table));
}

function contains({ scope }: KnownScope, { name }: TrackedTable): boolean {
  return scope?.schema.tables.some((table) => tableKey(table) === tableKey(name)) ?? false;
}
