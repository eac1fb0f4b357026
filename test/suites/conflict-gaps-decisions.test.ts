// The deferred form (CONFORMANCE 5.3, WIRE 21.3): a conflict is parked, decided later, carried by the next session and
// confirmed by it; every type, every choice, undone before and after it was sent; in process and over HTTP.

import { describe, expect, test } from 'vitest';
import type { ConflictType } from '../../main/sync/conflict.ts';
import type { Choice } from '../../main/sync/resolution.ts';
import { countWaiting } from '../../main/replica/pending.ts';
import {
  categoryScene,
  insert,
  nameIn,
  note,
  openEntries,
  remove,
  rename,
  type CategoryScene,
} from '../support/category.ts';
import { expectQuiet, expectSame, expectSettled } from '../support/closing.ts';
import { conflictOf, parkedTypes } from '../support/conflict-matrix.ts';
import { expectSession } from '../support/figures.ts';
import { bindings, type Binding, type StageReplica } from '../support/stage.ts';

const raised = 'U1 AS0 rcS1 · D1 AC1 rcC1 · RC1';

const choices: Readonly<Record<string, Choice>> = {
  mine: { keep: 'mine' },
  theirs: { keep: 'theirs' },
  merged: { keep: 'merged', take: {}, set: { name: 'BOTH' } },
};

/** What R is called on each side of a conflict of this type; `-` = deleted. */
const nameOf = (type: ConflictType, choice: string): string => {
  if (choice === 'merged') return 'BOTH';
  const isGone = choice === 'mine' ? type.startsWith('local-delete') : type.endsWith('hub-delete');
  if (isGone) return '-';
  return choice === 'mine' ? 'REP' : 'HUB';
};

const cases = parkedTypes.flatMap((type) => Object.keys(choices).map((choice) => ({ type, choice })));

interface Parked extends CategoryScene {
  readonly no: number;
}

/** A conflict of R in A's inbox; the session that raised it is counted. */
async function park(binding: Binding, type: ConflictType, concord = true): Promise<Parked> {
  const { synced, hub, replica } = conflictOf(type);
  const scene = await categoryScene({ binding, concord }, insert('other', 'Other') + synced);
  scene.stage.hubDb.exec(hub);
  scene.a.db.exec(replica);
  await expectSession(scene.a, raised);
  const [entry] = openEntries(scene.a);
  expect(entry).toMatchObject({ type, state: 'undecided' });
  return { ...scene, no: entry?.no ?? 0 };
}

const decide = ({ inbox }: StageReplica, no: number, choice: string) =>
  inbox.resolve({ no, choice: choices[choice] ?? { keep: 'mine' }, by: 'Ann' });

/** P4: "n changes in m records" as the status shows it. */
const waiting = ({ replica }: StageReplica): number =>
  [...replica.tables().values()].reduce((sum, table) => sum + countWaiting(replica.reader, table).records, 0);

/** P1: both versions of R stand in the entry's history, whoever won. */
function expectBothKept(a: StageReplica, no: number, type: ConflictType): void {
  const kept = a.inbox.history(no).map(({ versions }) => versions);
  const find = (side: 'mine' | 'theirs', name: string): boolean =>
    kept.some((item) => ((item?.[side] as { name?: string } | null | undefined)?.name ?? '-') === name);
  expect([find('mine', nameOf(type, 'mine')), find('theirs', nameOf(type, 'theirs'))]).toEqual([true, true]);
}

