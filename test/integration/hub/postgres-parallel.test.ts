// Twenty replicas at once on one PostgreSQL hub, all of them writing, some of them the same records: no session fails, nothing
// is lost, and all end with the same rows (HB-01, W-110).

import { expect, test } from 'vitest';
import { openEntries } from '../../support/category.ts';
import { onPostgres } from '../../support/postgres.ts';
import { rowsIn } from '../../support/replica-app.ts';
import { setStage, type StageReplica } from '../../support/stage.ts';

const schema = `create table item (id integer primary key, title text, touched integer);
  create table line (id integer primary key, item_id integer references item (id), what text);
  insert into item select i, 'item ' || i, 0 from generate_series(1, 300) i`;

const count = 20;

onPostgres('replicas side by side', () => {
  test('twenty of them insert, update and delete at the same time, and share a few records', async () => {
    const stage = await setStage({
      binding: 'over HTTP, on PostgreSQL',
      schema,
      tables: ['item', 'line'],
      batchKb: 100,
    });
    const replicas: StageReplica[] = [];
    for (let k = 0; k < count; k++) replicas.push(await stage.replica(`R${k}`));
    const all = (): Promise<unknown> => Promise.all(replicas.map((replica) => replica.sync()));
    await all();
    for (const [k, { db }] of replicas.entries()) {
      // Each its own rows and keys, in opposite orders; the last ten records belong to all of them.
      const own = Array.from({ length: 10 }, (_, i) => 1 + k * 10 + i);
      for (const id of k % 2 === 0 ? own : own.toReversed())
        db.exec(`update item set title = 'R${k}' where id = ${id}`);
      db.exec(`update item set touched = ${k + 1} where id > 290; delete from item where id = ${250 + k};
        insert into item values (${1000 + k}, 'new R${k}', 0);
        insert into line select ${(k + 1) * 1000} + id, id, 'R${k}' from item where id <= 200`);
    }
    await all();
    for (let i = 0; i < 2; i++) await all();
    const items = stage.rows('item');
    const lines = stage.rows('line');
    for (const { file } of replicas) {
      expect(rowsIn(file, 'item')).toEqual(items);
      expect(rowsIn(file, 'line')).toEqual(lines);
    }
    expect(lines).toHaveLength(count * 200);
    expect(items).toHaveLength(300);
    for (let k = 0; k < count; k++) expect(items[k * 10]?.[1]).toBe(`R${k}`);
    // Of those that all have changed one came first; every other one is asked (CF-01).
    const winner = Number(items.find(([id]) => id === 291)?.[2]);
    for (const [k, replica] of replicas.entries()) {
      expect(openEntries(replica)).toHaveLength(k + 1 === winner ? 0 : 10);
      expect(replica.errors()).toEqual([]);
    }
  });
});
