// What users of Sync Framework expect (CONFORMANCE 16: S1–S8, S11, S13–S18, S20–S22), in process and over HTTP, on both stores: the
// six rows of its sample retold, and the rules around them.

import { describe, expect, test } from 'vitest';
import type { HubResolution } from '../../main/hub/conflict.ts';
import type { ConflictType } from '../../main/sync/conflict.ts';
import type { Choice } from '../../main/sync/resolution.ts';
import { categoryScene, insert, nameIn, openEntries, remove, rename } from '../support/category.ts';
import { expectQuiet, expectSame, expectSettled } from '../support/closing.ts';
import { conflictOf } from '../support/conflict-matrix.ts';
import { expectSession } from '../support/figures.ts';
import { expectOnly, filteredStage, of } from '../support/filtered.ts';
import { bindings, httpBindings, setStage, type Stage, type StageReplica, type SyncOptions } from '../support/stage.ts';
import { countCalls, lostAfter, nth, wireFault } from '../support/wire-faults.ts';

const schema = `create table customer (customer_id varchar(12) primary key, rep text, tier text);
  create table orders (order_id int primary key, customer_id varchar(12) not null references customer (customer_id));
  insert into customer values ('K2', 'Piet', 'basic'), ('K3', 'Piet', 'basic'), ('K4', 'Piet', 'basic'), ('K5', 'Piet', 'basic'),
    ('K6', 'Piet', 'basic');
  insert into orders values (1, 'K5'), (2, 'K5')`;

interface Sample {
  readonly stage: Stage;
  readonly a: StageReplica;
}

/** After session 1, with what both columns of the sample did then. */
async function sample(
  options: Partial<Parameters<typeof setStage>[0]> & Pick<Parameters<typeof setStage>[0], 'binding'>,
) {
  const stage = await setStage({ schema, tables: ['customer'], errorPolicy: 'continue', ...options });
  const a = await stage.replica('A');
  await expectSession(a, 'D5 AC5');
  a.db
    .exec(`insert into customer values ('K1', 'Noor', 'basic'); update customer set tier = 'plus' where customer_id = 'K2';
    delete from customer where customer_id = 'K3'; update customer set tier = 'plus' where customer_id = 'K4';
    delete from customer where customer_id = 'K5'`);
  stage.hubDb.exec(`insert into customer values ('K1', 'Piet', 'basic'); delete from customer where customer_id = 'K2';
    update customer set rep = 'Noor' where customer_id = 'K3'; update customer set tier = 'prime' where customer_id = 'K4'`);
  return { stage, a };
}

const rowsOf = (db: Stage['hubDb'] | StageReplica['db']): unknown =>
  Object.fromEntries(
    (db.prepare('select customer_id, rep, tier from customer').raw().all() as string[][]).map(([id, ...row]) => [
      id,
      row.join(' '),
    ]),
  );

/** S1–S4 and S6 as they end on both sides; S5 differs until somebody acts. */
function expectEnd({ stage, a }: Sample, tier: string): void {
  const end = { K1: 'Piet basic', K2: 'Piet plus', K3: 'Noor basic', K4: `Piet ${tier}`, K6: 'Piet basic' };
  expect(rowsOf(stage.hubDb)).toEqual({ ...end, K5: 'Piet basic' });
  expect(rowsOf(a.db)).toEqual(end);
}

const choices = ['theirs', 'mine', 'merge'] as const;
const tiers = { theirs: 'prime', mine: 'plus', merge: 'plus / prime' };