describe.each(bindings)('decisions %s', (binding) => {
  test.each(cases)(
    '$type, $choice: one session carries and confirms it (RS-01 RS-02 RS-06 RS-21 P1 P4)',
    async (item) => {
      const { type, choice } = item;
      const { stage, a, b, c, no } = await park(binding, type);
      expect([nameIn(a, 'R'), nameIn(stage, 'R')]).toEqual([nameOf(type, 'theirs'), nameOf(type, 'theirs')]);
      expect(await decide(a, no, choice)).toMatchObject({ state: 'decided', decision: { keep: choice, by: 'Ann' } });
      const writes = choice !== 'theirs';
      expect([waiting(a), a.inbox.counts().undecided]).toEqual([writes ? 1 : 0, 0]);
      await expectSession(a, writes ? 'U1 AS1' : '');
      expect(a.inbox.get(no).state).toBe('confirmed');
      const end = nameOf(type, choice);
      expect([nameIn(a, 'R'), nameIn(stage, 'R'), waiting(a)]).toEqual([end, end, 0]);
      await expectSession(b, 'D1 AC1');
      expectBothKept(a, no, type);
      await expectSettled(stage, [a, b, c]);
      expect(a.inbox.get(no).state).toBe('confirmed');
    },
  );

  test.each(cases)('$type, $choice: undone before it was sent (RS-19)', async ({ type, choice }) => {
    const { stage, a, b, c, no } = await park(binding, type);
    await decide(a, no, choice);
    expect(await a.inbox.undo(no, 'Ann')).toMatchObject({ state: 'undecided', decision: null });
    expect([nameIn(a, 'R'), waiting(a)]).toEqual([nameOf(type, 'theirs'), 0]);
    await expectSession(a, '');
    expect(a.inbox.get(no).state).toBe('undecided');
    await decide(a, no, choice);
    await expectSession(a, choice === 'theirs' ? '' : 'U1 AS1');
    expect([a.inbox.get(no).state, nameIn(stage, 'R')]).toEqual(['confirmed', nameOf(type, choice)]);
    expectBothKept(a, no, type);
    await expectSettled(stage, [a, b, c]);
  });

  test.each(cases)('$type, $choice: undone after it was sent and confirmed; the undo undone (RS-19)', async (item) => {
    const { type, choice } = item;
    const { stage, a, b, c, no } = await park(binding, type);
    const writes = choice !== 'theirs';
    await decide(a, no, choice);
    await a.sync();
    await b.sync();
    expect((await a.inbox.undo(no, 'Ann')).state).toBe('undone');
    const before = nameOf(type, 'theirs');
    expect([nameIn(a, 'R'), waiting(a)]).toEqual([before, writes ? 1 : 0]);
    await expectSession(a, writes ? 'U1 AS1' : '');
    await expectSession(b, writes ? 'D1 AC1' : '');
    expect([nameIn(stage, 'R'), nameIn(b, 'R')]).toEqual([before, before]);
    await decide(a, no, 'mine');
    await expectSession(a, 'U1 AS1');
    expect([a.inbox.get(no).state, nameIn(stage, 'R')]).toEqual(['confirmed', nameOf(type, 'mine')]);
    expectBothKept(a, no, type);
    await expectSettled(stage, [a, b, c]);
  });

  test.each(cases)(
    '$type, $choice, towards a stock hub: proved by its counters (RS-21, Decisions 13)',
    async (item) => {
      const { type, choice } = item;
      const { stage, a, b, c, no } = await park(binding, type, false);
      await decide(a, no, choice);
      await expectSession(a, choice === 'theirs' ? '' : 'U1 AS1');
      expect(a.inbox.get(no).state).toBe('confirmed');
      expect([nameIn(a, 'R'), nameIn(stage, 'R')]).toEqual([nameOf(type, choice), nameOf(type, choice)]);
      await expectSettled(stage, [a, b, c]);
    },
  );

  test('RS-21 where a stock hub’s counters leave something over, the decision is sent and not confirmed', async () => {
    const { stage, a, no } = await park(binding, 'local-update/hub-update', false);
    stage.hubDb.exec('create unique index one_name on category (name)');
    await decide(a, no, 'mine');
    a.db.exec(insert('Q', 'Other'));
    await expectSession(a, 'U2 AS1 FS1');
    expect([a.inbox.get(no).state, nameIn(stage, 'R')]).toEqual(['sent', 'REP']);
    expect(a.inbox.history(no).at(-1)).toMatchObject({ why: 'not confirmed by this hub' });
    expect((await a.inbox.undo(no, 'Ann')).state).toBe('undone');
    await a.sync();
    expect(nameIn(stage, 'R')).toBe('HUB');
  });

  test('RS-21 a refused decision is parked with the hub’s reason, and can be decided anew', async () => {
    const { stage, a, b, c, no } = await park(binding, 'local-update/hub-update');
    stage.hubDb.exec('create unique index one_name on category (name)');
    await a.inbox.resolve({ no, choice: { keep: 'merged', take: {}, set: { name: 'Other' } }, by: 'Ann' });
    await expectSession(a, 'U1 AS0 FS1');
    expect(a.inbox.get(no).state).toBe('parked');
    expect(a.inbox.history(no).at(-1)?.why).toContain('name');
    await a.inbox.resolve({ no, choice: { keep: 'merged', take: {}, set: { name: 'free' } }, by: 'Ann' });
    await expectSession(a, 'U1 AS1');
    expect([a.inbox.get(no).state, nameIn(stage, 'R'), a.errors()]).toEqual(['confirmed', 'free', []]);
    await expectSettled(stage, [a, b, c]);
  });

  test('RS-25 the hub’s row moved while the entry was looked at: nothing is written, then it can be decided', async () => {
    const { stage, a, b, c, no } = await park(binding, 'local-update/hub-update');
    const { revision } = a.inbox.get(no);
    stage.hubDb.exec(rename('R', 'HUB2'));
    await expectSession(a, 'D1 AC1');
    const looked = { no, revision, choice: { keep: 'mine' } as const, by: 'Ann' };
    await expect(a.inbox.resolve(looked)).rejects.toMatchObject({ code: 'decision-stale' });
    expect([nameIn(a, 'R'), waiting(a)]).toEqual(['HUB2', 0]);
    await a.inbox.resolve({ ...looked, revision: a.inbox.get(no).revision });
    await expectSession(a, 'U1 AS1');
    expect([a.inbox.get(no).state, nameIn(stage, 'R')]).toEqual(['confirmed', 'REP']);
    await expectSettled(stage, [a, b, c]);
  });

  test('RS-25 ER-08 the record was edited here meanwhile: the edit joins mine and is shown first', async () => {
    const { stage, a, b, c, no } = await park(binding, 'local-update/hub-update');
    a.db.exec(note('R', 'edited'));
    await expectSession(a, '');
    const mine = { no, choice: { keep: 'mine' } as const, by: 'Ann' };
    await expect(a.inbox.resolve(mine)).rejects.toMatchObject({ code: 'decision-stale' });
    expect(a.inbox.get(no).versions.mine).toMatchObject({ name: 'REP', 'extra note': 'edited' });
    await a.inbox.resolve(mine);
    await expectSession(a, 'U1 AS1');
    expect(stage.hubDb.prepare(`select name, "extra note" from category where category_id = 'R'`).raw().get()).toEqual([
      'REP',
      'edited',
    ]);
    await expectSettled(stage, [a, b, c]);
  });

  test('RS-03 P5 changes of different columns are merged, a cleared one as well; a collision must be decided', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start') + note('R', 'remark'));
    stage.hubDb.exec(rename('R', 'HUB'));
    a.db.exec(`update category set "extra note" = null where category_id = 'R'`);
    await expectSession(a, raised);
    const no = openEntries(a)[0]?.no ?? 0;
    expect(openEntries(a)[0]?.collisions).toEqual([]);
    await a.inbox.resolve({ no, choice: { keep: 'merged', take: {}, set: {} }, by: 'Ann' });
    await expectSession(a, 'U1 AS1');
    expect(stage.hubDb.prepare(`select name, "extra note" from category where category_id = 'R'`).raw().get()).toEqual([
      'HUB',
      null,
    ]);
    stage.hubDb.exec(rename('R', 'HUB2'));
    a.db.exec(rename('R', 'REP2'));
    await a.sync();
    const again = openEntries(a)[0]?.no ?? 0;
    const open = a.inbox.resolve({ no: again, choice: { keep: 'merged', take: {}, set: {} }, by: 'Ann' });
    await expect(open).rejects.toMatchObject({ code: 'decision-incomplete' });
    await a.inbox.resolve({ no: again, choice: { keep: 'merged', take: { name: 'base' }, set: {} }, by: 'Ann' });
    await a.sync();
    expect(nameIn(stage, 'R')).toBe('HUB');
    await expectSettled(stage, [a, b, c]);
  });

  test('RS-04 S9 what does not fit its column, or breaks a rule of the file, is refused; the entry stays open', async () => {
    const { stage, a, b, c, no } = await park(binding, 'local-update/hub-update');
    a.db.exec('create unique index one_name on category (name)');
    const typed = (name: string | null) =>
      a.inbox.resolve({ no, choice: { keep: 'merged', take: {}, set: { name } }, by: 'Ann' });
    await expect(typed(null)).rejects.toMatchObject({ code: 'value-invalid' });
    await expect(typed('x'.repeat(51))).rejects.toMatchObject({ code: 'value-invalid' });
    await expect(typed('Other')).rejects.toMatchObject({ code: 'decision-refused' });
    expect([a.inbox.get(no).state, nameIn(a, 'R'), waiting(a)]).toEqual(['undecided', 'HUB', 0]);
    await typed('x'.repeat(50));
    await expectSession(a, 'U1 AS1');
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-d a third party changes the record between the two sessions: the same entry is reopened', async () => {
    const { stage, a, b, c, no } = await park(binding, 'local-update/hub-update');
    await a.inbox.resolve({ no, choice: { keep: 'merged', take: {}, set: { name: 'USER' } }, by: 'Ann' });
    await expectSession(b, 'D1 AC1');
    b.db.exec(rename('R', 'REP_B'));
    await expectSession(b, 'U1 AS1');
    await expectSession(a, raised);
    expect([nameIn(stage, 'R'), nameIn(a, 'R'), nameIn(b, 'R')]).toEqual(['REP_B', 'REP_B', 'REP_B']);
    expect(a.inbox.list({ limit: 10, offset: 0 }).total).toBe(1);
    expect(a.inbox.get(no)).toMatchObject({
      state: 'reopened',
      versions: { base: { name: 'HUB' }, mine: { name: 'USER' }, theirs: { name: 'REP_B' } },
      theirsBy: { user: 'B', device: 'B-pc' },
    });
    const steps = a.inbox.history(no);
    expect(steps.map(({ state }) => state)).toEqual(['undecided', 'decided', 'reopened']);
    expect(steps[0]?.versions).toMatchObject({ mine: { name: 'REP' }, theirs: { name: 'HUB' } });
    expect(steps[1]).toMatchObject({ who: 'Ann', why: 'keep merged' });
    await a.inbox.resolve({ no, choice: { keep: 'mine' }, by: 'Ann' });
    await expectSession(a, 'U1 AS1');
    expect([a.inbox.get(no).state, nameIn(stage, 'R')]).toEqual(['confirmed', 'USER']);
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-c2 keep my delete against a hub update', async () => {
    const { stage, a, b, c, no } = await park(binding, 'local-delete/hub-update');
    expect(nameIn(a, 'R')).toBe('HUB');
    await decide(a, no, 'mine');
    await expectSession(a, 'U1 AS1');
    expect([nameIn(a, 'R'), nameIn(stage, 'R'), a.inbox.get(no).state]).toEqual(['-', '-', 'confirmed']);
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-c1 keep mine against a hub delete; what the hub does after that is an ordinary delivery', async () => {
    const { stage, a, b, c, no } = await park(binding, 'local-update/hub-delete');
    await decide(a, no, 'mine');
    await expectSession(a, 'U1 AS1');
    stage.hubDb.exec(remove('R'));
    await expectSession(a, 'D1 AC1');
    expect([nameIn(a, 'R'), a.inbox.get(no).state, a.inbox.counts().undecided]).toEqual(['-', 'confirmed', 0]);
    await expectSettled(stage, [a, b, c]);
    await expectQuiet([a, b, c]);
    expectSame(stage, [a, b, c]);
  });
});
