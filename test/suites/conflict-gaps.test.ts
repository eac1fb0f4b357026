// CG-a … CG-g: what upstream's conflict tests leave out (CONFORMANCE 7), in process and over HTTP. The replica's handler is
// reached directly here; the product parks. CG-h … CG-p stand in conflict-gaps-edges, CG-j in http-repeats.

import { describe, expect, test } from 'vitest';
import type { HubHandlers } from '../../main/hub/hub.ts';
import { categoryScene, insert, nameIn, openEntries, remove, rename, watermarksOf } from '../support/category.ts';
import { expectQuiet, expectSame, expectSettled } from '../support/closing.ts';
import { expectSession, liveCounters } from '../support/figures.ts';
import { bindings, setStage, type SyncOptions } from '../support/stage.ts';
import { isWithPeers, testOurs } from '../support/stock-site.ts';

/** A replica handler that merges by renaming. */
const renamed = (from: string, to: string): SyncOptions => ({
  hooks: {
    onConflict: ({ incoming }) => ({
      resolution: 'merge',
      row: incoming.map((cell) => (cell === from ? to : cell)),
    }),
  },
});

describe.each(bindings)('conflict gaps %s', (binding) => {
  test('CG-a a merge on the replica goes up with the next session and from there to everybody', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('a1', 'Start'));
    stage.hubDb.exec(rename('a1', 'HUB'));
    a.db.exec(rename('a1', 'REP'));
    const [first, second, ofB, ofC] = liveCounters('CG-a');
    await expectSession(a, first, renamed('HUB', 'BOTH'));
    expect([nameIn(stage, 'a1'), nameIn(a, 'a1')]).toEqual(['HUB', 'BOTH']);
    await expectSession(a, second);
    await expectSession(b, ofB);
    await expectSession(c, ofC);
    expect(nameIn(stage, 'a1')).toBe('BOTH');
    expect(openEntries(a)).toEqual([]);
    await expectQuiet([a, b, c]);
    expectSame(stage, [a, b, c]);
  });

  testOurs('CG-b1 the hub’s handler throws: nothing moves on either side, the next session does it all', async () => {
    const handlers: HubHandlers = { onConflict: () => ({ resolution: 'throw' }) };
    const { stage, a, b, c } = await categoryScene({ binding, handlers }, insert('b1', 'Start'));
    stage.hubDb.exec(rename('b1', 'HUB') + insert('P', 'P'));
    a.db.exec(rename('b1', 'REP') + insert('Q', 'Q'));
    const before = watermarksOf(a);
    await expect(a.sync()).rejects.toMatchObject({ code: 'hub-refused', message: /RollbackException/ });
    expect([nameIn(stage, 'b1'), nameIn(stage, 'Q'), nameIn(a, 'b1'), nameIn(a, 'P')]).toEqual([
      'HUB',
      '-',
      'REP',
      '-',
    ]);
    expect(watermarksOf(a)).toEqual(before);
    expect([a.inbox.counts().undecided, a.errors()]).toEqual([0, []]);
    delete handlers.onConflict;
    await expectSession(a, liveCounters('CG-b1')[0]);
    expect(openEntries(a)).toMatchObject([{ versions: { mine: { name: 'REP' }, theirs: { name: 'HUB' } } }]);
    expect([nameIn(a, 'b1'), nameIn(a, 'P'), nameIn(stage, 'Q')]).toEqual(['HUB', 'P', 'Q']);
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-b2 the replica’s handler throws: the hub has committed, the replica sends again and nothing doubles', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('b2', 'Start'));
    stage.hubDb.exec(rename('b2', 'HUB') + insert('P', 'P'));
    a.db.exec(rename('b2', 'REP') + insert('Q', 'Q'));
    const before = watermarksOf(a);
    await expect(a.sync({ hooks: { onConflict: () => ({ resolution: 'throw' }) } })).rejects.toMatchObject({
      code: 'session-stopped',
    });
    expect([nameIn(stage, 'b2'), nameIn(stage, 'Q'), nameIn(a, 'b2'), nameIn(a, 'P')]).toEqual([
      'HUB',
      'Q',
      'REP',
      '-',
    ]);
    expect(watermarksOf(a)).toEqual(before);
    await expectSession(a, liveCounters('CG-b2')[0]);
    expect(openEntries(a)).toMatchObject([{ versions: { mine: { name: 'REP' }, theirs: { name: 'HUB' } } }]);
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-c1 keep mine against a hub delete, in one hook', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('c1', 'Start'));
    stage.hubDb.exec(remove('c1'));
    a.db.exec(rename('c1', 'REP'));
    const [first, second] = liveCounters('CG-c1');
    await expectSession(a, first, {
      hooks: { onConflict: ({ own, type }) => (expect(type).toBe(7), { resolution: 'merge', row: own ?? [] }) },
    });
    expect([nameIn(stage, 'c1'), nameIn(a, 'c1')]).toEqual(['-', 'REP']);
    await expectSession(a, second);
    expect(nameIn(stage, 'c1')).toBe('REP');
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-c3 skip and stamp the tombstone anew (rule level; the product deletes again, CG-c2)', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('c3', 'Start'));
    stage.hubDb.exec(rename('c3', 'HUB'));
    a.db.exec(remove('c3'));
    const [first, second] = liveCounters('CG-c3');
    const record = { table: { name: 'category', schema: '' }, key: { category_id: 'c3' } };
    await expectSession(a, first, {
      hooks: { onConflict: () => (a.replica.records.resend(record), { resolution: 'server-wins' }) },
    });
    expect([nameIn(stage, 'c3'), nameIn(a, 'c3')]).toEqual(['HUB', '-']);
    await expectSession(a, second);
    expect(nameIn(stage, 'c3')).toBe('-');
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-d a third party changes the record between the two sessions (two-session trick)', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('d1', 'Start'));
    stage.hubDb.exec(rename('d1', 'HUB'));
    a.db.exec(rename('d1', 'REP'));
    const [first, takes, sends, again] = liveCounters('CG-d');
    await expectSession(a, first, {
      hooks: {
        onConflict: ({ incoming }) => ({
          resolution: 'client-wins',
          row: incoming.map((cell) => (cell === 'HUB' ? 'USER' : cell)),
          local: true,
        }),
      },
    });
    await expectSession(b, takes);
    b.db.exec(rename('d1', 'REP_B'));
    await expectSession(b, sends);
    await expectSession(a, again);
    expect(openEntries(a)).toMatchObject([
      { versions: { base: { name: 'HUB' }, mine: { name: 'USER' }, theirs: { name: 'REP_B' } } },
    ]);
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-e1 three replicas, hub wins', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('e1', 'Start'));
    a.db.exec(rename('e1', 'A'));
    b.db.exec(rename('e1', 'B'));
    const [ofA, ofB, ofC, again] = liveCounters('CG-e1');
    await expectSession(a, ofA);
    await expectSession(b, ofB);
    await expectSession(c, ofC);
    await expectSession(a, again);
    expect([nameIn(stage, 'e1'), nameIn(c, 'e1')]).toEqual(['A', 'A']);
    expect(openEntries(b)).toMatchObject([{ versions: { mine: { name: 'B' }, theirs: { name: 'A' } } }]);
    expect([openEntries(a), openEntries(c)]).toEqual([[], []]);
    await expectQuiet([a, b, c]);
    expectSame(stage, [a, b, c]);
  });

  testOurs('CG-e2 three replicas, the hub merges', async () => {
    const handlers: HubHandlers = {
      onConflict: ({ incoming }) => ({
        resolution: 'merge',
        row: incoming.map((cell) => (cell === 'B' ? 'BOTH' : cell)),
      }),
    };
    const { stage, a, b, c } = await categoryScene({ binding, handlers }, insert('e2', 'Start'));
    a.db.exec(rename('e2', 'A'));
    b.db.exec(rename('e2', 'B'));
    const [ofA, ofB, ofC, again] = liveCounters('CG-e2');
    await expectSession(a, ofA);
    await expectSession(b, ofB);
    await expectSession(c, ofC);
    await expectSession(a, again);
    expect([nameIn(stage, 'e2'), nameIn(c, 'e2')]).toEqual(['BOTH', 'BOTH']);
    expect(openEntries(b)).toMatchObject([{ versions: { mine: { name: 'B' }, theirs: { name: 'BOTH' } } }]);
    await expectQuiet([a, b, c]);
    expectSame(stage, [a, b, c]);
  });

  test.each(['server-wins', 'client-wins'] as const)(
    'CG-f the same all-key row on both sides is no conflict, %s (W-173)',
    async (policy) => {
      const schema = `create table product_tag (product_id text not null, tag_id int not null, primary key (product_id, tag_id))`;
      const add = `insert into product_tag values ('p1', 1)`;
      const tables = { product_tag: 'product_id, tag_id' };
      const more = [{ name: 'v2', tables: ['product_tag'] }];
      const stage = await setStage({ binding, schema, tables: ['product_tag'], policy, scopes: more });
      const [a, b] = [await stage.replica('A'), await stage.replica('B')];
      await a.sync();
      await b.sync();
      stage.hubDb.exec(add);
      a.db.exec(add);
      // A stock server counts it as nothing, or as a conflict.
      const conflicts = isWithPeers && policy === 'server-wins' ? 1 : 0;
      await expectSession(a, `U1 AS${isWithPeers ? 0 : 1} D1 AC1 rcC0 rcS${conflicts} RC${conflicts}`);
      await expectSession(b, 'D1 AC1');
      // Delivered once more, by a second scope over the same table.
      if (!isWithPeers) await expectSession(a, 'D1 AC1 rcC0', { scope: 'v2' });
      expect([a.inbox.counts().undecided, a.inbox.counts().confirmed]).toEqual([0, 0]);
      await expectQuiet([a, b]);
      expectSame(stage, [a, b], tables);
    },
  );

  test('CG-f the same all-key row on two replicas is no conflict', async () => {
    const schema = `create table product_tag (product_id text not null, tag_id int not null, primary key (product_id, tag_id))`;
    const add = `insert into product_tag values ('p1', 1)`;
    const stage = await setStage({ binding, schema, tables: ['product_tag'] });
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    await a.sync();
    await b.sync();
    a.db.exec(add);
    b.db.exec(add);
    await expectSession(a, 'U1 AS1');
    await expectSession(b, isWithPeers ? 'U1 D1 AC1 RC1' : 'U1 AS1 D1 AC1');
    await expectQuiet([a, b]);
    expectSame(stage, [a, b], { product_tag: 'product_id, tag_id' });
  });

  test.each(['server-wins', 'client-wins'] as const)(
    'CG-g1 a row without a tracking entry on the replica takes the hub’s change without a conflict, %s (L4)',
    async (policy) => {
      const { stage, a, b, c } = await categoryScene({ binding, policy }, insert('g1', 'Start'));
      for (let i = 0; i < 5; i++) await a.sync();
      expect(a.db.prepare('select * from _concord_t1').all()).toEqual([]);
      stage.hubDb.exec(rename('g1', 'HUB'));
      const saw: unknown[] = [];
      await expectSession(a, 'D1 AC1 rcC0 rcS0', { hooks: { onConflict: (view) => void saw.push(view) } });
      expect([saw, a.inbox.counts().undecided, nameIn(a, 'g1')]).toEqual([[], 0, 'HUB']);
      await expectSettled(stage, [a, b, c]);
    },
  );

  test.each(['server-wins', 'client-wins'] as const)(
    'CG-g2 a row whose entry the hub has purged takes the replica’s change, %s',
    async (policy) => {
      const { stage, a, b, c } = await categoryScene({ binding, policy }, insert('g2', 'Start'));
      for (const replica of [a, b, c]) await replica.sync();
      const marks = [a, b, c].map(({ replica }) => replica.scopes()[0]?.client.lastHubSync ?? 0n);
      if (isWithPeers) stage.hubDb.exec('delete from category_tracking');
      else await stage.store.cleanUp(marks.reduce((low, mark) => (mark < low ? mark : low)));
      const tracked = isWithPeers ? 'category_tracking' : '_concord_t1';
      expect(stage.hubDb.prepare(`select count(*) from ${tracked}`).pluck().get()).toBe(0);
      a.db.exec(rename('g2', 'REP'));
      const [ofA, ofB] = liveCounters('CG-g2');
      await expectSession(a, ofA);
      await expectSession(b, ofB);
      await expectSettled(stage, [a, b, c]);
    },
  );
});
