// A hub's tables change while stock clients stay on the old scope, and a Concord replica moves to a new one, of either kind of
// hub (M2, M3, M4).

import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { cells, schema, serve, tables, toV2, v2, widen } from '../support/migration.ts';
import { nothing, sameTables } from './checks.ts';
import { startServer } from './net-server.ts';
import { concordHubs, setScene, withPeers } from './scene.ts';

const news = `insert into category values ('U', 'Fourth', 4, 'new'); insert into product values ('p', 'R', 'Pen');`;

withPeers('a hub’s tables change, with real peers', () => {
  describe.each(concordHubs)('%s', (kind) => {
    test('M2 M3 M4 a stock client stays on v1 beside a replica on v2: neither harms the other', async () => {
      const scene = await setScene({ kind, schema, tables: ['category'] });
      const { stage, hubDb } = scene;
      if (!stage) throw new Error('no stage');
      const [a, b] = [scene.stock('A'), await scene.concord('B')];
      expect(await a.counts()).toEqual({ ...nothing, D: 3, AC: 3 });
      await b.sync();
      hubDb.exec(`${widen} update category set note = 'old' where category_id = 'R';`);
      await serve(stage, 'v2', ['category', 'product']);
      b.db.exec(`update category set name = 'by B' where category_id = 'R'`);
      expect(await b.counts(toV2)).toMatchObject({ D: 1, AC: 1, U: 1, AS: 1 });
      hubDb.exec(news);
      expect(await b.counts(v2)).toMatchObject({ D: 2, AC: 2 });
      // To the old scope a change of the new column is a change of the record.
      expect(await a.counts()).toEqual({ ...nothing, D: 2, AC: 2 });
      expect(a.db.prepare('select * from category').columns()).toHaveLength(3);
      a.db.exec(`update category set name = 'by A' where category_id in ('R', 'U');
        insert into category values ('V', 'of A', 5); delete from category where category_id = 'T';`);
      expect(await a.counts()).toEqual({ ...nothing, U: 4, AS: 4 });
      expect(['R', 'U', 'V', 'T'].map((id) => cells(stage, id))).toEqual([
        ['by A', 'old'],
        ['by A', 'new'],
        ['of A', null],
        undefined,
      ]);
      expect(await b.counts(v2)).toMatchObject({ D: 4, AC: 4 });
      const c = scene.stock('C', { scope: 'v2' });
      expect(await c.counts()).toMatchObject({ D: 5, AC: 5 });
      for (const replica of [a, c]) expect(await replica.counts(), replica.name).toEqual(nothing);
      expect(await b.counts(v2)).toMatchObject({ D: 0, U: 0 });
      sameTables(scene, [b, c], tables);
    });

    test('M5 M6 a stock client of a scope that was set up anew stops before anything is changed', async () => {
      const scene = await setScene({ kind, schema, tables: ['category'] });
      const { stage, hubDb } = scene;
      const a = scene.stock('A');
      await a.counts();
      hubDb.exec(widen);
      const both = ['category', 'product'].map((name) => ({
        name,
        schema: '',
        columns: [],
        direction: 'both' as const,
      }));
      await stage?.store.provision({
        name: 'DefaultScope',
        overwrite: true,
        setup: { tables: both, filters: [], affixes: {} },
      });
      a.db.exec(`update category set name = 'mine' where category_id = 'R'`);
      await expect(a.counts()).rejects.toThrow(/setup/i);
      expect(hubDb.prepare(`select name from category where category_id = 'R'`).pluck().get()).toBe('Root');
    });
  });

  test('M2 M3 a replica moves to a new scope of a stock server: nothing of what waits, or stood there, is lost', async () => {
    const scene = await setScene({ kind: 'a stock server', schema, tables: ['category'] });
    const { hubDb } = scene;
    const [a, b] = [scene.stock('A'), await scene.concord('B')];
    await a.counts();
    await b.sync();
    hubDb.exec(`${widen} update category set note = 'old' where category_id in ('R', 'S');`);
    const database = String(hubDb.prepare('select current_database()').pluck().get());
    const { hostname, port, username } = new URL(String(inject('postgres')));
    const server = await startServer(
      {
        database: `postgres://${username}@${hostname}:${port}/${database}`,
        tables: ['category', 'product'],
        variables: { SCOPE: 'v2' },
      },
      inject('peers')?.server ?? [],
    );
    onTestFinished(() => server.stop());
    b.db.exec(
      `update category set name = 'by B' where category_id = 'R'; insert into category values ('N', 'of B', 9);`,
    );
    hubDb.exec(`${news} delete from category where category_id = 'T'`);
    const moved = await scene.concord('B', { url: server.url });
    await moved.sync(toV2);
    const note = (id: string): unknown =>
      hubDb.prepare(`select name, note from category where category_id = '${id}'`).raw().get();
    expect([note('R'), note('S'), note('N')]).toEqual([
      ['by B', 'old'],
      ['Second', 'old'],
      ['of B', null],
    ]);
    await moved.sync(v2);
    expect(await moved.counts(v2)).toMatchObject({ D: 0, U: 0 });
    sameTables(scene, [moved], tables);
    expect(await a.counts()).toMatchObject({ FC: 0, FS: 0 });
  });
});