describe.each(bindings)('the sample of Sync Framework %s', (binding) => {
  test.each([
    ['theirs', 'U5 AS1 FS1 rcS4 D3 AC3 rcC3 RC4'],
    ['mine', 'U5 AS2 FS1 rcS4 D2 AC2 rcC2 RC4'],
    // S8: the merged row comes down in the same session, or the replica would keep its own.
    ['merge', 'U5 AS2 FS1 rcS4 D3 AC3 rcC3 RC4'],
  ] as const)('S1 S2 S3 S4 S5 S6 S8 S21 the hub’s hook decides in one session, S4 %s', async (choice, figures) => {
    const answers: Readonly<Record<string, HubResolution>> = {
      K1: { resolution: 'server-wins' },
      K2: { resolution: 'client-wins' },
      K3: { resolution: 'server-wins' },
      K4: {
        theirs: { resolution: 'server-wins' } as const,
        mine: { resolution: 'client-wins' } as const,
        merge: { resolution: 'merge', row: ['K4', 'Piet', 'plus / prime'] } as const,
      }[choice],
    };
    const handlers = { onConflict: ({ incoming: [key] }: { incoming: readonly unknown[] }) => answers[String(key)] };
    const scene = await sample({ binding, concord: false, handlers });
    await expectSession(scene.a, figures);
    expectEnd(scene, tiers[choice]);
    await expectQuiet([scene.a]);
  });

  test.each(choices)('S1 S2 S3 S4 S5 S6 S21 a person decides afterwards, S4 %s', async (choice) => {
    const scene = await sample({ binding, concord: false });
    const { a } = scene;
    await expectSession(a, 'U5 AS0 FS1 rcS4 D4 AC4 rcC4 RC4');
    const wanted = { K1: { keep: 'theirs' }, K2: { keep: 'mine' }, K3: { keep: 'theirs' } } as const;
    const k4: Choice = choice === 'merge' ? { keep: 'merged', take: {}, set: { tier: tiers.merge } } : { keep: choice };
    const chosen: Readonly<Record<string, Choice>> = { ...wanted, K4: k4 };
    expect(
      openEntries(a)
        .map(({ key }) => String(key['customer_id']))
        .toSorted(),
    ).toEqual(['K1', 'K2', 'K3', 'K4']);
    for (const { no, key } of openEntries(a))
      await a.inbox.resolve({ no, choice: chosen[String(key['customer_id'])] ?? { keep: 'theirs' }, by: 'Ann' });
    await expectSession(a, choice === 'theirs' ? 'U1 AS1' : 'U2 AS2');
    expectEnd(scene, tiers[choice]);
    expect(openEntries(a)).toEqual([]);
    await expectQuiet([a]);
  });

  test('S5 S13 S14 a Concord client is told which record and why; tried again it is refused again, then it goes', async () => {
    const { stage, a } = await sample({ binding });
    await a.sync();
    expect(a.errors()).toMatchObject([{ key: { customer_id: 'K5' }, kind: 'delete', side: 'hub', tries: 1 }]);
    await a.sync();
    expect(a.errors()).toMatchObject([{ key: { customer_id: 'K5' }, state: 'parked', tries: 2 }]);
    await expectSession(a, '');
    stage.hubDb.exec('delete from orders');
    a.db.exec(`insert into customer values ('K5', 'Piet', 'basic'); delete from customer where customer_id = 'K5'`);
    await a.sync();
    expect([a.errors(), stage.rows('customer').length]).toEqual([
      [],
      a.db.prepare('select * from customer').all().length,
    ]);
  });
});

