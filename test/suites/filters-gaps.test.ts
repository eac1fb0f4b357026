// What filters meet besides single sessions (CONFORMANCE 11 and 12: F8, F9, F12, SN3, SN4, SN6): what a replica may send,
// snapshots of one parameter set, and the way out, on both stores.

import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeSnapshot } from '../../main/hub/snapshots.ts';
import { isPostgresUrl } from '../../main/hub/stores/postgres/connection.ts';
import { deprovisionReplica } from '../../main/replica/deprovision.ts';
import { temporaryFolder } from '../support/files.ts';
import { expectSession } from '../support/figures.ts';
import { countOf, customerFilters, expectOnly, filteredStage, of } from '../support/filtered.ts';
import { bindings, hubBindings, type Binding, type Stage, type StageReplica } from '../support/stage.ts';

const category = (id: string): string => `insert into category (category_id, name) values ('${id}', 'Name of ${id}');`;
const order = (no: number, customer: string): string =>
  `insert into orders values (${no}, '${customer}', null, '1.00');`;
const hubHas = ({ hubDb }: Stage, no: number): unknown =>
  hubDb.prepare('select customer_id from orders where order_id = ?').pluck().get(no);

describe.each(bindings)('what a replica sends %s', (binding) => {
  test('F8 by default the parameters are not asked: what lies outside goes, in the next session too', async () => {
    const stage = await filteredStage(binding, { filters: customerFilters({ leaving: 'stay' }), concord: false });
    const a = await stage.replica('A');
    await a.sync(of('c1'));
    a.db.pragma('foreign_keys = off');
    for (const no of [50, 51]) {
      a.db.exec(order(no, 'c2') + order(no + 10, 'c1'));
      await expectSession(a, 'U2 AS2', of('c1'));
      expect([hubHas(stage, no), hubHas(stage, no + 10)]).toEqual(['c2', 'c1']);
    }
  });

  test.each([true, false])(
    'F9 where the scope asks them, what lies outside is not taken, all else is (Concord client: %s)',
    async (concord) => {
      const stage = await filteredStage(binding, { filters: customerFilters({ outside: 'refuse' }), concord });
      const a = await stage.replica('A');
      await a.sync(of('c1'));
      a.db.pragma('foreign_keys = off');
      for (const no of [50, 51]) {
        a.db.exec(order(no, 'c2') + order(no + 10, 'c1'));
        const { AS, FS } = await a.counts(of('c1'));
        // A Concord client offers what was refused once more.
        expect([AS, FS]).toEqual([1, concord ? no - 49 : 1]);
        expect([hubHas(stage, no), hubHas(stage, no + 10)]).toEqual([undefined, 'c1']);
      }
      const told = a.errors().map(({ key, message }) => [key['order_id'], message]);
      const words = 'it lies outside the filter of this client';
      const each = [50, 51].map((no) => [no, words]);
      expect(told.toSorted(([one], [other]) => Number(one) - Number(other))).toEqual(concord ? each : []);
    },
  );
});

describe.each(bindings)('snapshots of one parameter set %s', (binding) => {
  const scene = async (concord: boolean): Promise<{ stage: Stage; a: StageReplica; b: StageReplica }> => {
    const stage = await filteredStage(binding, { concord });
    stage.hubDb.exec(category('X'));
    await makeSnapshot(stage.store, { scope: 'DefaultScope', ...of('c1'), batchKb: 100, by: null });
    return { stage, a: await stage.replica('A'), b: await stage.replica('B') };
  };
  /** As in SN1: two more categories, an employee that no filter asks about, a product outside; X is gone. */
  const changeHub = ({ hubDb }: Stage): unknown =>
    hubDb.exec(`${category('N')} ${category('M')} delete from category where category_id = 'X';
      insert into employee values (9, 'Ida', 'New'); insert into product (product_id, name) values ('P9', 'no category');`);
  const products = (replica: StageReplica): unknown =>
    replica.db.prepare(`select count(*) from product where product_id = 'P9'`).pluck().get();

  describe.each([true, false])('(Concord client: %s)', (concord) => {
    test('SN3 SN4 a first session takes it and what came after; a re-read with upload as well', async () => {
      const { stage, a, b } = await scene(concord);
      changeHub(stage);
      const rows = countOf(stage, ['c1']);
      for (const replica of [a, b]) {
        // X comes with the snapshot and goes with what came after.
        await expectSession(replica, `D${rows + 2} AC${rows + 2}`, of('c1'));
        expectOnly(stage, replica, ['c1']);
      }
      expect(await stage.store.snapshots.list()).toMatchObject([{ used: 2 }]);
      for (const [k, replica] of [a, b].entries()) {
        replica.db.exec(order(50 + k, 'c1'));
        const { U, AS } = await replica.counts({ ...of('c1'), type: 'reinitialize-with-upload' });
        expect([U, AS]).toEqual([1, 1]);
      }
      for (const replica of [a, b]) {
        await replica.sync(of('c1'));
        await expectSession(replica, '', of('c1'));
        expectOnly(stage, replica, ['c1']);
        expect(products(replica)).toBe(0);
      }
    });

    test('SN5 SN6 rows that replicas have sent since come back by a re-read; it stays', async () => {
      const { stage, a, b } = await scene(concord);
      for (const replica of [a, b]) await replica.sync(of('c1'));
      a.db.exec(order(50, 'c1'));
      b.db.exec(order(51, 'c1') + order(52, 'c1'));
      await expectSession(a, 'U1 AS1', of('c1'));
      await expectSession(b, 'U2 AS2 D1 AC1', of('c1'));
      const rows = countOf(stage, ['c1']);
      for (const replica of [a, b]) {
        await expectSession(replica, `D${rows} AC${rows}`, { ...of('c1'), type: 'reinitialize' });
        expectOnly(stage, replica, ['c1']);
      }
      expect(await stage.store.snapshots.list()).toMatchObject([{ used: 4 }]);
    });
  });
});

describe.each(hubBindings)('the way out %s', (binding: Binding) => {
  test('F12 V6 provisioned with filters, deprovisioned on both sides: nothing of Concord’s stays, every row does', async () => {
    const stage = await filteredStage(binding);
    const a = await stage.replica('A');
    await a.sync(of('c1'));
    stage.hubDb.exec(`update orders set customer_id = 'c2' where order_id = 1`);
    const here = a.db.prepare('select * from orders order by order_id').raw().all();
    const there = stage.rows('orders');
    expect(ownOf(stage)).not.toEqual([]);

    await deprovisionReplica(a.file, join(temporaryFolder(), 'copy.db'));
    await stage.store.deprovision();

    expect(ownOf(stage)).toEqual([]);
    expect(stage.rows('orders')).toEqual(there);
    stage.hubDb.exec(`update orders set total = '3.00' where order_id = 1; delete from order_line`);
    const plain = new Sqlite(a.file);
    expect(plain.prepare(`select name from sqlite_schema where name glob '_concord_*'`).all()).toEqual([]);
    expect(plain.prepare('select * from orders order by order_id').raw().all()).toEqual(here);
    plain.exec(`update orders set total = '3.00'`);
    plain.close();
  });
});

/** What of Concord's is in the hub's database. */
function ownOf({ hubFile, hubDb }: Stage): unknown[] {
  const text = isPostgresUrl(hubFile)
    ? `select tgname::text from pg_trigger where tgname like '\\_concord%' union all select nspname::text from pg_namespace where nspname = '_concord'`
    : `select name from sqlite_schema where name glob '_concord_*'`;
  return hubDb.prepare(text).pluck().all();
}
