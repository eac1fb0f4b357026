// A replica moves from scopes that it has to another one: what it holds already, and what would be left behind.

import { directionOf, mayDownload, mayUpload, syncColumns, tableKey, type TableName } from './schema.ts';
import type { Scope, ScopeClient } from './scope.ts';

/** A table as a replica holds it: the columns that it has of the hub's rows, in order. */
export interface HeldTable extends TableName {
  readonly columns: readonly string[];
}

/** What a replica takes along into a scope that stands in for others. */
export interface Carried {
  /** The scopes that are given up. */
  readonly from: readonly string[];
  /** The smallest times that they had come to; `hubTime` null = none had a session, so nothing is held. */
  readonly hubTime: bigint | null;
  readonly lastSync: bigint | null;
  readonly held: readonly HeldTable[];
  /** Of these every row is here as it was at `hubTime`, so that a Concord hub need not send it; empty = all must come. */
  readonly whole: readonly HeldTable[];
}

/** What a hub is told of it, so that it sends what is missing alone, and forgets what was given up. */
export interface HeldRows {
  readonly hubTime: bigint;
  /** None = the hub must send everything. */
  readonly tables: readonly HeldTable[];
  readonly from: readonly string[];
}

/** A scope as the replica remembers it. */
export interface RememberedScope {
  readonly name: string;
  /** Null before its first session. */
  readonly scope: Scope | null;
  readonly client: ScopeClient;
}

/** the smallest watermarks of the scopes that are given up, and the tables that they have brought. */
export function carriedOf(from: readonly RememberedScope[], hub: Scope, hash: string): Carried {
  const known = from.filter(({ scope, client }) => scope !== null && client.lastHubSync !== null);
  const tables = new Map<string, HeldTable>();
  const whole = new Map<string, HeldTable>();
  for (const { scope } of known) {
    for (const table of scope?.schema.tables ?? []) {
      const held = { name: table.name, schema: table.schema, columns: syncColumns(table).map(({ name }) => name) };
      tables.set(tableKey(table), held);
      if (scope && mayDownload(directionOf(scope.setup, table))) whole.set(tableKey(table), held);
    }
  }
  // Another filter lets other rows through: what is here says nothing of them.
  const filters = JSON.stringify(hub.setup.filters);
  const isAlike = known.every(
    ({ scope, client }) =>
      JSON.stringify(scope?.setup.filters) === filters && (hub.setup.filters.length === 0 || client.hash === hash),
  );
  return {
    from: from.map(({ name }) => name),
    hubTime: smallest(known.map(({ client }) => client.lastHubSync)),
    lastSync: smallest(known.map(({ client }) => client.lastSync ?? 0n)),
    held: [...tables.values()],
    whole: isAlike ? [...whole.values()] : [],
  };
}

/** What the replica tells a Concord hub. */
export function heldRows({ from, hubTime, whole }: Carried): HeldRows {
  return { hubTime: hubTime ?? 0n, tables: hubTime === null ? [] : whole, from };
}

/** What of a table the new scope does not have, in words; changes that wait there would never be sent. */
export interface LeftBehind {
  readonly table: TableName;
  readonly what: string;
}

/** tables, columns and directions that the new scope leaves out. */
export function leftBehind(from: readonly RememberedScope[], hub: Scope): readonly LeftBehind[] {
  const found = new Map<string, LeftBehind>();
  for (const { scope } of from) {
    for (const table of scope?.schema.tables ?? []) {
      const next = hub.schema.tables.find((item) => tableKey(item) === tableKey(table));
      const names = next && new Set(syncColumns(next).map(({ name }) => name));
      const gone = names ? syncColumns(table).find(({ name }) => !names.has(name)) : undefined;
      const stays =
        scope && mayUpload(directionOf(scope.setup, table)) && next && !mayUpload(directionOf(hub.setup, next));
      const what = !next
        ? `the table ${table.name}`
        : gone
          ? `the column ${gone.name} of ${table.name}`
          : stays
            ? `the way to the hub for ${table.name}`
            : null;
      if (what !== null) found.set(tableKey(table), { table: { name: table.name, schema: table.schema }, what });
    }
  }
  return [...found.values()];
}

/** the columns of a table that a holder lacks; null = it lacks the table. */
export function lackingColumns(
  held: readonly HeldTable[],
  table: TableName,
  columns: readonly string[],
): readonly string[] | null {
  const own = held.find((item) => tableKey(item) === tableKey(table));
  return own ? columns.filter((name) => !own.columns.includes(name)) : null;
}

function smallest(times: readonly (bigint | null)[]): bigint | null {
  return times.reduce((low, time) => (low === null || (time !== null && time < low) ? time : low), null);
}
