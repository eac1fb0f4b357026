// The scope rows of a replica: what was agreed with which hub, and the watermarks (W-191, W-192).

import type { Parameter, Policy, Scope, ScopeClient } from '../sync/scope.ts';
import type { Schema, Setup } from '../sync/schema.ts';
import type { Reader, Writer } from '../sqlite/database.ts';
import { clientId } from './layout.ts';

/** One scope as the file remembers it. */
export interface KnownScope {
  readonly no: number;
  readonly name: string;
  readonly hub: string | null;
  readonly client: ScopeClient;
  /** Null before the first session. */
  readonly scope: Scope | null;
  readonly policy: Policy | null;
  readonly syncedAt: string | null;
  readonly fellShort: boolean;
}

interface ScopeRow {
  readonly no: number;
  readonly name: string;
  readonly hub: string | null;
  readonly hash: string;
  readonly parameters: string;
  readonly version: string | null;
  readonly cleaned: string | null;
  readonly schema: string | null;
  readonly setup: string | null;
  readonly policy: Policy | null;
  readonly last: string | null;
  readonly last_hub: string | null;
  readonly synced_at: string | null;
  readonly fell_short: number;
  readonly seal: string | null;
}

const select = `select no, name, hub, hash, parameters, version, cast(cleaned_up_to as text) as cleaned, schema, setup, policy,
  cast(last_sync as text) as last, cast(last_hub_sync as text) as last_hub, synced_at, fell_short, seal from _concord_scope`;

/** All scopes of the file, oldest first. */
export function loadScopes(db: Reader): KnownScope[] {
  const id = clientId(db);
  return db.all<ScopeRow>(`${select} order by no`).map((row) => read(row, id));
}

/** The scope of that name and parameter hash; undefined if there is none yet. */
export function findScope(db: Reader, name: string, hash: string): KnownScope | undefined {
  const row = db.get<ScopeRow>(`${select} where name = ? and hash = ?`, name, hash);
  return row && read(row, clientId(db));
}

/** Remembers the hub of a scope; a new scope has no schema and no watermarks yet. */
export function rememberScope(
  db: Writer,
  scope: { name: string; hub: string; hash: string; parameters: readonly Parameter[] },
): void {
  db.run(
    `insert into _concord_scope (name, hub, hash, parameters) values (?, ?, ?, ?)
     on conflict (name, hash) do update set hub = excluded.hub`,
    scope.name,
    scope.hub,
    scope.hash,
    JSON.stringify(scope.parameters, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
  );
}

/** What a good session leaves behind. */
export interface Agreement {
  readonly scope: Scope;
  readonly hash: string;
  readonly policy: Policy;
  /** Null leaves the replica's watermark where it is. */
  readonly lastSync: bigint | null;
  readonly lastHubSync: bigint;
  /** What the hub calls that time; null = what is known of an earlier one goes on. */
  readonly seal: string | null;
  readonly at: string;
}

/** Saves schema, policy and watermarks; part of the apply transaction (W-112). */
export function saveAgreement(db: Writer, agreement: Agreement): void {
  const { scope } = agreement;
  db.run(
    `update _concord_scope set version = ?, cleaned_up_to = ?, schema = ?, setup = ?, policy = ?,
       last_sync = coalesce(?, last_sync), last_hub_sync = ?, seal = coalesce(?, seal), synced_at = ?, fell_short = ? where name = ? and hash = ?`,
    scope.version,
    scope.cleanedUpTo,
    JSON.stringify(scope.schema),
    JSON.stringify(scope.setup),
    agreement.policy,
    agreement.lastSync,
    agreement.lastHubSync,
    agreement.seal,
    agreement.at,
    agreement.lastSync === null ? 1 : 0,
    scope.name,
    agreement.hash,
  );
}

/** PR-04: one parameter set stands in for all others of its scope, also in what it has still to send for them. */
export function replaceSets(db: Writer, { name, hash }: { readonly name: string; readonly hash: string }): void {
  db.run(
    `update _concord_scope set last_sync = min(last_sync, coalesce(
       (select min(coalesce(o.last_sync, 0)) from _concord_scope as o where o.name = ? and o.hash <> ?), last_sync))
     where name = ? and hash = ?`,
    name,
    hash,
    name,
    hash,
  );
  db.run(`delete from _concord_scope where name = ? and hash <> ?`, name, hash);
}

function read(row: ScopeRow, id: string): KnownScope {
  const big = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
  return {
    no: row.no,
    name: row.name,
    hub: row.hub,
    client: {
      id,
      scopeName: row.name,
      hash: row.hash,
      parameters: JSON.parse(row.parameters, revive) as Parameter[],
      lastSync: big(row.last),
      lastHubSync: big(row.last_hub),
      seal: row.seal,
      isNew: row.synced_at === null,
    },
    scope:
      row.schema === null || row.setup === null
        ? null
        : {
            name: row.name,
            schema: JSON.parse(row.schema) as Schema,
            setup: JSON.parse(row.setup) as Setup,
            version: row.version ?? '',
            cleanedUpTo: big(row.cleaned),
          },
    policy: row.policy,
    syncedAt: row.synced_at,
    fellShort: row.fell_short !== 0,
  };
}

function revive(name: string, value: unknown): unknown {
  return name === 'value' && typeof value === 'string' && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value;
}
