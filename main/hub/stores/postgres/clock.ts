// Hub time over a database with many writers (W-114, W-163; SPEC.md beside this file): a transaction gets its stamp after it
// has committed, from the first reader that sees it.

import type { Database, Prepared, Querying } from './connection.ts';
import { newSeal, sealToText } from '../seal.ts';
import { locks } from './layout.ts';
import { lastSeal } from './seals.ts';

/** One snapshot of the database with the hub time that belongs to it. */
export interface Snapshot {
  readonly db: Querying;
  /** Every change that the snapshot shows has a stamp up to this; every other one will get a later stamp. */
  readonly hubTime: bigint;
  /** What that time, or the last one before it that was told, is called; null = nothing was ever changed. */
  readonly seal: string | null;
  /** Moves when scopes or clean-up marks change. */
  readonly revision: bigint;
  /** Triggers of Concord's that stand. */
  readonly triggers: number;
}

/** Hub time as it was given out last, the revision, and whether every change that is here has its stamp; and `extra`. */
export function lookAtClock(extra: string): Prepared {
  return {
    name: 'concord-look',
    text: `select stamp, revision, not exists (select from _concord.change where stamp is null), ${extra} from _concord.clock`,
  };
}

/** A change counts as newer than a stamp also while it has none: whoever gives it one gives it a later one. */
export function newerThan(change: string, stamp: string): string {
  return `(${change}.stamp is null or ${change}.stamp > ${stamp})`;
}

/** Hands out snapshots. */
export interface Clock {
  inSnapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
}

/** `extra` is an expression whose number comes with each snapshot. */
export function createClock(database: Database, extra: string): Clock {
  let turn: Promise<unknown> = Promise.resolve();
  /** One at a time in this process; the advisory lock sees to the others. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  return {
    inSnapshot: (work) =>
      database.reading(async (db) => {
        const snapshot = await inTurn(() => begin(database, db, extra));
        const done = await work(snapshot);
        await db.rows('commit');
        return done;
      }),
  };
}

/**
 * Opens a snapshot and stamps what it shows. Nobody else gives out stamps in between, so those of the snapshot are all below
 * those that come after it. They are written by another connection: the snapshot itself goes on seeing them as missing.
 */
async function begin(database: Database, db: Querying, extra: string): Promise<Snapshot> {
  await db.rows(`select pg_advisory_lock(${locks.family}, ${locks.clock})`);
  const [row = []] = await db.rows(`begin isolation level repeatable read read only;
    select stamp, revision, ${extra}, ${lastSeal}, (select array_agg(no order by no) from _concord.change where stamp is null)
    from _concord.clock`);
  const [stamp, revision, triggers, sealed = null, open = null] = row;
  const numbers = open === null ? [] : open.slice(1, -1).split(',');
  const before = BigInt(stamp ?? 0);
  const hubTime = before + BigInt(numbers.length);
  const random = newSeal();
  if (open !== null) await giveStamps(database, before, { changes: open, seal: random });
  await db.rows(`select pg_advisory_unlock(${locks.family}, ${locks.clock})`);
  const seal = open === null ? sealed : sealToText({ time: hubTime, random });
  return { db, hubTime, seal, revision: BigInt(revision ?? 0), triggers: Number(triggers) };
}

async function giveStamps(
  database: Database,
  before: bigint,
  { changes, seal }: { readonly changes: string; readonly seal: string },
): Promise<void> {
  await database.rows(
    `with given as (
       update _concord.change c set stamp = $1::bigint + x.place
       from unnest($2::bigint[]) with ordinality x(no, place) where c.no = x.no returning 1),
     sealed as (insert into _concord.seal select $1::bigint + count(*), $3 from given)
     update _concord.clock set stamp = $1::bigint + (select count(*) from given)`,
    [before, changes, seal],
  );
}
