// A token that pins parameters (HB-04, W-261): over HTTP, on both stores.

import { describe, expect, test } from 'vitest';
import { makeToken } from '../../main/hub/tokens.ts';
import type { Pinned } from '../../main/hub/stores/token-book.ts';
import { expectOnly, filteredStage, of } from '../support/filtered.ts';
import { bindings, type Stage } from '../support/stage.ts';

const tokenFor = async (stage: Stage, pinned: Pinned | null, name = 'ann'): Promise<string> => {
  const grant = { name, kind: 'client', scopes: null, expiresAt: null, pinned } as const;
  return (await makeToken(stage.store, grant, new Date())).token;
};

describe.each(bindings.filter((binding) => binding !== 'in process'))('HB-04 pinned parameters %s', (binding) => {
  test('are set where they are not given, and may be given as they are', async () => {
    const stage = await filteredStage(binding);
    const token = await tokenFor(stage, { Customer: 'c1' });
    const a = await stage.replica('A');
    await a.sync({ token });
    expectOnly(stage, a, ['c1']);
    const b = await stage.replica('B');
    await b.sync({ token, ...of('c1') });
    expectOnly(stage, b, ['c1']);
  });

  test('another value is refused, nothing selected', async () => {
    const stage = await filteredStage(binding);
    const token = await tokenFor(stage, { customer: 'c1' });
    const a = await stage.replica('A');
    await expect(a.sync({ token, ...of('c2') })).rejects.toMatchObject({
      code: 'parameters-refused',
      message: 'The parameters do not fit the scope: the token is bound to another value of customer.',
    });
    expect(a.replica.tables().size).toBe(0);
  });

  test('a scope that does not filter by them is refused', async () => {
    const stage = await filteredStage(binding, { scopes: [{ name: 'plain', tables: ['employee'] }] });
    const token = await tokenFor(stage, { customer: 'c1' });
    const a = await stage.replica('A');
    await expect(a.sync({ token, scope: 'plain' })).rejects.toMatchObject({
      code: 'parameters-refused',
      message: /bound to customer, by which the scope plain does not filter/,
    });
  });

  test('a token that is made for other values: its replica reads everything anew', async () => {
    const stage = await filteredStage(binding);
    const a = await stage.replica('A');
    const first = await tokenFor(stage, { customer: 'c1' });
    await a.sync({ token: first });
    await stage.store.tokens.revoke(1);
    const second = await tokenFor(stage, { customer: 'c2' });
    await a.sync({ token: second });
    expectOnly(stage, a, ['c2']);
    await a.sync({ token: second });
    expectOnly(stage, a, ['c2']);
  });

  test('what no scope knows, or is no value, is no token', async () => {
    const stage = await filteredStage(binding);
    await expect(tokenFor(stage, { colour: 'red' })).rejects.toMatchObject({ code: 'value-invalid' });
    await expect(tokenFor(stage, { customer: null })).rejects.toMatchObject({ code: 'parameters-refused' });
  });

  test.each([true, false])(
    'W-261 nothing is taken that lies outside, whoever sends it (concord: %s)',
    async (concord) => {
      const stage = await filteredStage(binding, { concord });
      const token = await tokenFor(stage, { customer: 'c1' });
      const a = await stage.replica('A');
      await a.sync({ token });
      a.db.pragma('foreign_keys = off');
      const hub = (sql: string): unknown => stage.hubDb.prepare(sql).pluck().all();
      // A key of another customer's, a row moved away, a row and its child that lie outside from the start, and two inside.
      a.db.exec(`insert into orders values (2, 'c1', null, '0.01'), (20, 'c2', null, '1.00'), (21, 'c1', null, '1.00');
      insert into order_line values (201, 20, 'p1', 1), (211, 21, 'p1', 1);
      insert into address (address_id, line1) values (30, 'alone'), (31, 'linked');
      insert into customer_address values ('c1', 31, 'x');
      update orders set customer_id = 'c2' where order_id = 1; update employee set first = 'Any' where employee_id = 1`);
      const counts = await a.counts({ token });
      expect([counts.U, counts.AS, counts.FS]).toEqual([10, 5, 5]);
      expect(hub('select order_id from orders order by 1')).toEqual([1, 2, 21]);
      expect(hub('select customer_id from orders order by order_id')).toEqual(['c1', 'c2', 'c1']);
      expect(hub('select line_id from order_line order by 1')).toEqual([1, 2, 3, 211]);
      expect(hub('select address_id from address where address_id >= 30')).toEqual([31]);
      expect(hub('select first from employee where employee_id = 1')).toEqual(['Any']);
      a.db.exec('delete from orders where order_id = 2');
      await a.sync({ token });
      expect(hub('select order_id from orders order by 1')).toEqual([1, 2, 21]);
    },
  );

  test('W-261 a row is not refused for one that it hangs on and that is refused itself', async () => {
    const stage = await filteredStage(binding);
    const token = await tokenFor(stage, { customer: 'c1' });
    const a = await stage.replica('A');
    await a.sync({ token });
    a.db.pragma('foreign_keys = off');
    a.db.exec(`update orders set customer_id = 'c2' where order_id = 1;
      update order_line set quantity = 77 where order_id = 1`);
    const [{ lines } = { lines: 0 }] = a.db
      .prepare('select count(*) as lines from order_line where order_id = 1')
      .all() as {
      lines: number;
    }[];
    const counts = await a.counts({ token });
    expect([counts.U, counts.AS, counts.FS]).toEqual([lines + 1, lines, 1]);
    expect(a.errors().map(({ table, key }) => [table.name, key])).toEqual([['orders', { order_id: 1 }]]);
    const held =
      'select distinct o.customer_id, l.quantity from orders o join order_line l on l.order_id = o.order_id where o.order_id = 1';
    expect(stage.hubDb.prepare(held).raw().all()).toEqual([['c1', 77]]);
  });
});
