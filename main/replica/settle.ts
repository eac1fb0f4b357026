// After a good session: what the hub has taken is no longer pending, images become bases, errors of it are over
// (Decisions 5, 6; W-195, W-196: an entry goes only when every scope of its table has sent it).

import { cellFromJson, type JsonCell } from '../sync/cell.ts';
import type { AppliedCount, SelectedCount } from '../sync/counters.ts';
import type { ChangeKind } from '../sync/conflict.ts';
import type { RecordName } from '../sync/inbox.ts';
import { tableKey, type TableName } from '../sync/schema.ts';
import type { Writer } from '../sqlite/database.ts';
import { bindRow } from '../sqlite/cells.ts';
import { pairs } from '../sqlite/names.ts';
import { held } from './layout.ts';
import { resolveErrors } from './row-errors.ts';
import { loadScopes, type KnownScope } from './scopes.ts';
import { tick } from './tracking-sql.ts';
import { keyOfRow, toKeyRecord, type TrackedTable } from './tracked-table.ts';

/** Drops the entries that all scopes of a table have sent; call it before the new watermark is saved. */
export function settleEntries(
  db: Writer,
  tables: readonly TrackedTable[],
  session: { scope: string; hash: string; clientTime: bigint },
): void {
  const others = loadScopes(db).filter((scope) => scope.name !== session.scope || scope.client.hash !== session.hash);
  for (const table of tables) {
    const sharing = others.filter((scope) => contains(scope, table.name));
    const limit = sharing.reduce((low, scope) => lower(low, scope.client.lastSync ?? 0n), session.clientTime);
    if (sharing.length === 0) adoptImages(db, table, session.clientTime);
    if (isAllSent(db, table, limit)) {
      // Without a condition SQLite empties a table at a stroke, whatever it holds.
      for (const name of [table.entries, table.bases, table.images]) db.run(`delete from ${name}`);
      continue;
    }
    db.run(`delete from ${table.entries} where stamp > 0 and stamp <= ? and held = ${held.no}`, limit);
    dropOrphans(db, table);
  }
}

/** True if nothing of a table waits or is held any more. */
function isAllSent(db: Writer, { entries }: TrackedTable, limit: bigint): boolean {
  const rest = `stamp = 0 or stamp > ? or held <> ${held.no}`;
  return db.value(`select 1 from ${entries} where ${rest} limit 1`, limit) === undefined;
}

/**
 * L11: a first session uploads nothing; what waited before it – the scope was dropped by order of the hub – is stamped anew, so
 * that the watermark does not pass it. Tables of other scopes go with those.
 */
export function keepWaiting(
  db: Writer,
  tables: readonly TrackedTable[],
  session: { readonly scope: string; readonly hash: string },
): void {
  const others = loadScopes(db).filter((scope) => scope.name !== session.scope || scope.client.hash !== session.hash);
  for (const table of tables) {
    if (others.some((scope) => contains(scope, table.name))) continue;
    const waits = `stamp > 0 and held = ${held.no}`;
    if (db.value(`select 1 from ${table.entries} where ${waits} limit 1`) === undefined) continue;
    db.exec(tick);
    db.exec(`update ${table.entries} set stamp = (select stamp from _concord_clock) where ${waits}`);
  }
}

/** A change made after the offer starts from what was offered: the sent image becomes its base (Decisions 5). */
function adoptImages(db: Writer, table: TrackedTable, mark: bigint): void {
  const cells = table.cellNames.join(', ');
  const overwrite = table.cellNames.map((name) => `${name} = excluded.${name}`).join(', ');
  const same = pairs(
    table.keyNames.map((name) => `image.${name}`),
    '=',
    table.keyNames.map((name) => `${table.bases}.${name}`),
  );
  db.run(
    `insert into ${table.bases} (${table.keyNames}, ${cells}) select ${table.keyNames}, ${cells} from ${table.images}
     where mark = ? and gone = 0 on conflict (${table.keyNames}) do update set ${overwrite}`,
    mark,
  );
  db.run(
    `delete from ${table.bases} where exists (select 1 from ${table.images} as image where ${same} and mark = ? and gone = 1)`,
    mark,
  );
  db.run(`delete from ${table.images} where mark = ?`, mark);
}

/** Bases and images are valid only while their entry is pending (Decisions 4). */
function dropOrphans(db: Writer, table: TrackedTable): void {
  for (const shadow of [table.bases, table.images]) {
    const same = pairs(
      table.keyNames.map((name) => `entry.${name}`),
      '=',
      table.keyNames.map((name) => `${shadow}.${name}`),
    );
    db.run(
      `delete from ${shadow} where not exists (select 1 from ${table.entries} as entry where ${same} and entry.stamp > 0)`,
    );
  }
}

/** Errors of rows that the hub has now taken are over; of those whose record is in the inbox, the inbox decides. */
export function resolveAccepted(
  db: Writer,
  tables: ReadonlyMap<string, TrackedTable>,
  { clientTime, isOpen }: { readonly clientTime: bigint; isOpen(record: RecordName): boolean },
): void {
  const open = db.all<{ schema_name: string; table_name: string; key: string }>(
    `select schema_name, table_name, key from _concord_error
     where side = 'hub' and state <> 'resolved' and taken_back_at is null`,
  );
  for (const error of open) {
    const table = tables.get(tableKey({ name: error.table_name, schema: error.schema_name }));
    if (!table) continue;
    const cells = JSON.parse(error.key) as Record<string, JsonCell>;
    const row = table.columns.map((column) => cellFromJson(cells[column.name] ?? null, column.type));
    const key = keyOfRow(table, row);
    const here = pairs(
      table.keyNames,
      '=',
      table.key.map(() => '?'),
    );
    const waiting = db.get<{ held: number }>(
      `select held from ${table.entries} where ${here} and (held <> 0 or stamp > ?)`,
      ...bindRow(key),
      clientTime,
    );
    if (!waiting) resolveErrors(db, table, row, 'hub');
    else if (waiting.held === held.behindConflict && isOpen({ table: table.name, key: toKeyRecord(table, key) }))
      resolveErrors(db, table, row, 'hub', 'conflict');
  }
}

/** Decisions 13: what proves that a hub took the rows of a table and kind. */
export function isProved(
  claim: { table: TableName; kind: ChangeKind },
  books: { sent: readonly SelectedCount[]; applied: readonly AppliedCount[]; concordHub: boolean; short: boolean },
): boolean {
  if (books.concordHub) return true;
  if (books.short) return false;
  const sent = books.sent.find((count) => tableKey(count.table) === tableKey(claim.table));
  const took = books.applied.find(
    (count) => count.kind === claim.kind && tableKey(count.table) === tableKey(claim.table),
  );
  const rows = claim.kind === 'upsert' ? sent?.upserts : sent?.deletes;
  return took !== undefined && took.applied === rows && took.resolved === 0 && took.failed === 0;
}

function contains(scope: KnownScope, table: TableName): boolean {
  return scope.scope?.schema.tables.some((item) => tableKey(item) === tableKey(table)) ?? false;
}

function lower(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
