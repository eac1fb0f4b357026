// What a stock Dotmim.Sync server has left in a PostgreSQL database, in words for whoever wants to serve it (W-205). Looks only.

import { quote } from '../../../sqlite/names.ts';
import type { Querying } from './connection.ts';

/**
 * Why a database that a stock server has set up is not taken over, with what was found and what to do; null for any other. Its
 * history is of no use: a stamp there tells when a statement ran and not when it was committed, so what was committed late is
 * before the place where its clients stand, and nobody can tell which rows those are (L2, L3).
 */
export async function stockRefusal(db: Querying): Promise<string | null> {
  const home = await tableWith(db, ['sync_scope_name', 'sync_scope_schema', 'sync_scope_setup']);
  if (home === null) return null;
  const scopes = await namesIn(db, home, 'sync_scope_name');
  const tracked = await tablesWith(db, ['update_scope_id', 'timestamp', 'sync_row_is_tombstone']);
  const parts = [
    `its table ${home}`,
    scopes.length > 0 ? `${counted(scopes.length, 'scope')} (${few(scopes)})` : '',
    tracked.length > 0 ? `${counted(tracked.length, 'tracking table')} (${few(tracked)})` : '',
    await clientsIn(db),
  ];
  const found = parts.filter((part) => part !== '').join('; ');
  return (
    `a Dotmim.Sync server has set it up already (${found}). Its history is not taken over: it cannot tell what was committed ` +
    'late, so clients would miss rows without a word. Either keep that server as the hub, Concord synchronises with it as it ' +
    'is; or let every client send what waits, stop that server for good, let it deprovision the database ' +
    '(RemoteOrchestrator.DropAllAsync), start this hub again, and give every client a new file'
  );
}

async function clientsIn(db: Querying): Promise<string> {
  const table = await tableWith(db, ['sync_scope_id', 'sync_scope_hash', 'scope_last_server_sync_timestamp']);
  if (table === null || !(await isReadable(db, table))) return '';
  const [[count, last] = []] = await db.rows(
    `select count(distinct sync_scope_id), to_char(max(scope_last_sync) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from ${table}`,
  );
  if (Number(count) === 0) return 'no client yet';
  const clients = counted(Number(count), 'client');
  return last == null ? clients : `${clients}, the last one in step at ${last} UTC`;
}

async function namesIn(db: Querying, table: string, column: string): Promise<string[]> {
  if (!(await isReadable(db, table))) return [];
  const rows = await db.rows(`select ${quote(column)} from ${table} order by 1`);
  return rows.flatMap(([name]) => name ?? []);
}

async function tableWith(db: Querying, columns: readonly string[]): Promise<string | null> {
  return (await tablesWith(db, columns))[0] ?? null;
}

/** The database's owner may have kept it from the hub's user. */
async function isReadable(db: Querying, table: string): Promise<boolean> {
  return (await db.value(`select has_table_privilege($1, 'select')`, [table])) === 't';
}

/** Tables that have all of these columns, whatever they are called. */
async function tablesWith(db: Querying, columns: readonly string[]): Promise<string[]> {
  const rows = await db.rows(
    `select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and (select count(*) from pg_attribute a
       where a.attrelid = c.oid and not a.attisdropped and a.attname = any ($1::text[])) = $2 order by 1`,
    [`{${columns.join(',')}}`, columns.length],
  );
  return rows.flatMap(([name]) => name ?? []);
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

function few(names: readonly string[]): string {
  return names.length <= 5 ? names.join(', ') : `${names.slice(0, 4).join(', ')} and ${names.length - 4} more`;
}
