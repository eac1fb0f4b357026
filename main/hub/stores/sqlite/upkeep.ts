// Rare writes of a hub's own: who owns a client id, and forgetting old tracking (W-197, W-198, W-260).

import { ConcordError } from '../../../sync/problem.ts';
import type { Reader, Writer } from '../../../sqlite/database.ts';
import type { CleanUpOrder, CleanUpRow, ClientRow, TrackedCount } from '../store.ts';
import { loadTracked } from './registry.ts';
import { forgetSeals } from './seals.ts';
import { hubTimeText } from './stamps.ts';

/** W-260: the identity that uses a client id first keeps it; false for another's. */
export function claimClient(
  db: Writer,
  claim: { readonly id: string; readonly identity: string; readonly at: string },
): boolean {
  db.run(
    `insert into _concord_client (id, identity, author, first_at, seen_at) values (?, ?, null, ?, ?)
     on conflict (id) do update set identity = coalesce(identity, excluded.identity)`,
    claim.id,
    claim.identity,
    claim.at,
    claim.at,
  );
  return db.value(`select identity from _concord_client where id = ?`, claim.id) === claim.identity;
}

/**
 * W-197: drops entries up to a hub time, in every table, and writes the limit into every scope. Returns their number. A
 * limit in the future becomes the next moment, and hub time moves there: else every client stayed outdated (L10).
 */
export function cleanUp(db: Writer, upTo: bigint, { forget, by, at }: CleanUpOrder & { readonly at: string }): number {
  forgetClients(db, forget);
  const now = db.big(hubTimeText) ?? 0n;
  const limit = upTo > now ? now + 1n : upTo;
  db.run(`update _concord_clock set stamp = max(stamp, ?)`, limit);
  db.run(`update _concord_scope set cleaned_up_to = max(coalesce(cleaned_up_to, 0), ?)`, limit);
  forgetSeals(db, limit);
  const tables = loadTracked(db);
  for (const { past, pastColumns } of tables)
    if (pastColumns.length > 0) db.run(`delete from ${past} where stamp <= ?`, limit);
  const dropped = tables.reduce(
    (sum, { entries }) => sum + db.run(`delete from ${entries} where stamp <= ?`, limit).changes,
    0,
  );
  const ids = JSON.stringify([...new Set(forget.map(({ id }) => id))]);
  db.run(
    `insert into _concord_clean_up (at, by, up_to, entries, forgotten) values (?, ?, ?, ?, ?)`,
    at,
    by,
    limit,
    dropped,
    ids,
  );
  return dropped;
}

/** Entries of all tables, and those up to a hub time. */
export function countTracked(db: Reader, upTo: bigint | null): TrackedCount {
  const counts = loadTracked(db).map(({ entries }) => ({
    all: Number(db.value(`select count(*) from ${entries}`)),
    upTo: upTo === null ? 0 : Number(db.value(`select count(*) from ${entries} where stamp <= ?`, upTo)),
  }));
  return counts.reduce((sum, { all, upTo: old }) => ({ all: sum.all + all, upTo: sum.upTo + old }), {
    all: 0,
    upTo: 0,
  });
}

/** What was cleaned up, newest first. */
export function loadCleanUps(db: Reader, limit: number): CleanUpRow[] {
  return db
    .all<{ at: string; by: string | null; up_to: string; entries: number; forgotten: string }>(
      `select at, by, cast(up_to as text) as up_to, entries, forgotten from _concord_clean_up order by no desc limit ?`,
      limit,
    )
    .map(({ up_to: upTo, forgotten, ...row }) => ({
      ...row,
      upTo: BigInt(upTo),
      forgotten: JSON.parse(forgotten) as string[],
    }));
}

/** OG-e: strikes clients off the list; whoever comes back is a client like any other. */
function forgetClients(db: Writer, clients: readonly ClientRow[]): void {
  for (const { id, scopeName, hash } of clients)
    db.run(
      `delete from _concord_client_scope where hash = ? and client = (select no from _concord_client where id = ?)
       and scope = (select no from _concord_scope where name = ?)`,
      hash,
      id,
      scopeName,
    );
}

/** L9, L14: who last heard of the hub before its memory begins would miss deletes and conflicts. Throws `outdated`. */
export function assertRemembered(db: Reader, scope: { readonly no: number }, heard: bigint | null): void {
  if (heard === null) return;
  const limit = db.big(`select cleaned_up_to from _concord_scope where no = ${scope.no}`) ?? null;
  if (limit !== null && heard < limit) throw new ConcordError('outdated');
}
