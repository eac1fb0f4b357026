// Failures of comparable products (CONFORMANCE 18) that a suite of replicas can show: P7, P12, P13, P14. P1 and P4 stand in
// conflict-gaps-decisions, P5 there too. P12 is shortened to a hundred sessions.

import { describe, expect, test } from 'vitest';
import type { Choice } from '../../main/sync/resolution.ts';
import { categoryScene, insert, nameIn, openEntries, rename } from '../support/category.ts';
import { expectQuiet, expectSame, expectSettled } from '../support/closing.ts';
import { expectSession } from '../support/figures.ts';
import { bindings, type StageReplica } from '../support/stage.ts';

const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => `R${i}`);

/** All orders of two sessions of A and two of B. */
const orders = ['AABB', 'ABAB', 'ABBA', 'BAAB', 'BABA', 'BBAA'];

describe.each(bindings)('peer failures %s', (binding) => {
  test('P7 what nobody has decided stays open through later sessions, and a newer hub row joins it', async () => {
    const { stage, a, b, c } = await categoryScene(
      { binding },
      ids(3)
        .map((id) => insert(id, 'Start'))
        .join(''),
    );
    for (const id of ids(3)) {
      stage.hubDb.exec(rename(id, `HUB ${id}`));
      a.db.exec(rename(id, `REP ${id}`));
    }
    await expectSession(a, 'U3 AS0 D3 AC3 RC3');
    for (let i = 0; i < 5; i++) await expectSession(a, '');
    stage.hubDb.exec(rename('R1', 'HUB newer'));
    await expectSession(a, 'D1 AC1');
    expect(openEntries(a).map(({ versions }) => [versions.mine?.['name'], versions.theirs?.['name']])).toEqual([
      ['REP R2', 'HUB R2'],
      ['REP R1', 'HUB newer'],
      ['REP R0', 'HUB R0'],
    ]);
    const changed = openEntries(a)[1]?.no ?? 0;
    expect(a.inbox.history(changed).map(({ why }) => why)).toEqual(['raised', 'hub-changed']);
    await expectSettled(stage, [a, b, c]);
  });

  test('P12 one record changed on both sides in a hundred sessions: one entry, nothing grows but its history', async () => {
    const rounds = 100;
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start'));
    const sizes: number[] = [];
    for (let i = 0; i < rounds; i++) {
      stage.hubDb.exec(rename('R', `HUB ${i}`));
      a.db.exec(rename('R', `REP ${i}`));
      await a.sync();
      const [entry] = openEntries(a);
      sizes.push(JSON.stringify(entry).length);
      expect(entry?.versions).toMatchObject({ mine: { name: `REP ${i}` }, theirs: { name: `HUB ${i}` } });
    }
    expect(a.inbox.list({ limit: 10, offset: 0 }).total).toBe(1);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(100);
    const entry = openEntries(a)[0];
    expect(entry?.versions.base).toMatchObject({ name: 'Start' });
    const steps = a.inbox.history(entry?.no ?? 0);
    expect(steps).toHaveLength(rounds);
    for (const table of ['_concord_t1', '_concord_b1', '_concord_i1'])
      expect(a.db.prepare(`select count(*) from ${table}`).pluck().get()).toBeLessThan(2);
    await a.inbox.resolve({ no: entry?.no ?? 0, choice: { keep: 'mine' }, by: 'Ann' });
    await expectSession(a, 'U1 AS1');
    expect(nameIn(stage, 'R')).toBe(`REP ${rounds - 1}`);
    await expectSettled(stage, [a, b, c]);
  });

  test.each(orders)('P13 two replicas decide one conflict differently, sessions %s: nothing is lost', async (order) => {
    const { stage, a, b, c } = await twoParked(binding);
    await decide(a, { keep: 'mine' });
    await decide(b, { keep: 'mine' });
    for (const who of order) await (who === 'A' ? a : b).sync();
    const [first, second] = order.startsWith('A') ? [a, b] : [b, a];
    expect(nameIn(stage, 'R')).toBe(`REP ${first.name}`);
    expect([stateOf(first), stateOf(second)]).toEqual(['confirmed', 'reopened']);
    expect(second.inbox.get(1).versions).toMatchObject({
      mine: { name: `REP ${second.name}` },
      theirs: { name: `REP ${first.name}` },
    });
    for (const replica of [a, b])
      expect(namesIn(replica)).toEqual(expect.arrayContaining(['HUB', `REP ${replica.name}`]));
    await c.sync();
    await expectQuiet([a, b, c]);
    expectSame(stage, [a, b, c]);
    await decide(second, { keep: 'mine' });
    await expectSettled(stage, [second, first, c]);
    expect([nameIn(stage, 'R'), stateOf(first), stateOf(second)]).toEqual([
      `REP ${second.name}`,
      'confirmed',
      'confirmed',
    ]);
  });

  test.each(orders.flatMap((order) => (['merged', 'theirs'] as const).map((keep) => ({ order, keep }))))(
    'P13 two replicas decide alike ($keep), sessions $order: the same record, no entry left open',
    async ({ order, keep }) => {
      const { stage, a, b, c } = await twoParked(binding);
      const choice: Choice = keep === 'theirs' ? { keep } : { keep, take: {}, set: { name: 'BOTH' } };
      await decide(a, choice);
      await decide(b, choice);
      for (const who of order) await (who === 'A' ? a : b).sync();
      expect([stateOf(a), stateOf(b)]).toEqual(['confirmed', 'confirmed']);
      expect(nameIn(stage, 'R')).toBe(keep === 'theirs' ? 'HUB' : 'BOTH');
      await expectSettled(stage, [a, b, c]);
    },
  );

  test('P14 fifty are decided at once, one of which the hub has changed meanwhile: 49 and one with its reason', async () => {
    const { stage, a, b, c } = await categoryScene(
      { binding },
      ids(50)
        .map((id) => insert(id, 'Start'))
        .join(''),
    );
    stage.hubDb.exec(`update category set name = 'HUB ' || category_id where category_id <> 'ROOT'`);
    a.db.exec(`update category set name = 'REP ' || category_id where category_id <> 'ROOT'`);
    await a.sync();
    const [chosen, mark] = [a.inbox.numbers({ tab: 'undecided' }), a.inbox.mark()];
    stage.hubDb.exec(rename('R7', 'HUB newer'));
    await expectSession(a, 'D1 AC1');
    const { decided, refused } = await a.inbox.resolveAll(chosen, { keep: 'mine' }, 'Ann', mark);
    expect([chosen.length, decided, refused.length]).toEqual([50, 49, 1]);
    expect(refused).toMatchObject([{ code: 'decision-stale' }]);
    expect(a.inbox.counts()).toMatchObject({ undecided: 1, decided: 49 });
    expect(openEntries(a)).toMatchObject([{ key: { category_id: 'R7' }, versions: { theirs: { name: 'HUB newer' } } }]);
    await expectSession(a, 'U49 AS49');
    expect([nameIn(a, 'R7'), nameIn(stage, 'R7')]).toEqual(['HUB newer', 'HUB newer']);
    await expectSettled(stage, [a, b, c]);
  });

  /** A and B hold a conflict of R with the same hub row. */
  async function twoParked(where: typeof binding): ReturnType<typeof categoryScene> {
    const scene = await categoryScene({ binding: where }, insert('R', 'Start'));
    scene.stage.hubDb.exec(rename('R', 'HUB'));
    for (const replica of [scene.a, scene.b]) {
      replica.db.exec(rename('R', `REP ${replica.name}`));
      await expectSession(replica, 'U1 AS0 D1 AC1 RC1');
    }
    return scene;
  }
});

const decide = ({ inbox }: StageReplica, choice: Choice) => inbox.resolve({ no: 1, choice, by: 'Ann' });

const stateOf = ({ inbox }: StageReplica): string => inbox.get(1).state;

/** Every name that stands anywhere in the history of the first entry. */
function namesIn({ inbox }: StageReplica): unknown[] {
  return inbox.history(1).flatMap(({ versions }) => {
    const { base, mine, theirs } = (versions ?? {}) as Record<string, { name?: string } | null | undefined>;
    return [base?.name, mine?.name, theirs?.name];
  });
}
