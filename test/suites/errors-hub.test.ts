// EG-c1 … EG-d, E13 … E17, OG-d's half: rows that the hub's database refuses, and a hub that is busy (CONFORMANCE 8, 9), in
// process and over HTTP, with Concord replicas (told which rows, W-286) and with replicas that show themselves as stock ones.
// Resolved (EG-d) is the answer of a rule of the hub's owner here, in the replica a hook's: errors-gaps.test.ts.

import { describe, expect, test } from 'vitest';
import { createRowJudge, type RowRule } from '../../main/hub/row-rules.ts';
import type { RuleAnswer } from '../../main/hub/rule-answer.ts';
import type { ErrorPolicy } from '../../main/hub/stores/store.ts';
import { countWaiting } from '../../main/replica/pending.ts';
import { categorySchema, insert, nameIn, openEntries, rename, watermarksOf } from '../support/category.ts';
import { expectSettled } from '../support/closing.ts';
import { expectSession, liveCounters } from '../support/figures.ts';
import { bindings, setStage, type Stage, type StageReplica, type SyncOptions } from '../support/stage.ts';

const schema = `${categorySchema({ uniqueName: true })}
  create table employee (employee_id int primary key, first text);`;
const tables = { category: 'category_id', employee: 'employee_id' };

const states = (replica: StageReplica): unknown =>
  replica.errors().map(({ key, side, state }) => [Object.values(key)[0], side, state]);
const waiting = ({ replica }: StageReplica): number =>
  [...replica.tables().values()].reduce((sum, table) => sum + countWaiting(replica.reader, table).records, 0);
const hubSet = ({ hubDb }: Stage): unknown => hubDb.prepare('select key, state from _concord_error').raw().all();

