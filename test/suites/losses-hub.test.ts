// Where stock hubs lose data (CONFORMANCE 21: L3 L13 L23 L24 L28; 7: CG-q), with a Concord hub, in process and over HTTP, on both
// stores.

import { describe, expect, test } from 'vitest';
import { makeSnapshot } from '../../main/hub/snapshots.ts';
import { categoryScene, insert, nameIn, openEntries, rename } from '../support/category.ts';
import { expectSettled } from '../support/closing.ts';
import { expectSession } from '../support/figures.ts';
import { bindings, setStage, type SyncOptions } from '../support/stage.ts';

/** The replica dies with the hub's answer in its hand. */
const dies: SyncOptions['remote'] = (remote) => ({
  ...remote,
  async sendChanges(request) {
    await remote.sendChanges(request);
    throw new Error('killed before the apply');
  },
});
const v2 = { scope: 'v2' };

describe.each(bindings)('losses at the hub %s', (binding) => {
  const isPostgres = binding.endsWith('PostgreSQL');

  test('L3 another program’s transaction is open while A synchronises: A gets its row, and so does B', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start'));
    stage.hubDb.exec(`begin; ${rename('R', 'HUB')}`);
    await expectSession(a, '');
    stage.hubDb.exec('commit');
    for (const replica of [a, b]) await expectSession(replica, 'D1 AC1');
    expect(nameIn(a, 'R')).toBe('HUB');
    await expectSettled(stage, [a, b, c]);
  });

  test('L13 a re-read dies when the snapshot is in: what A has sent since the snapshot is there all the same', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start'));
    await makeSnapshot(stage.store, { scope: 'DefaultScope', parameters: [], batchKb: 100, by: null });
    a.db.exec(insert('S', 'sent') + rename('R', 'REP'));
    await expectSession(a, 'U2 AS2');
    await expect(a.sync({ type: 'reinitialize', remote: dies })).rejects.toThrow('killed');
    await a.sync();
    expect([nameIn(a, 'S'), nameIn(a, 'R'), openEntries(a)]).toEqual(['sent', 'REP', []]);
    await a.sync({ type: 'reinitialize' });
    await expectSettled(stage, [a, b, c]);
  });

  test('L13 L20 R-88 a re-read that dies with a newer snapshot in hand is no copy: the replica keeps its id', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start'));
    stage.hubDb.exec(rename('R', 'HUB'));
    await makeSnapshot(stage.store, { scope: 'DefaultScope', parameters: [], batchKb: 100, by: null });
    await expect(a.sync({ type: 'reinitialize', remote: dies })).rejects.toThrow('killed');
    const mended: unknown[] = [];
    await a.sync({ mended: (why) => mended.push(why) });
    expect([mended, nameIn(a, 'R')]).toEqual([[], 'HUB']);
    await expectSettled(stage, [a, b, c]);
  });

  test.each([
    ['server-wins', 'U1 AS0 D1 AC1 RC1', 1],
    ['client-wins', 'U1 AS1 D1 AC1 RC0', 0],
  ] as const)(
    'CG-q L23 A dies after its upload, B changes the row: A’s repeat overwrites nothing, %s',
    async (policy, again, entries) => {
      const { stage, a, b, c } = await categoryScene({ binding, policy }, insert('R', 'Start'));
      a.db.exec(rename('R', 'A1'));
      await expect(a.sync({ remote: dies })).rejects.toThrow('killed');
      await b.sync();
      b.db.exec(rename('R', 'B1'));
      await expectSession(b, 'U1 AS1');
      await expectSession(a, again);
      expect([nameIn(stage, 'R'), nameIn(a, 'R'), openEntries(a).length]).toEqual(['B1', 'B1', entries]);
      await expectSettled(stage, [a, b, c]);
    },
  );

  test('L23 two scopes over one table, client wins: what A sent in one is no change in the other', async () => {
    const scopes = [{ name: 'v2', tables: ['category'] }];
    const { stage, a, b, c } = await categoryScene({ binding, policy: 'client-wins', scopes }, insert('R', 'Start'));
    await a.sync(v2);
    a.db.exec(rename('R', 'A1'));
    await expectSession(a, 'U1 AS1');
    await b.sync();
    b.db.exec(rename('R', 'B1'));
    await expectSession(b, 'U1 AS1');
    await a.sync(v2);
    expect([nameIn(stage, 'R'), nameIn(a, 'R')]).toEqual(['B1', 'B1']);
    await a.sync();
    await expectSettled(stage, [a, b, c]);
  });

  test('L24 another column is edited: what a stock client would round, empty or convert stays as it is', async () => {
    const schema = `create table t (id int primary key, name text, big decimal(30, 10), small decimal(10, 4), code char(5), stamp text);
      insert into t values (1, 'Start', '12345678901234567.1234567890', '0.1000', 'ab   ', '2024-01-02T03:04:05Z')`;
    const stage = await setStage({ binding, schema, tables: ['t'] });
    const a = await stage.replica('A');
    await a.sync();
    const texts = 'select cast(big as text), cast(small as text), code, stamp from t';
    const before = stage.hubDb.prepare(texts).raw().all();
    a.db.exec(`update t set name = 'REP'`);
    await expectSession(a, 'U1 AS1');
    expect([stage.hubDb.prepare('select name from t').pluck().get(), stage.hubDb.prepare(texts).raw().all()]).toEqual([
      'REP',
      before,
    ]);
    expect(openEntries(a)).toEqual([]);
    await expectSession(a, '');
  });

  test(`L28 all rows go at once${isPostgres ? ', by TRUNCATE' : ''}: they go everywhere`, async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start') + insert('S', 'Start'));
    stage.hubDb.exec(isPostgres ? 'truncate category' : 'delete from category');
    await expectSession(a, 'D3 AC3');
    expect(a.db.prepare('select count(*) from category').pluck().get()).toBe(0);
    await expectSettled(stage, [a, b, c]);
  });
});
