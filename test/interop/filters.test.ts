// Filters, several parameter sets and snapshots with real peers (F1–F3, F6, F7, FG-a, FG-b, SN1, SN2, L31).

import { describe, expect, test } from 'vitest';
import { makeSnapshot } from '../../main/hub/snapshots.ts';
import { temporaryFolder } from '../support/files.ts';
import { categorySchema, insert, nameIn, remove, rename } from '../support/category.ts';
import { commonSchema } from '../support/common-model.ts';
import { countOf, customerFilters, filteredColumns, filteredTables, of } from '../support/filtered.ts';
import type { HubDb } from '../support/postgres.ts';
import { nothing } from './checks.ts';
import { concordHubs, hubKinds, setScene, withPeers, type HubKind, type Scene } from './scene.ts';

const schema = `create table customer (customer_id varchar(10) primary key, name text);
  create table orders (order_id int primary key, customer_id varchar(10) references customer (customer_id), title text);
  create table tag (tag_id int primary key, label text);
  insert into customer values ('c1', 'Acme'), ('c2', 'Bolt');
  insert into orders values (1, 'c1', 'one'), (2, 'c1', 'two'), (3, 'c2', 'three');
  insert into tag values (1, 'for all')`;

/** Two tables by a customer's id, one without a filter; told to either kind of hub in its own way. */
function filteredScene(kind: HubKind): Promise<Scene> {
  const at = (name: string) => ({ name, schema: '' });
  const byCustomer = (name: string) => ({
    table: at(name),
    equals: [{ table: at(name), column: 'customer_id', parameter: 'customer_id' }],
  });
  return setScene({
    kind,
    schema,
    tables: ['customer', 'orders', 'tag'],
    filters: { filters: [byCustomer('customer'), byCustomer('orders')] },
    server: { FILTERS: 'customer:customer_id,orders:customer_id' },
  });
}

const parameters = (value: string) => ({ parameters: [{ name: 'customer_id', value }] });
const ordersIn = (db: HubDb): unknown => db.prepare('select order_id from orders order by 1').pluck().all();

