// Filters with parameters (CONFORMANCE 11: F1 to F7, F10, F11, FG-a to FG-e), in process and over HTTP.

import { describe, expect, test } from 'vitest';
import { countRemovals, leftWith, listRemovals, removalOf } from '../../main/replica/removed.ts';
import { openEntries } from '../support/category.ts';
import { countOf, customerFilters, expectOnly, filteredStage, of } from '../support/filtered.ts';
import { expectSession, liveCounters } from '../support/figures.ts';
import { bindings, type Stage, type StageReplica } from '../support/stage.ts';

const quiet = { D: 0, U: 0, AC: 0, AS: 0, FC: 0, FS: 0, RC: 0 };

/** One more session each, then one that moves nothing, then the rows of its customer and no others. */
async function expectEach(stage: Stage, replicas: Readonly<Record<string, StageReplica>>): Promise<void> {
  for (const [customer, replica] of Object.entries(replicas)) await replica.sync(of(customer));
  for (const [customer, replica] of Object.entries(replicas)) {
    expect(await replica.counts(of(customer)), `${replica.name} is quiet`).toMatchObject(quiet);
    expectOnly(stage, replica, [customer]);
  }
}

async function setScene(binding: (typeof bindings)[number], more: Parameters<typeof filteredStage>[1] = {}) {
  const stage = await filteredStage(binding, more);
  const [a, b] = [await stage.replica('A'), await stage.replica('B')];
  await a.sync(of('c1'));
  await b.sync(of('c2'));
  return { stage, a, b };
}

