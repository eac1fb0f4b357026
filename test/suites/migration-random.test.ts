// Random edits on a hub and two replicas, each of which moves to the new scope when it likes: all ends equal, and no value of
// the new column is ever emptied by somebody who does not know it (M4, R-160 to R-164). The seed is the test's name.

import { expect, test } from 'vitest';
import { ConcordError } from '../../main/sync/problem.ts';
import type { Choice } from '../../main/sync/resolution.ts';
import { expectQuiet, expectSame } from '../support/closing.ts';
import { merged, schema, serve, tables, toV2, v2, widen } from '../support/migration.ts';
import { setStage, type Stage, type StageReplica } from '../support/stage.ts';

/** Numbers below n, the same ones for the same seed. */
function dice(seed: number): (n: number) => number {
  let state = seed * 2654435761 + 1;
  return (n) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return Math.abs(state ^ (state >>> 13)) % n;
  };
}

interface Player {
  readonly replica: StageReplica;
  hasMoved: boolean;
}

const lasting = ['R', 'S', 'T'];
const passing = ['U', 'V', 'W'];

/** SQL of one edit; the lasting records are never deleted. */
function edit(roll: (n: number) => number, mark: string, knowsNote: boolean): { sql: string; noted: string | null } {
  const id = [...lasting, ...passing][roll(6)] ?? 'R';
  const where = `where category_id = '${id}';`;
  const isPassing = passing.includes(id);
  const kind = roll(isPassing ? 5 : 3);
  if (kind === 0) return { sql: `update category set name = '${mark}' ${where}`, noted: null };
  if (kind === 1) return { sql: `update category set weight = ${roll(1000)} ${where}`, noted: null };
  if (kind === 3) return { sql: `delete from category ${where}`, noted: null };
  if (kind === 4)
    return { sql: `insert or ignore into category (category_id, name) values ('${id}', '${mark}');`, noted: null };
  if (!knowsNote) return { sql: '', noted: null };
  return { sql: `update category set note = '${mark}' ${where}`, noted: isPassing ? null : id };
}

const theirs = { keep: 'theirs' } as const;

/** A merge in which these columns are the hub's where they collide. */
function takes(...names: readonly string[]): Choice {
  return { ...merged, take: Object.fromEntries(names.map((name) => [name, 'theirs' as const])) };
}

async function decide({ inbox }: StageReplica): Promise<void> {
  for (const { no } of inbox.list({ limit: 50, offset: 0 }).entries) {
    for (const choice of [merged, merged, takes('name', 'weight'), takes('name', 'weight', 'note'), theirs, theirs]) {
      try {
        await inbox.resolve({ no, choice, by: 'Ann' });
        break;
      } catch (thrown) {
        if (!(thrown instanceof ConcordError)) throw thrown;
      }
    }
  }
}

async function synchronise({ replica, hasMoved }: Player): Promise<void> {
  await replica.sync(hasMoved ? v2 : {});
}

async function move(player: Player): Promise<void> {
  await player.replica.sync(toV2);
  player.hasMoved = true;
}

async function play(stage: Stage, players: readonly Player[], seed: number): Promise<ReadonlySet<string>> {
  const roll = dice(seed);
  const noted = new Set<string>();
  let isWide = false;
  for (let turn = 0; turn < 45; turn++) {
    const player = players[roll(players.length)];
    if (!player) continue;
    if (turn === 8) {
      stage.hubDb.exec(widen);
      isWide = true;
    }
    if (turn === 12) await serve(stage, 'v2', ['category', 'product']);
    const what = roll(10);
    if (what < 3 || what === 3) {
      const made = edit(roll, `hub ${turn}`, isWide);
      stage.hubDb.exec(made.sql);
      if (made.noted) noted.add(made.noted);
    } else if (what < 7) {
      const made = edit(roll, `${player.replica.name} ${turn}`, player.hasMoved);
      player.replica.db.exec(made.sql);
      if (made.noted && player.hasMoved) noted.add(made.noted);
    } else if (what === 7 && turn > 12 && !player.hasMoved) await move(player);
    else if (what === 8) await decide(player.replica);
    else await synchronise(player);
  }
  for (const player of players) if (!player.hasMoved) await move(player);
  return noted;
}

test.each(Array.from({ length: 12 }, (_, at) => at + 1))('M4 R-160 R-161 R-164 seed %i', async (seed) => {
  const stage = await setStage({ binding: 'in process', schema, tables: ['category'], concord: seed % 3 !== 0 });
  const players = [await stage.replica('A'), await stage.replica('B')].map((replica) => ({ replica, hasMoved: false }));
  for (const player of players) await synchronise(player);
  const noted = await play(stage, players, seed);
  const replicas = players.map(({ replica }) => replica);
  for (let round = 0; round < 5; round++) {
    for (const player of players) {
      await decide(player.replica);
      await synchronise(player);
    }
  }
  expect(replicas.map(({ inbox }) => inbox.counts().undecided)).toEqual([0, 0]);
  await expectQuiet(replicas, v2);
  expectSame(stage, replicas, tables);
  const empty = stage.hubDb.prepare(`select category_id from category where note is null`).pluck().all();
  expect([...noted].filter((id) => empty.includes(id))).toEqual([]);
});
