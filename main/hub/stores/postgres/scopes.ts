// The scopes of a PostgreSQL hub: made once, kept for ever (W-65), found without case (W-13).

import type { ScopeFilters } from '../../../sync/filter.ts';
import type { Schema, Setup } from '../../../sync/schema.ts';
import { protocolVersion } from '../../../wire/versions.ts';
import { findScope } from '../../find-scope.ts';
import { filterColumns } from '../filters.ts';
import type { HubScope, ScopeOrder } from '../store.ts';
import type { Querying } from './connection.ts';
import { assertNoneKept, isSetUpAnew } from '../set-up.ts';
import type { Described } from './describe.ts';
import { registerTable } from './registry.ts';
import { ensureTracking } from './tracking.ts';

/** A scope with its number in the database. */
export interface NumberedScope extends HubScope {
  readonly no: number;
}

/** All scopes, in the order in which they were made. */
export async function loadScopes(db: Querying): Promise<readonly NumberedScope[]> {
  const rows = await db.rows(
    `select no, name, setup, schema, version, cleaned_up_to, filters from _concord.scope order by no`,
  );
  return rows.map(([no, name, setup, schema, version, cleaned = null, filters = null]) => ({
    no: Number(no),
    name: name ?? '',
    setup: JSON.parse(setup ?? '{}') as Setup,
    schema: JSON.parse(schema ?? '{}') as Schema,
    version: version ?? '',
    cleanedUpTo: cleaned === null ? null : BigInt(cleaned),
    filters: filters === null ? null : (JSON.parse(filters) as ScopeFilters),
  }));
}

/** W-65: the known scope if it stays; null if it is new or to be set up anew. Throws `database-unsuitable` where they differ. */
export function knownScope(
  { name, overwrite = false }: ScopeOrder,
  described: Described,
  scopes: readonly NumberedScope[],
): NumberedScope | null {
  const known = findScope(scopes, name);
  return known && !isSetUpAnew(known, described, overwrite) ? known : null;
}

/** Writes a scope, or what it is from now on, and tracks its tables, one after the other. The caller holds the layout's lock. */
export async function makeScope(
  db: Querying,
  name: string,
  { setup, schema, filters, places }: Described,
): Promise<void> {
  const kept = `select count(*) from _concord.error where scope in (select no from _concord.scope where name = $1)`;
  assertNoneKept(name, Number(await db.value(kept, [name])));
  for (const [at, table] of schema.tables.entries()) {
    const place = places[at];
    const read = filterColumns(filters, schema, table);
    if (place) await ensureTracking(db, await registerTable(db, table, { place, read }));
  }
  await db.run(
    `insert into _concord.scope (name, setup, schema, version, cleaned_up_to, filters) values ($1, $2, $3, $4, null, $5)
     on conflict (name) do update set setup = excluded.setup, schema = excluded.schema, version = excluded.version,
     filters = excluded.filters`,
    [name, JSON.stringify(setup), JSON.stringify(schema), protocolVersion, filters && JSON.stringify(filters)],
  );
  await db.rows(`update _concord.clock set revision = revision + 1`);
}
