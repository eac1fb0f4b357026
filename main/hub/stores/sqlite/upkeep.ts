// Rare writes of a hub's own: who owns a client id, and forgetting old tracking (W-197, W-198, W-260).

import type { Writer } from '../../../sqlite/database.ts';
import { loadTracked } from './registry.ts';
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
export function cleanUp(db: Writer, upTo: bigint): number {
  const now = db.big(hubTimeText) ?? 0n;
  const limit = upTo > now ? now + 1n : upTo;
  db.run(`update _concord_clock set stamp = max(stamp, ?)`, limit);
  db.run(`update _concord_scope set cleaned_up_to = max(coalesce(cleaned_up_to, 0), ?)`, limit);
  const tables = loadTracked(db);
  for (const { past, pastColumns } of tables)
    if (pastColumns.length > 0) db.run(`delete from ${past} where stamp <= ?`, limit);
  return tables.reduce((sum, { entries }) => sum + db.run(`delete from ${entries} where stamp <= ?`, limit).changes, 0);
}