withPeers('filters with real peers', () => {
  describe.each(hubKinds)('%s', (kind) => {
    test('F1 F2 F3 F4 F5 what is inside comes, what is outside does not; what is written inside reaches the others, deletes too', async () => {
      const scene = await filteredScene(kind);
      const [a, c] = [
        scene.stock('A', { parameters: { customer_id: 'c1' } }),
        scene.stock('C', { parameters: { customer_id: 'c2' } }),
      ];
      const b = await scene.concord('B');
      expect(await a.counts()).toEqual({ ...nothing, D: 4, AC: 4 });
      expect(await b.counts(parameters('c1'))).toMatchObject({ D: 4, AC: 4 });
      expect(await c.counts()).toEqual({ ...nothing, D: 3, AC: 3 });
      scene.hubDb.exec(
        `insert into orders values (4, 'c1', 'inside'), (5, 'c2', 'outside'); delete from orders where order_id = 2`,
      );
      a.db.exec(`insert into orders values (10, 'c1', 'of A')`);
      b.db.exec(`insert into orders values (20, 'c1', 'of B')`);
      expect(await a.counts()).toMatchObject({ D: 2, AC: 2, U: 1, AS: 1 });
      expect(await b.counts(parameters('c1'))).toMatchObject({ D: 3, AC: 3, U: 1, AS: 1 });
      await a.counts();
      await c.counts();
      expect([a.db, b.db, c.db].map(ordersIn)).toEqual([
        [1, 4, 10, 20],
        [1, 4, 10, 20],
        [3, 5],
      ]);
      for (const { db } of [a, b]) db.exec('delete from orders where order_id = 4');
      b.db.exec('delete from orders where order_id = 20');
      expect(await b.counts(parameters('c1'))).toMatchObject({ U: 2, AS: 2 });
      await a.counts();
      expect([a.db, b.db].map(ordersIn)).toEqual([
        [1, 10],
        [1, 10],
      ]);
    });

    test('FG-a FG-b a row enters and leaves: a Concord hub takes it away, a stock server leaves it behind (L31)', async () => {
      const scene = await filteredScene(kind);
      const [a, b] = [scene.stock('A', { parameters: { customer_id: 'c1' } }), await scene.concord('B')];
      await a.counts();
      await b.counts(parameters('c1'));
      scene.hubDb.exec(`update orders set customer_id = 'c1' where order_id = 3`);
      expect(await a.counts()).toMatchObject({ D: 1, AC: 1 });
      await b.counts(parameters('c1'));
      scene.hubDb.exec(`update orders set customer_id = 'c2' where order_id = 1`);
      await a.counts();
      await b.counts(parameters('c1'));
      const left = scene.stage ? [2, 3] : [1, 2, 3];
      expect([ordersIn(a.db), ordersIn(b.db)]).toEqual([left, left]);
    });

    test('F6 F7 two parameter sets in one file of a stock client and in one of Concord’s', async () => {
      const scene = await filteredScene(kind);
      const b = await scene.concord('B');
      for (const [customer, rows] of [
        ['c1', 4],
        ['c2', 3],
      ] as const) {
        const a = scene.stock('A', { parameters: { customer_id: customer } });
        expect(await a.counts(), customer).toMatchObject({ D: rows, AC: rows, U: 0 });
        expect(await b.counts(parameters(customer)), customer).toMatchObject({ D: rows, U: 0 });
      }
      expect([ordersIn(scene.stock('A').db), ordersIn(b.db)]).toEqual([
        [1, 2, 3],
        [1, 2, 3],
      ]);
    });
  });

  test.each(concordHubs)(
    'F1 HB-02 joins, a condition and column subsets: a stock client gets what a Concord replica gets, %s',
    async (kind) => {
      const scene = await setScene({
        kind,
        schema: commonSchema,
        tables: filteredTables,
        columns: filteredColumns,
        filters: customerFilters(),
      });
      const a = scene.stock('A', { parameters: { customer: 'c1' } });
      const b = await scene.concord('B');
      const { stage } = scene;
      if (!stage) throw new Error('no stage');
      const rows = countOf(stage, ['c1']);
      expect(await a.counts()).toEqual({ ...nothing, D: rows, AC: rows });
      expect(await b.counts(of('c1'))).toMatchObject({ D: rows, AC: rows });
      for (const table of filteredTables) {
        const all = `select * from ${table}`;
        expect(new Set(a.db.prepare(all).raw().all().map(firstCell)), table).toEqual(
          new Set(b.db.prepare(all).raw().all().map(firstCell)),
        );
      }
    },
  );

  test.each(concordHubs)('SN1 SN2 a stock client begins with a snapshot of %s, then what came since', async (kind) => {
    const scene = await setScene({
      kind,
      schema: categorySchema() + insert('R', 'Start') + insert('X', 'goes'),
      tables: ['category'],
    });
    const { store } = scene.stage ?? {};
    if (!store) throw new Error('no store');
    await makeSnapshot(store, { scope: 'DefaultScope', parameters: [], batchKb: 2000, by: 'Admin' });
    scene.hubDb.exec(rename('R', 'HUB') + remove('X') + insert('N', 'new'));
    const a = scene.stock('A');
    await a.counts();
    expect(['R', 'X', 'N'].map((id) => nameIn(a, id))).toEqual(['HUB', '-', 'new']);
    a.db.exec(insert('A1', 'mine'));
    expect(await a.counts({ type: 'ReinitializeWithUpload' })).toMatchObject({ U: 1, AS: 1 });
    expect(['R', 'X', 'N', 'A1'].map((id) => nameIn(a, id))).toEqual(['HUB', '-', 'new', 'mine']);
    expect(nameIn(scene, 'A1')).toBe('mine');
    expect(await a.counts()).toEqual(nothing);
  });

  test('SN1 SN2 a Concord replica begins with a snapshot of a stock server, with a stock client beside it', async () => {
    const server = { SNAPSHOTS: temporaryFolder() };
    const scene = await setScene({ kind: 'a stock server', schema: categorySchema(), tables: ['category'], server });
    if (!scene.server?.takes.includes('snapshot'))
      return console.warn('skipped: this server makes no snapshot when asked');
    const early = scene.stock('E');
    await early.counts();
    scene.hubDb.exec(insert('R', 'Start') + insert('X', 'goes'));
    const made = await fetch(new URL('snapshot', scene.url), { method: 'POST' });
    expect([made.status, await made.json()]).toEqual([200, { rows: 3 }]);
    scene.hubDb.exec(rename('R', 'HUB') + remove('X') + insert('N', 'new'));
    const [a, b] = [scene.stock('A'), await scene.concord('B')];
    await a.counts();
    await b.counts();
    for (const replica of [a, b])
      expect(
        ['R', 'X', 'N'].map((id) => nameIn(replica, id)),
        replica.name,
      ).toEqual(['HUB', '-', 'new']);
    b.db.exec(insert('B1', 'mine'));
    expect(await b.counts({ type: 'reinitialize-with-upload' })).toMatchObject({ U: 1, AS: 1 });
    expect([nameIn(scene, 'B1'), nameIn(b, 'B1'), nameIn(b, 'X')]).toEqual(['mine', 'mine', '-']);
  });
});

const firstCell = (row: unknown): unknown => (Array.isArray(row) ? JSON.stringify(row.slice(0, 2)) : row);
