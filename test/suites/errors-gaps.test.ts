// EG-a … EG-m on the replica's side: rows that its file refuses beyond what upstream tests (CONFORMANCE 9), in process and
// over HTTP. Refusals of the hub (EG-c1 … EG-c4) stand in errors-hub; EG-f stands in errors; EG-i, EG-j and EG-l have nothing
// to test here: E7 shows the first, constraints are never off, and there is no folder of error files.

import { describe, expect, test } from 'vitest';
import { countErrors, listErrors } from '../../main/replica/row-errors.ts';
import { categoryScene, insert, nameIn, openEntries, rename } from '../support/category.ts';
import { expectQuiet, expectSame, expectSettled } from '../support/closing.ts';
import { expectSession, liveCounters } from '../support/figures.ts';
import { bindings, setStage, type StageReplica, type SyncOptions } from '../support/stage.ts';
import { reverseRows, spoilRows } from '../support/wire-faults.ts';
import { testOurs } from '../support/stock-site.ts';

const states = (replica: StageReplica): unknown =>
  replica.errors().map(({ key, kind, state }) => [Object.values(key)[0], kind, state]);

/** Stock's resolutions in Concord's words; passes are always made, so that the RetryOneMoreTime… ones end like the plain. */
const resolutions: readonly (readonly [stock: string, options: SyncOptions])[] = [
  ['Throw', { errorPolicy: 'throw' }],
  ['ContinueOnError', { errorPolicy: 'continue' }],
  ['RetryOneMoreTimeAndThrowOnError', { errorPolicy: 'throw' }],
  ['RetryOneMoreTimeAndContinueOnError', { errorPolicy: 'continue' }],
  ['RetryOnNextSync', { errorPolicy: 'retry' }],
];

