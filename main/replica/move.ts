// From scopes of this file to another one: what is carried along, what stands against it, and the leaving.

import { carriedOf, leftBehind, type Carried, type RememberedScope } from '../sync/carried.ts';
import type { ApplyRequest } from '../sync/orchestrator.ts';
import { ConcordError } from '../sync/problem.ts';
import { directionOf, findTable, tableKey } from '../sync/schema.ts';
import { schemaDifference, setupDifference, type Scope } from '../sync/scope.ts';
import type { Reader, Writer } from '../sqlite/database.ts';
import { hasTable } from '../sqlite/introspect.ts';
import type { RowContext } from './apply-row.ts';
import { held } from './layout.ts';
import { dropTriggers } from './own-triggers.ts';
import { loadScopes, type KnownScope } from './scopes.ts';
import { loadTables, type TrackedTable } from './tracked-table.ts';

/** What is asked for: names of scopes of this file, and the parameter set of the session. */
export interface Moving {
  readonly from: readonly string[];
  readonly hash: string;
}

/**
 * What the session's scope stands in for; null where it is just what the replica has. Throws `scope-leaves-changes`,
 * `parameters-refused` or `scope-differs`.
 */
export function carriedInto(db: Reader, hub: Scope, { from, hash }: Moving): Carried | null {
  const known = loadScopes(db).filter(({ scope }) => scope !== null);
  const named = known.filter(({ name }) => from.some((item) => item.toLowerCase() === name.toLowerCase()));
  if (named.length === 0) return null;
  const own = known.find((scope) => scope.name === hub.name && scope.client.hash === hash);
  const isOwn = named.every((scope) => scope === own);
  if (own?.scope && isOwn && differenceOf(own.scope, hub) === null) return null;
  const given = own && !named.includes(own) ? [...named, own] : named;
  const several = given.find(({ name, no }) => given.some((other) => other.name === name && other.no !== no));
  if (several)
    throw new ConcordError('parameters-refused', {
      reason: `${several.name} is kept here with several sets of them; let one stand in for all first (--param … --replace)`,
    });
  assertNothingStays(db, given, hub);
  return carriedOf(given, hub, hash);
}

/** Scopes may share a table only if they agree on its columns, key and direction: tracking is shared (W-194). */
export function assertSharedTablesFit(db: Reader, hub: Scope, except: readonly string[]): void {
  for (const { name, scope } of loadScopes(db)) {
    const difference =
      scope && !except.includes(name) ? (schemaDifference(scope.schema, hub.schema) ?? directions(scope, hub)) : null;
    if (difference !== null) throw new ConcordError('scope-differs', { scope: hub.name, other: name, difference });
  }
}

function directions(known: Scope, hub: Scope): string | null {
  const table = hub.schema.tables.find(
    (item) => findTable(known.schema, item) && directionOf(known.setup, item) !== directionOf(hub.setup, item),
  );
  return table ? `direction of table ${table.name}` : null;
}

function differenceOf(known: Scope, hub: Scope): string | null {
  return setupDifference(known.setup, hub.setup) ?? schemaDifference(known.schema, hub.schema);
}

/** a change, a conflict or an error that waits in what the new scope leaves out would never be settled. */
export function assertNothingStays(db: Reader, from: readonly RememberedScope[], hub: Scope): void {
  const tables = loadTables(db);
  for (const { table, what } of leftBehind(from, hub)) {
    const tracked = tables.find((item) => tableKey(item.name) === tableKey(table));
    if (!tracked || !hasTable(db, tracked.entries)) continue;
    const waits = `held in (${held.no}, ${held.behindConflict}, ${held.parked}, ${held.otherSet})`;
    if (db.value(`select 1 from ${tracked.entries} where ${waits} limit 1`) !== undefined)
      throw new ConcordError('scope-leaves-changes', { scope: hub.name, what });
  }
}

/** The scopes of these names. */
export function scopesNamed(db: Reader, names: readonly string[]): readonly KnownScope[] {
  return loadScopes(db).filter(({ name }) => names.includes(name));
}

/** Forgets scopes that another one stands in for; tables that none has any more stay as they are, unwatched. */
export function leaveScopes(
  db: Writer,
  from: readonly string[],
  next: { readonly name: string; readonly hash: string },
): void {
  for (const name of from)
    db.run(`delete from _concord_scope where name = ? and not (name = ? and hash = ?)`, name, next.name, next.hash);
  const left = loadScopes(db);
  for (const table of loadTables(db)) {
    const isShared = left.some(({ scope }) =>
      scope?.schema.tables.some((item) => tableKey(item) === tableKey(table.name)),
    );
    if (!isShared) dropTriggers(db, table);
  }
}

/** which columns of a table were here before the scope that is moved to, and which are new. */
export function carriedColumns(
  { carried }: ApplyRequest,
  tables: ReadonlyMap<string, TrackedTable>,
): Pick<RowContext, 'carried'> {
  if (!carried) return {};
  const split = new Map(
    carried.held.flatMap((held) => {
      const table = tables.get(tableKey(held));
      if (!table) return [];
      const places = [...table.columns.keys()];
      const has = (at: number): boolean => held.columns.includes(table.columns[at]?.name ?? '');
      return [[tableKey(held), { known: places.filter(has), fresh: places.filter((at) => !has(at)) }] as const];
    }),
  );
  return { carried: (table) => split.get(tableKey(table)) ?? null };
}

/** all columns were here. */
export function allColumns(tables: ReadonlyMap<string, TrackedTable>): Pick<RowContext, 'carried'> {
  return { carried: (name) => ({ known: [...(tables.get(tableKey(name))?.columns.keys() ?? [])], fresh: [] }) };
}
