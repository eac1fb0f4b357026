// Rare writes of a PostgreSQL hub's own: forgetting old tracking (W-197, W-198).

import { ConcordError } from '../../../sync/problem.ts';
import type { CleanUpOrder, CleanUpRow, ClientRow, TrackedCount } from '../store.ts';
import type { Querying } from './connection.ts';
import { lockFor } from './layout.ts';
import type { TrackedTable } from './registry.ts';
import { forgetSeals } from './seals.ts';

/**
 * W-197: drops entries up to a hub time, in every table, and writes the limit into every scope. Returns their number. A
 * limit in the future becomes the next moment, and hub time moves there: else every client stayed outdated (L10).
 */
export async function cleanUp(
  db: Querying,
  tables: readonly TrackedTable[],
  { upTo, forget, by, at }: CleanUpOrder & { readonly upTo: bigint; readonly at: string },
): Promise<number> {
  await forgetClients(db, forget);
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
  await forgetSeals(db, limit);
  await db.run(`insert into _concord.clean_up (at, by, up_to, entries, forgotten) values ($1, $2, $3, $4, $5)`, [
    at,
    by,
    limit,
    dropped,
    JSON.stringify([...new Set(forget.map(({ id }) => id))]),
  ]);
  return dropped;
}

/** Entries of all tables, and those up to a hub time; one whose transaction has no stamp yet is younger than any. */
export async function countTracked(
  db: Querying,
  tables: readonly TrackedTable[],
  upTo: bigint | null,
): Promise<TrackedCount> {
  const total = { all: 0, upTo: 0 };
  for (const { entries } of tables) {
    const [counts] = await db.rows(
      `select count(*), count(*) filter (where c.stamp <= $1) from ${entries} e
       left join _concord.change c on c.no = e.change`,
      [upTo],
    );
    total.all += Number(counts?.[0]);
    total.upTo += Number(counts?.[1]);
  }
  return total;
}

/** What was cleaned up, newest first. */
export async function loadCleanUps(db: Querying, limit: number): Promise<CleanUpRow[]> {
  const text = `select at, by, up_to, entries, forgotten from _concord.clean_up order by no desc limit $1`;
  return (await db.rows(text, [limit])).map(([at, by = null, upTo, entries, forgotten]) => ({
    at: at ?? '',
    by,
    upTo: BigInt(upTo ?? 0),
    entries: Number(entries),
    forgotten: JSON.parse(forgotten ?? '[]') as string[],
  }));
}

/** OG-e: strikes clients off the list; whoever comes back is a client like any other. */
async function forgetClients(db: Querying, clients: readonly ClientRow[]): Promise<void> {
  for (const { id, scopeName, hash } of clients)
    await db.run(
      `delete from _concord.client_scope where hash = $1 and client = (select no from _concord.client where id = $2)
       and scope = (select no from _concord.scope where name = $3)`,
      [hash, id, scopeName],
    );
}

/**
 * L9, L14: who last heard of the hub before its memory begins would miss deletes and conflicts. Throws `outdated`. The limit
 * does not move before the transaction has ended.
 */
export async function assertRemembered(
  db: Querying,
  scope: { readonly no: number },
  heard: bigint | null,
): Promise<void> {
  if (heard === null) return;
  const limit = await db.value(`select cleaned_up_to from _concord.scope where no = $1 for share`, [scope.no]);
  if (limit !== null && heard < BigInt(limit)) throw new ConcordError('outdated');
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