describe.each(bindings)('filters %s', (binding) => {
  test.each([100, 5000])(
    'F1 HB-02 a first session brings the rows under the filter, parts of %i KB',
    async (batchKb) => {
      const stage = await filteredStage(binding, { batchKb });
      const a = await stage.replica('A');
      const rows = countOf(stage, ['c1']);
      await expectSession(a, `D${rows} AC${rows}`, of('c1'));
      expectOnly(stage, a, ['c1']);
      await expectEach(stage, { c1: a });
    },
  );

  test('F2 what the hub adds inside comes, what it adds outside does not', async () => {
    const { stage, a, b } = await setScene(binding);
    stage.hubDb.exec(`insert into address values (11, 'in', null, 'Delft', '1'), (12, 'in', null, 'Delft', '2'),
        (13, 'out', null, 'Delft', '3');
      insert into customer_address values ('c1', 11, 'x'), ('c1', 12, 'x'), ('c2', 13, 'x')`);
    await expectSession(a, 'D4 AC4', of('c1'));
    await expectSession(b, 'D2 AC2', of('c2'));
    await expectEach(stage, { c1: a, c2: b });
  });

  test('F3 each replica adds inside, the hub outside: each sees the others’ rows, nobody the ones outside', async () => {
    const stage = await filteredStage(binding);
    const replicas = [await stage.replica('A'), await stage.replica('B'), await stage.replica('C')];
    for (const replica of replicas) await replica.sync(of('c1'));
    stage.hubDb.exec(`insert into address values (90, 'out', null, 'Delft', '3');
      insert into customer_address values ('c2', 90, 'x')`);
    for (const [k, replica] of replicas.entries()) {
      const first = 10 * (k + 1);
      replica.db.exec(`insert into address (address_id, line1) values (${first}, 'in'), (${first + 1}, 'in');
        insert into customer_address values ('c1', ${first}, 'x'), ('c1', ${first + 1}, 'x')`);
      await expectSession(replica, `D${4 * k} AC${4 * k} U4 AS4`, of('c1'));
    }
    for (const replica of replicas) await expectEach(stage, { c1: replica });
  });

  test('F4 inserts and deletes of the replica arrive', async () => {
    const { stage, a, b } = await setScene(binding);
    a.db.exec(`insert into product (product_id, category_id, name) values ('p9', 'ROAD', 'new');
      insert into orders values (21, 'c1', null, '1.00'), (22, 'c1', null, '2.00');
      insert into order_line values (31, 21, 'p9', 1), (32, 22, 'p9', 1)`);
    await expectSession(a, 'U5 AS5', of('c1'));
    a.db.exec('delete from order_line where line_id > 30; delete from orders where order_id > 20');
    await expectSession(a, 'U4 AS4', of('c1'));
    expect(stage.hubDb.prepare('select count(*) from orders where order_id > 20').pluck().get()).toBe(0);
    await expectEach(stage, { c1: a, c2: b });
  });

  test('F5 W-183 a delete on the hub flows, whatever the filter', async () => {
    const { stage, a, b } = await setScene(binding);
    stage.hubDb.exec(`insert into category (category_id, name) values ('NEW', 'new');
      insert into product (product_id, category_id, name) values ('p9', 'NEW', 'new')`);
    await expectSession(a, 'D2 AC2', of('c1'));
    stage.hubDb.exec(`delete from product where product_id = 'p9'`);
    await expectSession(a, 'D1 AC1', of('c1'));
    await expectEach(stage, { c1: a, c2: b });
  });

  test('F10 F11 the estimate counts what the filter lets through', async () => {
    const { stage, a } = await setScene(binding);
    const [known] = a.replica.scopes();
    const ask = async () => {
      const { client } = known ?? {};
      const after = client?.lastHubSync ?? null;
      const scope = stage.hub.scopes()[0];
      if (!scope || !client) throw new Error('no scope');
      const parameters = [
        { name: 'customer', value: 'c1' },
        { name: 'tier', value: null },
      ];
      const { counts } = await stage.store.estimate({
        scope,
        clientId: client.id,
        after,
        everything: false,
        parameters,
        hash: client.hash,
      });
      return counts.map(({ table, upserts, deletes }) => [table.name, upserts, deletes]);
    };
    stage.hubDb.exec(`insert into orders values (21, 'c1', null, '1.00'), (22, 'c2', null, '1.00');
      insert into order_line values (31, 21, 'p1', 1), (32, 21, 'p1', 1), (33, 21, 'p1', 1), (34, 22, 'p1', 1)`);
    expect(await ask()).toEqual([
      ['orders', 1, 0],
      ['order_line', 3, 0],
    ]);
    stage.hubDb.exec(`delete from order_line where order_id = 21; delete from orders where order_id = 21`);
    expect(await ask()).toEqual([
      ['orders', 0, 1],
      ['order_line', 1 - 1, 3],
    ]);
  });

  describe('FG-a L31 a row leaves the filter', () => {
    test('with its lines, when the hub moves it: the one loses them, the other gets them (R-28)', async () => {
      const { stage, a, b } = await setScene(binding);
      stage.hubDb.exec(`update orders set customer_id = 'c2' where order_id = 1`);
      await expectSession(a, 'D3 AC3', of('c1'));
      await expectSession(b, 'D3 AC3', of('c2'));
      await expectEach(stage, { c1: a, c2: b });
      stage.hubDb.exec(`update orders set customer_id = 'c1' where order_id = 1`);
      await expectSession(b, 'D3 AC3', of('c2'));
      await expectSession(a, 'D3 AC3', of('c1'));
      await expectEach(stage, { c1: a, c2: b });
    });

    test('R-98 PR-06 PR-08 what went is noted with its cause, its condition and its last values', async () => {
      const { stage, a } = await setScene(binding);
      stage.hubDb.exec(`update orders set customer_id = 'c2' where order_id = 1;
        insert into orders values (21, 'c1', null, '9.25')`);
      await a.sync(of('c1'));
      stage.hubDb.exec('delete from orders where order_id = 21');
      await a.sync(of('c1'));
      const { reader } = a.replica;
      const noted = listRemovals(reader, {}, { limit: 9, offset: 0 });
      expect(noted.filter(({ table }) => table.name === 'orders')).toMatchObject([
        {
          session: 2,
          key: { order_id: 1 },
          reason: 'filter',
          condition: 'customer_id = c1',
          row: { customer_id: 'c1' },
        },
      ]);
      expect(noted.find(({ table }) => table.name === 'order_line')?.condition).toBe(
        'orders.customer_id = c1, by way of orders',
      );
      expect([leftWith(reader, 2), countRemovals(reader, { session: 2 }), leftWith(reader, 3)]).toEqual([3, 3, 0]);
      const orders = { name: 'orders', schema: '' };
      expect(removalOf(reader, { table: orders, key: { order_id: 21 } })).toMatchObject({
        session: 3,
        reason: 'deleted',
        condition: null,
        row: { total: '9.25' },
      });
      expect(removalOf(reader, { table: orders, key: { order_id: 99 } })).toBeNull();
    });

    test('when the link that led to it goes, is moved, or all of it moves at once', async () => {
      const { stage, a, b } = await setScene(binding);
      stage.hubDb.exec(`delete from customer_address where address_id = 1`);
      await expectSession(a, 'D2 AC2', of('c1'));
      await expectSession(b, 'D1 RC1', of('c2'));
      stage.hubDb.exec(`update order_line set order_id = 2 where line_id = 1;
        update orders set customer_id = 'c2' where order_id = 1`);
      await expectSession(a, 'D3 AC3', of('c1'));
      await expectSession(b, 'D3 AC3', of('c2'));
      await expectEach(stage, { c1: a, c2: b });
    });

    test('moved by a replica’s upload: it leaves that replica too, and nothing of it is repeated', async () => {
      const { stage, a, b } = await setScene(binding);
      a.db.pragma('foreign_keys = off');
      a.db.exec(`update orders set customer_id = 'c2' where order_id = 1`);
      await expectSession(a, 'U1 AS1 D3 AC3', of('c1'));
      await expectSession(a, '', of('c1'));
      await expectSession(b, 'D3 AC3', of('c2'));
      await expectEach(stage, { c1: a, c2: b });
    });

    test('a change that leaves it in the filter removes nothing, one outside is nobody’s business', async () => {
      const { stage, a, b } = await setScene(binding);
      stage.hubDb.exec(`update orders set total = '5.00'`);
      await expectSession(a, 'D1 AC1', of('c1'));
      await expectSession(b, 'D1 AC1', of('c2'));
      stage.hubDb.exec(`update orders set customer_id = null where order_id = 2`);
      await expectSession(a, '', of('c1'));
      await expectEach(stage, { c1: a });
    });

    test('where rows stay by the scope’s setting: as with a stock server, it is stale', async () => {
      const filters = customerFilters({ leaving: 'stay' });
      const { stage, a, b } = await setScene(binding, { filters });
      stage.hubDb.exec(`update orders set customer_id = 'c2' where order_id = 1`);
      const [first] = liveCounters('FG-a');
      await expectSession(a, first, of('c1'));
      await expectSession(b, 'D3 AC3', of('c2'));
      expect(a.db.prepare('select count(*) from orders').pluck().get()).toBe(1);
    });
  });

  test('FG-b a row enters the filter, with its lines', async () => {
    const { stage, a, b } = await setScene(binding);
    stage.hubDb.exec(
      `insert into orders values (3, null, null, '1.00'); insert into order_line values (9, 3, 'p1', 1)`,
    );
    await expectSession(a, '', of('c1'));
    stage.hubDb.exec(`update orders set customer_id = 'c1' where order_id = 3`);
    await expectSession(a, 'D2 AC2', of('c1'));
    await expectEach(stage, { c1: a, c2: b });
  });

  test('FG-c a row that a replica writes outside its filter arrives, and leaves it', async () => {
    const { stage, a, b } = await setScene(binding);
    a.db.pragma('foreign_keys = off');
    a.db.exec(`insert into orders values (50, 'c2', null, '1.00'); insert into order_line values (51, 50, 'p1', 1)`);
    await expectSession(a, 'U2 AS2 D2 AC2', of('c1'));
    await expectSession(b, 'D2 AC2', of('c2'));
    stage.hubDb.exec(`update orders set total = '9.00' where order_id = 50`);
    await expectSession(a, '', of('c1'));
    await expectEach(stage, { c1: a, c2: b });
  });

  test('FG-d a conflict inside the filter; columns outside the subset stay as they are', async () => {
    const { stage, a } = await setScene(binding);
    stage.hubDb.exec(`update customer set name = 'HUB' where customer_id = 'c1'`);
    a.db.exec(`update customer set name = 'REP' where customer_id = 'c1'`);
    await expectSession(a, liveCounters('FG-d')[0], of('c1'));
    a.db.exec(`update customer set employee_id = 2 where customer_id = 'c1'`);
    await a.sync(of('c1'));
    const row = stage.hubDb.prepare(`select name, rep, tier from customer where customer_id = 'c1'`).raw().get();
    expect(row).toEqual(['HUB', 'Noor', 'basic']);
  });

  test('FG-e PR-04 R-26 parameters that do not fit: a readable error, nothing selected', async () => {
    const stage = await filteredStage(binding);
    const a = await stage.replica('A');
    const twice = ['customer', 'CUSTOMER'].map((name) => ({ name, value: 'c1' }));
    for (const [parameters, why] of [
      [[], 'customer is missing'],
      [[{ name: 'x', value: 1 }], 'there is no parameter x; known: customer, tier'],
      [[{ name: 'customer', value: null }], 'customer: a value is required'],
      [[{ name: 'customer', value: true }], 'customer: a text is expected'],
      [twice, 'customer is given 2 times'],
    ] as const)
      await expect(a.sync({ parameters })).rejects.toMatchObject({
        code: 'parameters-refused',
        message: `The parameters do not fit the scope: ${why}.`,
      });
    expect([await stage.store.clients(), a.replica.tables().size]).toEqual([[], 0]);
  });

  test('FG-e a parameter that is not bound to a column limits what its condition says, and may be null', async () => {
    const stage = await filteredStage(binding);
    const a = await stage.replica('A');
    const ask = { parameters: [...of('c1').parameters, { name: 'Tier', value: 'B%' }] };
    await a.sync(ask);
    expect(a.db.prepare('select count(*) from customer').pluck().get()).toBe(0);
    stage.hubDb.exec(`update customer set name = 'Bravo' where customer_id = 'c1'`);
    await a.sync(ask);
    expect(a.db.prepare('select name from customer').pluck().all()).toEqual(['Bravo']);
    await a.sync({ parameters: [...of('c2').parameters, { name: 'tier', value: null }] });
    expect(a.db.prepare('select name from customer order by 1').pluck().all()).toEqual(['Bolt', 'Bravo']);
  });

  test('F6 F7 two parameter sets in one replica: the unfiltered tables come twice, a shared row is nobody’s to lose', async () => {
    const stage = await filteredStage(binding);
    const a = await stage.replica('A');
    const [one, two] = [countOf(stage, ['c1']), countOf(stage, ['c2'])];
    await expectSession(a, `D${one} AC${one}`, of('c1'));
    await expectSession(a, `D${two} AC${two}`, of('c2'));
    await expectSession(a, '', of('c1'));
    expectOnly(stage, a, ['c1', 'c2']);
    const { id } = a.replica.scopes()[0]?.client ?? {};
    const known = (await stage.store.findClient(id ?? '')).map(({ hash }) => hash);
    expect(new Set(known).size).toBe(2);
    stage.hubDb.exec(`update orders set customer_id = 'c2' where order_id = 1`);
    await expectSession(a, '', of('c1'));
    await expectSession(a, 'D3 AC3', of('c2'));
    expectOnly(stage, a, ['c1', 'c2']);
    stage.hubDb.exec(`update orders set customer_id = null where order_id = 1`);
    await a.sync(of('c1'));
    await a.sync(of('c2'));
    expectOnly(stage, a, ['c1', 'c2']);
    expect(a.db.prepare('select count(*) from orders where order_id = 1').pluck().get()).toBe(0);
  });

  describe('L32 PR-04 several sets of one replica', () => {
    async function bothSets() {
      const stage = await filteredStage(binding);
      const a = await stage.replica('A');
      await a.sync(of('c1'));
      await a.sync(of('c2'));
      return { stage, a };
    }

    test('one is read anew: the other’s rows stay, with what waits in them', async () => {
      const { stage, a } = await bothSets();
      a.db.exec(`update orders set total = '3.33' where order_id = 2; delete from order_line where line_id = 1`);
      stage.hubDb.exec(`update orders set total = '4.44' where order_id = 1`);
      await a.sync({ ...of('c1'), type: 'reinitialize' });
      expect(a.db.prepare('select total from orders order by order_id').pluck().all().map(Number)).toEqual([
        4.44, 3.33,
      ]);
      await a.sync(of('c2'));
      const sent = stage.hubDb.prepare('select total from orders where order_id = 2').pluck().get();
      expect(Number(sent)).toBe(3.33);
    });

    test('another value stands in for all others: their rows go, what waits stays and is sent (PR-07)', async () => {
      const { stage, a } = await bothSets();
      a.db.pragma('foreign_keys = off');
      a.db.exec(`update orders set total = '3.33' where order_id = 2`);
      stage.hubDb.exec(`insert into customer (customer_id, name) values ('c3', 'Cord')`);
      await a.sync({ ...of('c3'), replaces: true });
      expect(a.replica.scopes()).toHaveLength(1);
      expect(a.db.prepare('select customer_id from customer order by 1').pluck().all()).toEqual(['c2', 'c3']);
      expect(a.db.prepare('select order_id from orders').pluck().all()).toEqual([2]);
      await a.sync(of('c3'));
      const sent = stage.hubDb.prepare('select total from orders where order_id = 2').pluck().get();
      expect(Number(sent)).toBe(3.33);
    });

    test('a set that was given up keeps nothing: what leaves the other one goes (R-28)', async () => {
      const { stage, a } = await bothSets();
      await a.sync({ ...of('c1'), replaces: true });
      stage.hubDb.exec(`update orders set customer_id = 'c2' where order_id = 1`);
      await expectSession(a, 'D3 AC3', of('c1'));
      expectOnly(stage, a, ['c1']);
    });
  });

  test('PR-06 PR-07 a hub that tells nothing of it: what is written outside leaves once the hub has it', async () => {
    const filters = customerFilters({ leaving: 'stay' });
    const stage = await filteredStage(binding, { filters, concord: false });
    const a = await stage.replica('A');
    await a.sync(of('c1'));
    a.db.pragma('foreign_keys = off');
    a.db.exec(`insert into orders values (50, 'c2', null, '1.00'); insert into order_line values (51, 50, 'p1', 1)`);
    stage.hubDb.exec(`delete from customer_address where address_id = 1`);
    await expectSession(a, 'U2 AS2 D1 AC1', of('c1'));
    expectOnly(stage, a, ['c1']);
    await expectSession(a, '', of('c1'));
  });

  test('FG-a PR-07 a row that was changed here leaves the filter: nothing is lost, both versions wait in the inbox', async () => {
    const { stage, a, b } = await setScene(binding);
    stage.hubDb.exec(`update orders set customer_id = 'c2', total = '77.00' where order_id = 1`);
    a.db.exec(`update orders set total = '55.00' where order_id = 1`);
    await a.sync(of('c1'));
    expect(openEntries(a)).toMatchObject([
      { type: 'local-update/hub-delete', versions: { mine: { order_id: 1, customer_id: 'c1' }, theirs: null } },
    ]);
    const no = openEntries(a)[0]?.no ?? 0;
    await a.inbox.resolve({ no, choice: { keep: 'theirs' }, by: 'Ann' });
    await b.sync(of('c2'));
    expect(Number(stage.hubDb.prepare('select total from orders where order_id = 1').pluck().get())).toBe(77);
    await expectEach(stage, { c1: a, c2: b });
  });
});
