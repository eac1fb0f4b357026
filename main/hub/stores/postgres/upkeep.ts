// Rare writes of a PostgreSQL hub's own: forgetting old tracking (W-197, W-198).

import type { Querying } from './connection.ts';
import { lockFor } from './layout.ts';
import type { TrackedTable } from './registry.ts';

/**
 * W-197: drops entries up to a hub time, in every table, and writes the limit into every scope. Returns their number. A
 * limit in the future becomes the next moment, and hub time moves there: else every client stayed outdated (L10).
 */
export async function cleanUp(db: Querying, tables: readonly TrackedTable[], upTo: bigint): Promise<number> {
  await lockFor(db, 'clock');
  const now = BigInt((await db.value(`select stamp from _concord.clock for update`)) ?? 0);
  const limit = upTo > now ? now + 1n : upTo;
  await db.run(`update _concord.clock set stamp = greatest(stamp, $1), revision = revision + 1`, [limit]);
  await db.run(`update _concord.scope set cleaned_up_to = greatest(coalesce(cleaned_up_to, 0), $1)`, [limit]);
  let dropped = 0;
  for (const { entries } of tables) {
    dropped += await db.run(
      `delete from ${entries} e using _concord.change c where c.no = e.change and c.stamp <= $1`,
      [limit],
    );
  }
  for (const { past } of withPast(tables))
    await db.run(`delete from ${past} p using _concord.change c where c.no = p.change and c.stamp <= $1`, [limit]);
  await pruneChanges(db, tables);
  return dropped;
}

/** Stamps of transactions that no entry names any more are not needed. */
export async function pruneChanges(db: Querying, tables: readonly TrackedTable[]): Promise<void> {
  const named = tables.map(
    ({ entries, known }) =>
      `and not exists (select from ${entries} e where e.change = c.no) and not exists (select from ${known} k where k.change = c.no)`,
  );
  const noted = withPast(tables).map(({ past }) => `and not exists (select from ${past} p where p.change = c.no)`);
  await db.run(`delete from _concord.change c where c.stamp is not null ${[...named, ...noted].join(' ')}`);
}

function withPast(tables: readonly TrackedTable[]): readonly TrackedTable[] {
  return tables.filter(({ pastColumns }) => pastColumns.length > 0);
}