describe.each(bindings)('rules of Sync Framework %s', (binding) => {
  test('S7 two rows of one key in one answer: the last one counts, there is one entry', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start'));
    stage.hubDb.exec(rename('R', 'HUB'));
    a.db.exec(rename('R', 'REP'));
    const twice: SyncOptions['remote'] = (remote) => ({
      ...remote,
      async sendChanges(request) {
        const answer = await remote.sendChanges(request);
        const selected = answer.selected.map((count) => ({ ...count, upserts: count.upserts * 2 }));
        const download = () => {
          const inner = answer.download();
          const parts = inner.parts.map((part) => ({ ...part, rows: part.rows * 2 }));
          const read: typeof inner.read = async (part) => {
            const { by: _, ...batch } = await inner.read(part);
            const first = batch.rows.map((row) => row.with(2, 'FIRST'));
            return { ...batch, rows: [...first, ...batch.rows] };
          };
          return { ...inner, parts, read };
        };
        return { ...answer, selected, download };
      },
    });
    await a.sync({ remote: twice });
    expect(nameIn(a, 'R')).toBe('HUB');
    expect(openEntries(a)).toMatchObject([{ versions: { mine: { name: 'REP' }, theirs: { name: 'HUB' } } }]);
    await expectSettled(stage, [a, b, c]);
  });

  test.each([
    ['server-wins', 'U1 AS0 D1 AC1 RC1', '', 'A1'],
    ['client-wins', 'U1 AS1 D0 RC1', 'D1 AC1', 'B1'],
  ] as const)('S11 conflicts are those of the hub with who synchronises now, %s', async (policy, ofB, ofA, name) => {
    const { stage, a, b, c } = await categoryScene({ binding, policy }, insert('R', 'Start'));
    a.db.exec(rename('R', 'A1'));
    b.db.exec(rename('R', 'B1'));
    await expectSession(a, 'U1 AS1');
    await expectSession(b, ofB);
    await expectSession(a, ofA);
    expect([stage, a, b].map((place) => nameIn(place, 'R'))).toEqual([name, name, name]);
    await expectSettled(stage, [a, b, c]);
  });

  test('S15 no echo: what was written for a replica is never sent to it', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start'));
    a.db.exec(insert('S', 'new') + rename('R', 'REP') + remove('ROOT'));
    await expectSession(a, 'U3 AS3 D0');
    await expectSession(a, '');
    await expectSettled(stage, [a, b, c]);
  });

  test.each([
    ['server-wins', 'HUB'],
    ['client-wins', 'REP'],
  ] as const)('S16 CG-l only the hub’s policy counts, both sides follow it: %s', async (policy, name) => {
    const { stage, a, b, c } = await categoryScene({ binding, policy }, insert('R', 'Start'));
    stage.hubDb.exec(rename('R', 'HUB'));
    a.db.exec(rename('R', 'REP'));
    expect((await a.sync()).policy).toBe(policy);
    expect([nameIn(stage, 'R'), nameIn(a, 'R')]).toEqual([name, name]);
    await expectSettled(stage, [a, b, c]);
  });

  test.each<[string, ConflictType, string]>([
    ['an insert over a row that is there updates it', 'local-insert/hub-insert', 'REP'],
    ['an update of a row that is gone inserts it', 'local-update/hub-delete', 'REP'],
    ['a delete asks no stamp', 'local-delete/hub-update', '-'],
  ])('S17 a forced write adapts: %s', async (_, type, end) => {
    const changes = conflictOf(type);
    const { stage, a, b, c } = await categoryScene({ binding, policy: 'client-wins' }, changes.synced);
    stage.hubDb.exec(changes.hub);
    a.db.exec(changes.replica);
    await expectSession(a, 'U1 AS1 RC1');
    expect([nameIn(stage, 'R'), nameIn(a, 'R')]).toEqual([end, end]);
    await expectSettled(stage, [a, b, c]);
  });

  test('S18 what is written on the hub during a download of several parts comes in the next session, once', async () => {
    const stage = await setStage({ binding, schema: notes, tables: ['note'], batchKb: 100 });
    const a = await stage.replica('A');
    await a.sync();
    stage.hubDb.exec(many(1, 4000));
    let reads = 0;
    const remote: SyncOptions['remote'] = (inner) => ({
      ...inner,
      async sendChanges(request) {
        const answer = await inner.sendChanges(request);
        stage.hubDb.exec(`insert into note values (9000, 'late'); update note set title = 'late' where id = 4000`);
        reads += answer.download().parts.length;
        return answer;
      },
    });
    await expectSession(a, 'D4000 AC4000', { remote });
    expect(reads).toBeGreaterThan(2);
    await expectSession(a, 'D2 AC2');
    await expectQuiet([a]);
    expectSame(stage, [a], { note: 'id' });
  });

  test('S22 one owner a row: replicas of disjoint filters never meet in a conflict', async () => {
    const stage = await filteredStage(binding);
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    const both = [
      ['c1', a, 1],
      ['c2', b, 2],
    ] as const;
    for (const [customer, replica] of both) await replica.sync(of(customer));
    for (let round = 0; round < 6; round++) {
      for (const [customer, { db }, order] of both) {
        const next = 100 * order + round;
        db.exec(`insert into orders values (${next}, '${customer}', null, '${round}.00');
          insert into order_line values (${next}, ${next}, 'p1', ${round}); update orders set total = '${round}.50' where order_id = ${order};
          update order_line set quantity = ${round} where order_id = ${order}`);
        if (round % 3 === 2)
          db.exec(
            `delete from order_line where order_id = ${next - 1}; delete from orders where order_id = ${next - 1}`,
          );
      }
      stage.hubDb.exec(`update employee set first = 'N${round}' where employee_id = 1`);
      for (const [customer, replica] of both) expect((await replica.sync(of(customer))).conflicts).toBe(0);
    }
    for (const [customer, replica] of both) {
      expect(openEntries(replica)).toEqual([]);
      expectOnly(stage, replica, [customer]);
    }
  });
});

const notes = 'create table note (id integer primary key, title varchar(200))';
const many = (from: number, count: number): string => `insert into note with recursive n (i) as
  (select ${from} union all select i + 1 from n where i < ${from + count - 1}) select i, '${'note '.repeat(20)}' || i from n`;

describe.each(httpBindings)('a batched session of Sync Framework %s', (binding) => {
  test('S20 the answer to a part is lost: that part is asked for again, those before it are not', async () => {
    const stage = await setStage({ binding, schema: notes, tables: ['note'], batchKb: 100 });
    const a = await stage.replica('A');
    await a.sync();
    stage.hubDb.exec(many(1, 4000));
    const [whole, cut] = [new Map<number, number>(), new Map<number, number>()];
    const b = await stage.replica('B');
    await b.sync({ wire: countCalls(whole) });
    const lost = wireFault(nth(7, 2), lostAfter);
    const counted = countCalls(cut);
    await expectSession(a, 'D4000 AC4000', { wire: (transport) => counted(lost(transport)) });
    expect(whole.get(7)).toBeGreaterThan(3);
    expect(cut.get(7)).toBe((whole.get(7) ?? 0) + 1);
    expectSame(stage, [a, b], { note: 'id' });
  });
});