describe.each(bindings)('error gaps of the replica %s', (binding) => {
  describe('EG-a a null that only the replica’s table refuses', () => {
    const setScene = async () => {
      const stage = await setStage({
        binding,
        schema: 'create table item (id int primary key, note text)',
        tables: ['item'],
      });
      const a = await stage.replica('A');
      a.db.exec('create table item (id int primary key, note text not null)');
      await a.sync();
      stage.hubDb.exec('insert into item values (1, null)');
      return { stage, a };
    };

    test.each(resolutions)('%s', async (stock, options) => {
      const { stage, a } = await setScene();
      const counters = liveCounters(`EG-a ${stock}`);
      if (counters.length === 0) {
        for (let i = 0; i < 2; i++) await expect(a.sync(options)).rejects.toThrow('item.note');
        expect(a.errors()).toEqual([]);
      } else {
        for (const expected of counters) await expectSession(a, expected, options);
        expect(a.errors()).toMatchObject([{ kind: 'upsert', state: 'parked', row: { id: 1, note: null } }]);
        expect(a.errors()[0]?.message).toContain('item.note');
        // Stock fails in every session (64); here the second equal failure was the last (D7).
        await expectSession(a, '', options);
      }
      stage.hubDb.exec(`update item set note = 'there'`);
      await expectSession(a, 'D1 AC1', options);
      expect(a.errors()).toEqual([]);
      await expectSettled(stage, [a], { item: 'id' });
    });

    test('Resolved', async () => {
      const { stage, a } = await setScene();
      await expectSession(a, 'D1 AC1', {
        hooks: {
          onError: () => (a.replica.db.run(`insert into item values (1, 'made up')`), { resolved: true }),
        },
      });
      expect(a.errors()).toEqual([]);
      await expectSession(a, 'U1 AS1');
      expect(stage.hubDb.prepare('select note from item').pluck().get()).toBe('made up');
      await expectSettled(stage, [a], { item: 'id' });
    });
  });

  describe('EG-b a delete that a local row’s key forbids', () => {
    const setScene = async () => {
      const stage = await setStage({
        binding,
        schema: `create table customer (customer_id text primary key, name text); insert into customer values ('K', 'Kay')`,
        tables: ['customer'],
      });
      const a = await stage.replica('A');
      await a.sync();
      a.db.exec(`create table orders (order_id int primary key, customer_id text references customer (customer_id));
        insert into orders values (1, 'K')`);
      stage.hubDb.exec('delete from customer');
      return { stage, a };
    };

    test.each(resolutions.filter(([stock]) => stock !== 'RetryOneMoreTimeAndThrowOnError'))(
      '%s',
      async (stock, options) => {
        const { stage, a } = await setScene();
        const counters = liveCounters(`EG-b ${stock}`);
        if (stock === 'Throw') {
          await expect(a.sync(options)).rejects.toMatchObject({ code: 'session-stopped' });
          expect(a.errors()).toEqual([]);
        } else {
          await expectSession(a, counters[0], options);
          expect(states(a)).toEqual([['K', 'delete', options.errorPolicy === 'retry' ? 'open' : 'parked']]);
        }
        a.db.exec('delete from orders');
        await expectSession(a, counters.at(-1), options);
        if (options.errorPolicy === 'continue') {
          // Parked for good, until the key comes again.
          expect(states(a)).toEqual([['K', 'delete', 'parked']]);
          stage.hubDb.exec(`insert into customer values ('K', 'Kay again')`);
          await expectSession(a, 'D1 AC1', options);
        }
        expect(a.errors()).toEqual([]);
        await expectSettled(stage, [a], { customer: 'customer_id' });
      },
    );
  });

  test('EG-d Resolved: the hook writes the row itself, and its writes are local changes', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('Z1', 'Start'));
    a.db.exec(`create unique index one_name on category (name); ${insert('LOC', 'taken')}`);
    await a.sync();
    stage.hubDb.exec(insert('Z2', 'taken'));
    let calls = 0;
    const [first, second] = liveCounters('EG-d');
    await expectSession(a, first, {
      hooks: {
        onError() {
          calls++;
          a.replica.db.run(`insert into category (category_id, name) values ('Z2', 'takenx')`);
          return { resolved: true };
        },
      },
    });
    expect([calls, a.errors()]).toEqual([1, []]);
    await expectSession(a, second);
    expect([nameIn(a, 'Z2'), nameIn(stage, 'Z2')]).toEqual(['takenx', 'takenx']);
    await expectSettled(stage, [a, b, c]);
  });

  test('EG-e L8b a first session removes no own row that holds a unique value: the hub’s row becomes an error', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('Z', 'taken'));
    const late = await stage.replica('E');
    late.db.exec(`create table category (category_id varchar(12) primary key, parent_id varchar(12),
      name varchar(50) not null unique, "extra note" text, row_guid text, modified datetime); ${insert('Y', 'taken')}`);
    await expectSession(late, 'D2 AC1 FC1');
    expect([nameIn(late, 'Y'), nameIn(late, 'Z'), nameIn(late, 'ROOT')]).toEqual(['taken', '-', 'Root']);
    expect(states(late)).toEqual([['Z', 'upsert', 'open']]);
    late.db.exec(rename('Y', 'renamed'));
    await late.replica.adopt();
    await expectSession(late, 'U1 AS1 AC1');
    expect([nameIn(late, 'Z'), nameIn(stage, 'Y'), late.errors()]).toEqual(['taken', 'renamed', []]);
    await expectSettled(stage, [late, a, b, c]);
  });

  test('EG-g an error stays in sight through idle sessions, until a newer version of its row comes', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, '');
    a.db.exec('create unique index one_name on category (name)');
    stage.hubDb.exec(insert('G', 'Root'));
    const [first, idle] = liveCounters('EG-g');
    await expectSession(a, first, { errorPolicy: 'continue' });
    for (let i = 0; i < 5; i++) await expectSession(a, idle, { errorPolicy: 'continue' });
    expect(states(a)).toEqual([['G', 'upsert', 'parked']]);
    stage.hubDb.exec(rename('G', 'new'));
    await expectSession(a, liveCounters('EG-g').at(-1));
    expect([a.errors(), a.errors(['resolved']).length]).toEqual([[], 1]);
    await expectSettled(stage, [a, b, c]);
  });

  test.each(resolutions)(
    'EG-h a child that comes before its parent is put in by the passes, %s',
    async (_, options) => {
      const { stage, a } = await categoryScene({ binding }, '');
      stage.hubDb.exec(insert('ZP', 'Parent') + insert('AC', 'Child', 'ZP') + insert('AB', 'Grandchild', 'AC'));
      await expectSession(a, 'D3 AC3', { ...options, remote: reverseRows });
      const late = await stage.replica('E');
      await expectSession(late, 'D4 AC4', { ...options, remote: reverseRows });
      expect([a.errors(), late.errors()]).toEqual([[], []]);
      await expectQuiet([a, late]);
      expectSame(stage, [a, late]);
    },
  );

  testOurs('EG-h the hub itself sends parents first, in a first session and in a reinitialize', async () => {
    const { stage, a } = await categoryScene({ binding }, '');
    stage.hubDb.exec(insert('ZP', 'Parent') + insert('AC', 'Child', 'ZP'));
    stage.hubDb.exec(rename('ZP', 'Parent, touched last'));
    const asked: unknown[] = [];
    const strict: SyncOptions = { errorPolicy: 'throw', hooks: { onError: (error) => void asked.push(error) } };
    await expectSession(a, 'D2 AC2', strict);
    await expectSession(await stage.replica('E'), 'D3 AC3', strict);
    await expectSession(a, 'D3 AC3', { ...strict, type: 'reinitialize' });
    expect(asked).toEqual([]);
  });

  test('EG-k a retry that neither raises nor writes counts as applied (all-key row)', async () => {
    const stage = await setStage({
      binding,
      schema:
        'create table product_tag (product_id text not null, tag_id int not null, primary key (product_id, tag_id))',
      tables: ['product_tag'],
    });
    const a = await stage.replica('A');
    a.db.exec(`create table product (product_id text primary key); create table product_tag (
      product_id text not null references product (product_id), tag_id int not null, primary key (product_id, tag_id))`);
    await a.sync();
    stage.hubDb.exec(`insert into product_tag values ('p1', 1)`);
    await expectSession(a, 'D1 AC1', {
      errorPolicy: 'throw',
      hooks: {
        onError() {
          a.replica.db.run(`insert into product values ('p1')`);
          a.replica.db.run(`insert into product_tag values ('p1', 1)`);
          return undefined;
        },
      },
    });
    expect(a.errors()).toEqual([]);
    await expectSettled(stage, [a], { product_tag: 'product_id, tag_id' });
  });

  testOurs(
    'EG-m ten thousand failing rows: each is kept once, the list is paged, a new version settles them all',
    async () => {
      const rows = 10_000;
      const { stage, a, b } = await categoryScene({ binding, batchKb: 100 }, '');
      a.db.exec('create unique index one_name on category (name)');
      stage.hubDb.exec(`insert into category (category_id, name)
      with recursive n (i) as (select 1 union all select i + 1 from n where i < ${rows}) select 'm' || i, 'Root' from n`);
      await expectSession(a, `D${rows} FC${rows}`);
      await expectSession(a, `FC${rows}`);
      await expectSession(a, '');
      const { reader } = a.replica;
      expect(countErrors(reader, ['parked'])).toBe(rows);
      const page = listErrors(reader, ['parked'], { limit: 50, offset: 9_980 }).map(({ key }) => key['category_id']);
      expect(page).toEqual(
        listErrors(reader, ['parked'])
          .slice(9_980)
          .map(({ key }) => key['category_id']),
      );
      expect(new Set(page).size).toBe(20);
      stage.hubDb.exec(`update category set name = category_id where category_id <> 'ROOT'`);
      await expectSession(a, `D${rows} AC${rows}`);
      expect([countErrors(reader), openEntries(a)]).toEqual([0, []]);
      await expectSettled(stage, [a, b]);
    },
  );

  test('a row spoilt in one of two tables leaves the other as it is, and both in step afterwards', async () => {
    const stage = await setStage({
      binding,
      schema: 'create table one (id int primary key, name text); create table two (id int primary key, name text)',
      tables: ['one', 'two'],
    });
    const a = await stage.replica('A');
    await a.sync();
    a.db.exec('create unique index of_two on two (name)');
    stage.hubDb.exec(`insert into one values (1, 'x'), (2, 'y'); insert into two values (1, 'x'), (2, 'y')`);
    await expectSession(a, 'D4 AC3 FC1', {
      remote: spoilRows((row, { table }) => (table.name === 'two' ? row.with(1, 'same') : row)),
    });
    stage.hubDb.exec(`update two set name = name || '!'`);
    await expectSession(a, 'D2 AC2');
    await expectSettled(stage, [a], { one: 'id', two: 'id' });
  });
});
