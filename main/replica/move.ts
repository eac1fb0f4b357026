// From scopes of this file to another one: what is carried along, what stands against it, and the leaving.

import { carriedOf, leftBehind, type Carried } from '../sync/carried.ts';
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
  const own = known.find((scope) => scope.name === hub.name && scope.client.hash === hash);
  const named = known.filter(({ name }) => from.some((item) => item.toLowerCase() === name.toLowerCase()));
  const given = setsOf(named.length === 0 && own && isFollowing(known, own, hub) ? [own] : named, hash);
  if (given.length === 0) return null;
  if (own?.scope && given.every((scope) => scope === own) && differenceOf(own.scope, hub) === null) return null;
  assertRoomFor(known, { named, given }, hub);
  const all = own && !given.includes(own) ? [...given, own] : given;
  assertNothingStays(db, all, hub);
  return carriedOf(all, hub, hash);
}

/** R-163, once more where nobody can write: something may have been changed while the download was on its way. */
export function assertStillNothingStays(db: Reader, { sets }: Carried, hub: Scope): void {
  const isGiven = ({ name, client }: KnownScope): boolean =>
    sets.some((set) => set.name === name && set.hash === client.hash);
  assertNothingStays(db, loadScopes(db).filter(isGiven), hub);
}

/** of a scope with several sets the session's own moves. Throws `parameters-refused` if it is none of them. */
function setsOf(named: readonly KnownScope[], hash: string): readonly KnownScope[] {
  return named.filter((scope) => {
    const sets = named.filter(({ name }) => name === scope.name);
    if (sets.length === 1 || scope.client.hash === hash) return true;
    if (!sets.some(({ client }) => client.hash === hash))
      throw new ConcordError('parameters-refused', {
        reason: `${scope.name} is kept here with several sets of them; name one of these (--param), the others move after it`,
      });
    return false;
  });
}

/** Sets that come along must not meet one of their own kind. */
function assertRoomFor(
  known: readonly KnownScope[],
  { named, given }: { readonly named: readonly KnownScope[]; readonly given: readonly KnownScope[] },
  hub: Scope,
): void {
  const along = named.filter((scope) => !given.includes(scope) && scope.name !== hub.name);
  const there = [...along, ...known.filter(({ name }) => name === hub.name)];
  const twice = along.find(({ client }) => there.filter((other) => other.client.hash === client.hash).length > 1);
  if (twice)
    throw new ConcordError('parameters-refused', {
      reason: `${twice.name} is kept here with several sets of them, and one of these exists twice; let one stand in for all first (--param … --replace)`,
    });
}

/** another set of the scope has moved to what the hub serves, this one has not. */
function isFollowing(known: readonly KnownScope[], own: KnownScope, hub: Scope): boolean {
  if (!own.scope || differenceOf(own.scope, hub) === null) return false;
  return known.some(({ name, scope }) => name === hub.name && scope !== null && differenceOf(scope, hub) === null);
}

/** the sets of this one's scope that are not where it is. */
function setsBehind(
  scopes: readonly KnownScope[],
  { name, scope: at }: Pick<KnownScope, 'name' | 'scope'>,
): readonly KnownScope[] {
  return scopes.filter(
    (known) => at !== null && known.name === name && known.scope !== null && differenceOf(known.scope, at) !== null,
  );
}

/** the sets of a scope that have still to move: another one was synchronised later, with other tables or columns. */
export function setsToMove(scopes: readonly KnownScope[], name: string): readonly KnownScope[] {
  const [last] = scopes
    .filter((known) => known.name === name && known.syncedAt !== null)
    .toSorted((a, b) => ((a.syncedAt ?? '') < (b.syncedAt ?? '') ? 1 : -1));
  return last ? setsBehind(scopes, last) : [];
}

/** nothing is sent while a record here may lack columns that another set's round has yet to bring. */
export function isWithheld(db: Reader, { client, scope }: Pick<KnownScope, 'client' | 'scope'>): boolean {
  const sets = db.value(`select count(*) from _concord_scope where name = ?`, client.scopeName);
  return Number(sets) > 1 && setsBehind(loadScopes(db), { name: client.scopeName, scope }).length > 0;
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

/**
 * a change, a conflict or an error that waits in what the new scope leaves out would never be settled. What the first of
 * several sets has left out is watched no more: nothing can wait in it.
 */
function assertNothingStays(db: Reader, from: readonly KnownScope[], hub: Scope): void {
  const known = loadScopes(db);
  const leaving = from.filter((scope) => scope.name !== hub.name || !isFollowing(known, scope, hub));
  const tables = loadTables(db);
  for (const { table, what } of leftBehind(leaving, hub)) {
    const tracked = tables.find((item) => tableKey(item.name) === tableKey(table));
    if (!tracked || !hasTable(db, tracked.entries)) continue;
    const waits = `held in (${held.no}, ${held.behindConflict}, ${held.parked})`;
    if (db.value(`select 1 from ${tracked.entries} where ${waits} limit 1`) !== undefined)
      throw new ConcordError('scope-leaves-changes', { scope: hub.name, what });
  }
}

/** The scopes of these names. */
function scopesNamed(db: Reader, names: readonly string[]): readonly KnownScope[] {
  return loadScopes(db).filter(({ name }) => names.includes(name));
}

/**
 * Forgets scopes that another one stands in for, but for sets that come along: they are the new one's from here on, with what they
 * had heard of. Tables that none has any more stay as they are, unwatched.
 */
export function leaveScopes(
  db: Writer,
  { from, sets }: Pick<Carried, 'from' | 'sets'>,
  next: { readonly name: string; readonly hash: string },
): void {
  for (const { name, scope, client } of scopesNamed(db, from)) {
    if (name === next.name && client.hash === next.hash) continue;
    const isGiven = scope === null || sets.some((set) => set.name === name && set.hash === client.hash);
    if (isGiven) db.run(`delete from _concord_scope where name = ? and hash = ?`, name, client.hash);
    else
      db.run(`update or replace _concord_scope set name = ? where name = ? and hash = ?`, next.name, name, client.hash);
  }
  const left = loadScopes(db);
  for (const table of loadTables(db)) {
    const isShared = left.some(
      ({ name, scope, client }) =>
        (name !== next.name || client.hash === next.hash) &&
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
