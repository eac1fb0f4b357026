// A hub's database as a whole, on both stores: what is in it, a back-up of it, and its restoration while no hub runs.

import { isPostgresUrl } from '../../main/hub/stores/postgres/connection.ts';
import type { HubDb } from './postgres.ts';

/** On SQLite a second file; on PostgreSQL every table, the hub's own among them. What is returned puts it back. */
export function backUpHub({ hubFile, hubDb }: { readonly hubFile: string; readonly hubDb: HubDb }): () => void {
  const from = isPostgresUrl(hubFile) ? tablesOf(hubDb) : null;
  const keep = from === null ? '' : 'kept_';
  const file = `${hubFile}-back-up`;
  if (from === null) hubDb.prepare('vacuum into ?').run(file);
  for (const [at, table] of (from ?? []).entries()) hubDb.exec(`create table ${keep}${at} as table ${table}`);
  return () => {
    if (from === null) return restoreFile(hubDb, file);
    const back = from.map((table, at) => `insert into ${table} overriding system value table ${keep}${at}`);
    const own = from.filter((table) => table.startsWith('_concord.'));
    const owners = from.length - own.length;
    // The hub's triggers see the owner's rows come back all the same: its own tables come after them.
    hubDb.exec(`set session_replication_role = replica; truncate ${from.join(', ')}; ${back.slice(0, owners).join('; ')};
      truncate ${own.join(', ')}; ${back.slice(owners).join('; ')};
      set session_replication_role = origin`);
  };
}

function tablesOf(hubDb: HubDb): string[] {
  return hubDb
    .prepare(
      `select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', '_concord')
       order by schemaname desc`,
    )
    .pluck()
    .all() as string[];
}

/** Page by page into the file that is there: connections of other programs go on with it. */
function restoreFile(hubDb: HubDb, file: string): void {
  hubDb.exec(`pragma foreign_keys = off; attach '${file}' as kept; begin immediate`);
  const names = hubDb
    .prepare(
      `select name from kept.sqlite_schema where type = 'table' and name not like 'sqlite%' order by name like '#_concord%' escape '#'`,
    )
    .pluck()
    .all() as string[];
  for (const name of names)
    hubDb.exec(`delete from main."${name}"; insert into main."${name}" select * from kept."${name}"`);
  for (const name of names.filter((found) => found.startsWith('_concord')))
    hubDb.exec(`delete from main."${name}"; insert into main."${name}" select * from kept."${name}"`);
  hubDb.exec(`commit; detach kept; pragma foreign_keys = on`);
}

const sqliteObjects = 'select name, sql from sqlite_schema order by name';
const postgresObjects = `select n.nspname, c.relname, c.relkind::text, (select count(*) from pg_trigger t where t.tgrelid = c.oid)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  order by 1, 2`;

/** All that the database has: names, and what they are. */
export function objectsOf({ hubFile, hubDb }: { readonly hubFile: string; readonly hubDb: HubDb }): unknown[] {
  return hubDb.prepare(isPostgresUrl(hubFile) ? postgresObjects : sqliteObjects).all();
}
