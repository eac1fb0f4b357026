// When a scope's order is what the database has, and when it may be set up anew (W-65, M5, M6).

import { ConcordError } from '../../sync/problem.ts';
import { schemaDifference, setupDifference, type Scope } from '../../sync/scope.ts';
import type { Schema, Setup } from '../../sync/schema.ts';
import { findScope } from '../find-scope.ts';
import type { SnapshotShelf } from './snapshots.ts';
import type { ScopeOrder } from './store.ts';

/** What an order came to against the database as it is. */
export interface Ordered {
  readonly setup: Setup;
  readonly schema: Schema;
}

/** True if the scope is to be set up anew. Throws `database-unsuitable` where it differs and nobody ordered that. */
export function isSetUpAnew(known: Scope, ordered: Ordered, overwrite: boolean): boolean {
  const setups = setupDifference(known.setup, ordered.setup);
  // A setup that names no columns means those that the table had when the scope was made.
  if (overwrite) return (setups ?? schemaDifference(known.schema, ordered.schema)) !== null;
  if (setups === null) return false;
  throw new ConcordError('database-unsuitable', {
    reason: `the scope ${known.name} was made otherwise (${setups}); give the changed set-up a new scope name, or order it with --overwrite`,
  });
}

/** Sees to a scope; one that was set up anew has no use for what was kept of it in snapshots. */
export async function provisionOn<S extends Scope>(
  hub: { scopes(): readonly S[]; provision(order: ScopeOrder): Promise<S> },
  shelf: SnapshotShelf,
  order: ScopeOrder,
): Promise<S> {
  const text = ({ setup, schema }: Scope): string => JSON.stringify([setup, schema]);
  const before = findScope(hub.scopes(), order.name);
  const scope = await hub.provision(order);
  if (before && text(before) !== text(scope))
    for (const row of await shelf.list()) if (row.scopeName === scope.name) await shelf.remove(row.no);
  return scope;
}

/** A scope of that name. Throws `scope-unknown`. */
export function scopeNamed<S extends Scope>(scopes: readonly S[], name: string): S {
  const found = findScope(scopes, name);
  if (!found) throw new ConcordError('scope-unknown', { scope: name });
  return found;
}

/** A session that began before its scope was set up anew has rows of other columns: it begins anew. */
export function stillServed<S extends Scope>(known: Scope, now: S): S {
  if (known.schema === now.schema || JSON.stringify(known.schema) === JSON.stringify(now.schema)) return now;
  throw new ConcordError('hub-session-lost');
}

/** Rows that the hub keeps for clients lie in the order of the columns that the scope had. */
export function assertNoneKept(name: string, rows: number): void {
  if (rows === 0) return;
  throw new ConcordError('database-unsuitable', {
    reason: `${rows} refused rows of clients wait in the scope ${name}; let these synchronise first, or give the changed set-up a new scope name`,
  });
}