describe.each(bindings)('errors of the hub %s', (binding) => {
  /** Hub and A both have a record named CLASH, under different keys; A's is not sent yet. */
  const clash = async (errorPolicy: ErrorPolicy, concord: boolean, rule?: RowRule) => {
    const handlers = rule && { handlers: { judgeRow: createRowJudge(new Map([['category', rule]]), () => undefined) } };
    const stage = await setStage({
      binding,
      schema,
      tables: ['category', 'employee'],
      errorPolicy,
      concord,
      ...handlers,
    });
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    await a.sync();
    await b.sync();
    stage.hubDb.exec(insert('U0', 'CLASH'));
    a.db.exec(insert('U1', 'CLASH'));
    return { stage, a, b };
  };

  test.each(['continue', 'refuse'] as const)(
    'EG-c1 EG-c4 hub policy %s: the row is rejected and parked here with its reason; repaired, it goes',
    async (errorPolicy) => {
      const { stage, a, b } = await clash(errorPolicy, true);
      await expectSession(a, liveCounters('EG-c1')[0]);
      expect([nameIn(stage, 'U1'), states(a), waiting(a)]).toEqual(['-', [['U1', 'hub', 'open']], 1]);
      expect(a.errors()[0]?.message).toBe('another record has the same name');
      // It goes once more; refused alike, it is parked (D7) and waits for a person.
      await expectSession(a, 'U1 AS0 FS1');
      await expectSession(a, '');
      expect([states(a), waiting(a)]).toEqual([[['U1', 'hub', 'parked']], 1]);
      a.db.exec(rename('U1', 'CLASH fixed'));
      await expectSession(a, liveCounters('EG-c4')[0]);
      expect([nameIn(stage, 'U1'), a.errors(), hubSet(stage)]).toEqual(['CLASH fixed', [], []]);
      await expectSettled(stage, [a, b], tables);
    },
  );

  // RetryOneMoreTimeAndThrowOnError and …ContinueOnError: the hub makes such passes under every policy, after all rows are in.
  test.each([
    ['throw', true],
    ['continue', false],
    ['retry', false],
    ['refuse', true],
  ] as const)(
    'E3 E4 E12 on the hub, policy %s, a Concord replica: %s; a row whose cause is gone once the rest is in counts as applied',
    async (errorPolicy, concord) => {
      const stage = await setStage({ binding, schema, tables: ['category', 'employee'], errorPolicy, concord });
      stage.hubDb.exec(insert('U0', 'CLASH'));
      const [a, b] = [await stage.replica('A'), await stage.replica('B')];
      await a.sync();
      await b.sync();
      // The new one goes before the one whose name it takes.
      a.db.exec(`${insert('T1', 'CLASH')}; ${rename('U0', 'moved')}`);
      await expectSession(a, 'U2 AS2 FS0');
      expect([nameIn(stage, 'T1'), nameIn(stage, 'U0'), a.errors(), hubSet(stage)]).toEqual(['CLASH', 'moved', [], []]);
      await expectSettled(stage, [a, b], tables);
    },
  );

  test('EG-c1 EG-c4 a stock replica learns the number only; the hub keeps the row until it comes anew', async () => {
    const { stage, a, b } = await clash('continue', false);
    const [first, second] = liveCounters('EG-c1');
    await expectSession(a, first);
    await expectSession(a, second);
    expect([nameIn(stage, 'U1'), hubSet(stage)]).toEqual(['-', [['["U1"]', 'failed']]]);
    a.db.exec(rename('U1', 'CLASH fixed'));
    await expectSession(a, liveCounters('EG-c4')[0]);
    expect([nameIn(stage, 'U1'), hubSet(stage)]).toEqual(['CLASH fixed', []]);
    await expectSettled(stage, [a, b], tables);
  });

  test('EG-c2 the hub retries a stock replica’s row in its next session', async () => {
    const { stage, a, b } = await clash('retry', false);
    const [first, second, ofB] = liveCounters('EG-c2');
    await expectSession(a, first);
    expect(hubSet(stage)).toEqual([['["U1"]', 'retry']]);
    stage.hubDb.exec(rename('U0', 'CLASH moved'));
    await expectSession(a, second);
    expect([nameIn(stage, 'U1'), hubSet(stage)]).toEqual(['CLASH', []]);
    await expectSession(b, ofB);
    await expectSettled(stage, [a, b], tables);
  });

  test.each(['retry', 'refuse'] as const)(
    'EG-c2 a Concord replica sends its row again, hub policy %s',
    async (policy) => {
      const { stage, a, b } = await clash(policy, true);
      await expectSession(a, liveCounters('EG-c2')[0]);
      stage.hubDb.exec(rename('U0', 'CLASH moved'));
      await expectSession(a, 'U1 AS1 D1 AC1');
      expect([nameIn(stage, 'U1'), a.errors(), hubSet(stage)]).toEqual(['CLASH', [], []]);
      await expectSettled(stage, [a, b], tables);
    },
  );

  test('EG-c3 the hub throws: nothing of the ten, and all ten go again', async () => {
    const { stage, a, b } = await clash('throw', true);
    for (let i = 1; i < 10; i++) a.db.exec(`insert into employee values (${i}, 'good')`);
    const before = watermarksOf(a);
    for (let i = 0; i < 2; i++) {
      await expect(a.sync()).rejects.toMatchObject({ code: 'hub-refused', message: /ApplyChangesException/ });
      expect(stage.hubDb.prepare('select count(*) from employee').pluck().get()).toBe(0);
    }
    expect([nameIn(stage, 'U1'), watermarksOf(a), waiting(a), hubSet(stage)]).toEqual(['-', before, 10, []]);
    stage.hubDb.exec(rename('U0', 'CLASH moved'));
    await expectSession(a, 'U10 AS10 D1 AC1');
    await expectSettled(stage, [a, b], tables);
  });

  test('EG-c3 ER-07 a hub that shows itself as stock throws: the nine good ones go, the bad one is parked', async () => {
    const { stage, a, b } = await clash('throw', false);
    for (let i = 1; i < 10; i++) a.db.exec(`insert into employee values (${i}, 'good')`);
    await expectSession(a, 'U10 AS9 FS1 D1 AC1');
    expect(stage.hubDb.prepare('select count(*) from employee').pluck().get()).toBe(9);
    expect([nameIn(stage, 'U1'), waiting(a), hubSet(stage)]).toEqual(['-', 1, []]);
    expect(a.errors()).toMatchObject([{ key: { category_id: 'U1' }, state: 'parked' }]);
    await expectSession(a, '');
    a.db.exec(rename('U1', 'no clash'));
    await expectSession(a, 'U1 AS1');
    expect(a.errors()).toEqual([]);
    await expectSettled(stage, [a, b], tables);
  });

  test('L1 ER-07 several parts, one row refused under Throw: no part is lost, whoever repeats', async () => {
    const stage = await setStage({
      binding,
      schema,
      tables: ['category', 'employee'],
      errorPolicy: 'throw',
      concord: false,
      batchKb: 100,
    });
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    await a.sync();
    const rows = 4000;
    a.db.exec(`insert into category (category_id, name, "extra note")
      with recursive n (i) as (select 1 union all select i + 1 from n where i < ${rows}) select 'k' || i, 'name ' || i, 'filling the parts' from n;
      ${insert('bad', 'Root')}`);
    const tries: number[] = [];
    await expectSession(a, `U${rows + 1} AS${rows} FS1`, { halved: (half) => void tries.push(half.rows) });
    expect(tries.length).toBeLessThanOrEqual(Math.ceil(2 * Math.log2(rows + 1)));
    expect(stage.hubDb.prepare('select count(*) from category').pluck().get()).toBe(rows + 1);
    a.db.exec(rename('bad', 'good'));
    await expectSession(a, 'U1 AS1');
    await expectSettled(stage, [a, b], tables);
  });

  test('E13 E14 E15 E16 E17 another program holds the hub’s database for a while: the apply waits for it', async () => {
    const stage = await setStage({ binding, schema, tables: ['category', 'employee'] });
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    await a.sync();
    await b.sync();
    for (let i = 0; i < 10; i++) a.db.exec(insert(`E${i}`, `E${i}`));
    const enter: SyncOptions['enter'] = (phase) => {
      if (phase !== 'upload') return;
      stage.hubDb.exec(binding.endsWith('PostgreSQL') ? 'begin; lock table category' : 'begin immediate');
      setTimeout(() => stage.hubDb.exec('rollback'), 150);
    };
    await expectSession(a, 'U10 AS10', { enter });
    await expectSession(b, 'D10 AC10');
    expect(hubSet(stage)).toEqual([]);
    await expectSettled(stage, [a, b], tables);
  });

  test('EG-b a delete that the hub’s children forbid is refused; when they are gone it goes', async () => {
    const stage = await setStage({
      binding,
      schema: `create table customer (customer_id text primary key); insert into customer values ('K');
        create table orders (order_id int primary key, customer_id text references customer (customer_id));
        insert into orders values (1, 'K');`,
      tables: ['customer'],
    });
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    await a.sync();
    await b.sync();
    a.db.exec('delete from customer');
    await expectSession(a, 'U1 AS0 FS1');
    expect(a.errors()).toMatchObject([{ kind: 'delete', side: 'hub', message: 'other records still belong to it' }]);
    stage.hubDb.exec('delete from orders');
    await expectSession(a, 'U1 AS1');
    expect(a.errors()).toEqual([]);
    await expectSettled(stage, [a, b], { customer: 'customer_id' });
  });

  test.each(['refuse', 'throw'] as const)(
    'EG-d R-172 Resolved, hub policy %s: the rule of its owner mends what the table refuses; it counts as applied, and all hold it',
    async (errorPolicy) => {
      const asked: unknown[] = [];
      const { stage, a, b } = await clash(errorPolicy, true, (row, { action, refused }) => {
        if (refused) asked.push([row['category_id'], action, refused]);
        return refused ? { set: { name: row['category_id'] === 'U1' ? 'CLASH (2)' : 'not asked for' } } : null;
      });
      // A child waits for it.
      a.db.exec(insert('U2', 'child', 'U1'));
      await expectSession(a, 'U2 AS2 D2 AC2');
      const refused = { code: 'row-refused', message: 'another record has the same name' };
      expect(asked).toEqual([['U1', 'insert', refused]]);
      expect([nameIn(stage, 'U1'), nameIn(a, 'U1'), a.errors(), hubSet(stage), openEntries(a)]).toEqual([
        'CLASH (2)',
        'CLASH (2)',
        [],
        [],
        [],
      ]);
      await expectSession(b, 'D3 AC3');
      await expectSettled(stage, [a, b], tables);
    },
  );

  test('EG-d R-172 Resolved for a stock replica’s row: counted as applied, nothing parked, and both ends hold the same', async () => {
    const { stage, a, b } = await clash('throw', false, (_, { refused }) => refused && { set: { name: 'mended' } });
    // Whoever is not told what the hub has taken asks its person.
    await expectSession(a, 'U1 AS1 D2 AC2 rcC1 RC1');
    expect([nameIn(stage, 'U1'), nameIn(a, 'U1'), hubSet(stage)]).toEqual(['mended', 'mended', []]);
    expect(openEntries(a)).toMatchObject([{ versions: { mine: { name: 'CLASH' }, theirs: { name: 'mended' } } }]);
    await expectSettled(stage, [a, b], tables);
  });

  test.each(['refuse', 'retry'] as const)(
    'EG-c2 EG-d R-172 hub policy %s: what it keeps for a stock replica is mended once there is a rule for it',
    async (errorPolicy) => {
      let isThere = false;
      const { stage, a, b } = await clash(errorPolicy, false, (_, { refused }) =>
        isThere && refused ? { set: { name: 'mended' } } : null,
      );
      await expectSession(a, liveCounters('EG-c2')[0]);
      expect(hubSet(stage)).toEqual([['["U1"]', 'retry']]);
      isThere = true;
      await expectSession(a, 'AS1 D1 AC1');
      expect([nameIn(stage, 'U1'), nameIn(a, 'U1'), hubSet(stage)]).toEqual(['mended', 'mended', []]);
      await expectSettled(stage, [a, b], tables);
    },
  );

  test('EG-d R-172 what is not mended, or refused again, stays refused: for its first reason, or in the words of the rule', async () => {
    const calls: unknown[] = [];
    const rule: RowRule = (row, { refused }): RuleAnswer => {
      if (!refused) return null;
      calls.push(row['category_id']);
      switch (row['category_id']) {
        case 'U1':
          return { set: { name: 'Root' } };
        case 'U2':
          return { message: 'take another one', column: 'name' };
        case 'U3':
          throw new Error('no such thing');
        case 'U4':
          return { set: { category_id: 'U9' } };
        case 'U5':
          return { set: { name: 'N1 mended' } };
        default:
          return null;
      }
    };
    const { stage, a, b } = await clash('continue', true, rule);
    for (const no of [2, 3, 4, 5, 6]) {
      stage.hubDb.exec(insert(`K${no}`, `N${no}`));
      a.db.exec(insert(`U${no}`, `N${no}`));
    }
    await expectSession(a, 'U6 AS1 FS5 D7 AC7');
    expect(calls).toEqual(['U1', 'U2', 'U3', 'U4', 'U5', 'U6']);
    const same = 'another record has the same name';
    const told = a.errors().map(({ key, code, message }) => [key['category_id'], [code, message]] as const);
    expect(Object.fromEntries(told)).toEqual({
      U1: ['row-refused', same],
      U2: ['rule-refused', 'name: take another one'],
      U3: ['row-refused', same],
      U4: ['row-refused', same],
      U6: ['row-refused', same],
    });
    expect(nameIn(stage, 'U5')).toBe('N1 mended');
    for (const no of [1, 2, 3, 4, 6]) a.db.exec(rename(`U${no}`, `own ${no}`));
    await expectSettled(stage, [a, b], tables);
  });
});
