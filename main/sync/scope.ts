// Scopes: what a hub serves under one name, what a replica remembers of it, and when the two still fit.

import { ConcordError } from './problem.ts';
import { findTable, syncColumns, type Schema, type Setup, type Table, type TableName } from './schema.ts';

/** A scope as the hub describes it in step 2. */
export interface Scope {
  readonly name: string;
  readonly schema: Schema;
  readonly setup: Setup;
  readonly version: string;
  /** The hub has forgotten deletes up to this hub time (W-197); null = never cleaned. */
  readonly cleanedUpTo: bigint | null;
}

/** One value of a scope's filter. */
export interface Parameter {
  readonly name: string;
  readonly value: string | number | bigint | boolean | null;
}

/** What a replica is to a hub within one scope and parameter set (ScopeInfoClient, W-190…W-192). */
export interface ScopeClient {
  readonly id: string;
  readonly scopeName: string;
  /** Base64 hash of the parameters (W-58). */
  readonly hash: string;
  readonly parameters: readonly Parameter[];
  /** Replica time of the last good session; null = none. */
  readonly lastSync: bigint | null;
  /** Hub time of the last good session; null = none. */
  readonly lastHubSync: bigint | null;
  /** What the hub called that time, where it did. */
  readonly seal?: string | null;
  /** True until the first session has ended well. */
  readonly isNew: boolean;
}

/** What the user asked for. */
export type SyncType = 'normal' | 'reinitialize' | 'reinitialize-with-upload';

/** Whose row the hub keeps when both sides changed it. */
export type Policy = 'server-wins' | 'client-wins';

/** What the hub may order a replica to do in step 13 (W-121). */
export type HubOperation =
  | 'normal'
  | 'reinitialize'
  | 'reinitialize-with-upload'
  | 'drop-all-and-sync'
  | 'drop-all-and-exit'
  | 'deprovision-and-sync'
  | 'abort';

/** an outdated replica may have missed deletes, since the hub has forgotten them (W-120, W-199). */
export function isOutdated(client: ScopeClient, scope: Scope): boolean {
  if (client.isNew || client.lastHubSync === null || scope.cleanedUpTo === null) return false;
  return client.lastHubSync < scope.cleanedUpTo;
}

/** throws `scope-setup-changed` unless setup and columns that the replica knows and the hub's are the same (W-64). */
export function assertSameScope(known: Scope, hub: Scope): void {
  const difference = setupDifference(known.setup, hub.setup) ?? schemaDifference(known.schema, hub.schema);
  if (difference) throw new ConcordError('scope-setup-changed', { difference, scope: hub.name });
}

/** the first table that both have with other travelling columns, or in another order, in words; null = there is none. */
export function schemaDifference(known: Schema, hub: Schema): string | null {
  for (const table of hub.tables) {
    const before = findTable(known, table);
    if (!before) continue;
    const label = tableLabel(table);
    if (columnNames(before) !== columnNames(table)) return `columns of table ${label}`;
    if (JSON.stringify(before.key) !== JSON.stringify(table.key)) return `key of table ${label}`;
  }
  return null;
}

function columnNames(table: Table): string {
  return JSON.stringify(syncColumns(table).map(({ name }) => name));
}

/** the first difference of two setups in words; null when they are equal. Order of tables and columns is free. */
export function setupDifference(known: Setup, hub: Setup): string | null {
  if (fingerprint(known.affixes) !== fingerprint(hub.affixes)) return 'names of tracking objects';
  if (JSON.stringify(known.filters) !== JSON.stringify(hub.filters)) return 'filters';
  const before = new Map(known.tables.map((table) => [tableLabel(table), table]));
  const after = new Map(hub.tables.map((table) => [tableLabel(table), table]));
  for (const label of before.keys()) if (!after.has(label)) return `table ${label} is gone`;
  for (const [label, table] of after) {
    const old = before.get(label);
    if (!old) return `table ${label} is new`;
    if (old.direction !== table.direction) return `direction of table ${label}`;
    if (sorted(old.columns) !== sorted(table.columns)) return `columns of table ${label}`;
  }
  return null;
}

function tableLabel(table: TableName): string {
  return table.schema === '' ? table.name : `${table.schema}.${table.name}`;
}

function sorted(names: readonly string[]): string {
  return JSON.stringify([...names].sort());
}

function fingerprint(affixes: Readonly<Record<string, string>>): string {
  return JSON.stringify(
    Object.entries(affixes)
      .filter(([, value]) => value !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
