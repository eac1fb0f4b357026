// Keeps the tracking of a PostgreSQL hub's tables in place: made when a scope is provisioned, looked after when one is opened.

import type { Querying } from './connection.ts';
import type { TrackedTable } from './registry.ts';
import { trackingTables, trackingTriggers, watched } from './tracking-sql.ts';

/** Makes a table's tracking or brings its triggers up to date. */
export async function ensureTracking(db: Querying, table: TrackedTable): Promise<void> {
  await db.rows(trackingTables(table));
  await db.rows(trackingTriggers(table));
}

/** How many of the tables' triggers stand as they should; a number of triggers as one of SQL's expressions. */
export const standingTriggers = `(select count(*) from pg_trigger t join pg_proc p on p.oid = t.tgfoid
  where p.pronamespace = to_regnamespace('_concord') and t.tgenabled = 'A')`;

/** The number of triggers that the tables must have. */
export function triggersWanted(tables: readonly TrackedTable[]): number {
  return tables.length * watched.length;
}

/** W-287 c: the numbers of the tables whose own triggers may change a row that is applied. */
export async function answering(db: Querying, tables: readonly TrackedTable[]): Promise<ReadonlySet<number>> {
  const rows = await db.rows(
    `select distinct t.tgrelid::regclass::oid, n.nspname, c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid
     join pg_namespace n on n.oid = c.relnamespace join pg_proc p on p.oid = t.tgfoid
     where not t.tgisinternal and t.tgenabled <> 'D' and p.pronamespace <> to_regnamespace('_concord')`,
  );
  const names = new Set(rows.map(([, schema, name]) => JSON.stringify([schema, name])));
  return new Set(tables.filter(({ schema, name }) => names.has(JSON.stringify([schema, name]))).map(({ no }) => no));
}
