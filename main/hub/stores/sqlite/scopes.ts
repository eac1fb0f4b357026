// The scopes of a hub's database: made once, kept for ever (W-65), found without case (W-13).

import type { ScopeFilters } from '../../../sync/filter.ts';
import { parentsFirst, type Schema, type Setup } from '../../../sync/schema.ts';
import type { Reader, Writer } from '../../../sqlite/database.ts';
import { protocolVersion } from '../../../wire/versions.ts';
import { findScope } from '../../find-scope.ts';
import { filterColumns } from '../filters.ts';
import type { HubScope, ScopeOrder } from '../store.ts';
import { assertNoneKept, isSetUpAnew } from '../set-up.ts';
import { describeOrder, type Described } from './describe.ts';
import { registerTable } from './registry.ts';
import { ensureTracking } from './tracking.ts';

/** A scope with its number in the file. */
export interface NumberedScope extends HubScope {
  readonly no: number;
}

interface ScopeRow {
  readonly no: number;
  readonly name: string;
  readonly setup: string;
  readonly schema: string;
  readonly version: string;
  readonly cleaned: string | null;
  readonly filters: string | null;
}

/** All scopes, in the order in which they were made. */
export function loadScopes(db: Reader): readonly NumberedScope[] {
  return db
    .all<ScopeRow>(
      `select no, name, setup, schema, version, cast(cleaned_up_to as text) as cleaned, filters from _concord_scope order by no`,
    )
    .map((row) => ({
      no: row.no,
      name: row.name,
      setup: JSON.parse(row.setup) as Setup,
      schema: JSON.parse(row.schema) as Schema,
      version: row.version,
      cleanedUpTo: row.cleaned === null ? null : BigInt(row.cleaned),
      filters: row.filters === null ? null : (JSON.parse(row.filters) as ScopeFilters),
    }));
}

/** W-65: the known scope if it stays; null if it is new or to be set up anew. Throws `database-unsuitable` where they differ. */
export function knownScope(db: Reader, order: ScopeOrder, scopes: readonly NumberedScope[]): NumberedScope | null {
  const known = findScope(scopes, order.name);
  return known && !isSetUpAnew(known, describeOrder(db, order), order.overwrite ?? false) ? known : null;
}

/**
 * Writes a scope, or what it is from now on, and tracks its tables. The caller holds a write transaction and has described the
 * order before.
 */
export function makeScope(db: Writer, name: string, { setup, schema, filters }: Described): void {
  const kept = `select count(*) from _concord_error where scope in (select no from _concord_scope where name = ?)`;
  assertNoneKept(name, Number(db.value(kept, name)));
  for (const table of parentsFirst(schema))
    ensureTracking(db, registerTable(db, table, filterColumns(filters, schema, table)));
  db.run(
    `insert into _concord_scope (name, setup, schema, version, cleaned_up_to, filters) values (?, ?, ?, ?, null, ?)
     on conflict (name) do update set setup = excluded.setup, schema = excluded.schema, version = excluded.version,
     filters = excluded.filters, revision = revision + 1`,
    name,
    JSON.stringify(setup),
    JSON.stringify(schema),
    protocolVersion,
    filters && JSON.stringify(filters),
  );
}
