// Where stock peers lose data (CONFORMANCE 21), with one real stock peer at one end: what Concord at the other end prevents,
// and what stays lost on the stock side, which Concord does not make worse. What needs no real peer stands in test/suites;
// L24 in cells.test.ts, L9 in sessions.test.ts, L10 L11 L17 L28 in doctor.test.ts.

import { renameSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { categorySchema, insert, nameIn, openEntries, remove, rename } from '../support/category.ts';
import { nothing, sameTables } from './checks.ts';
import { startClient } from './net-client.ts';
import { concordHubs, hubKinds, setScene, withPeers, type HubKind, type Scene } from './scene.ts';

const table = { category: 'category_id' };

function categoryScene(
  kind: HubKind,
  options: { policy?: 'client-wins'; errorPolicy?: 'continue' | 'throw' } = {},
): Promise<Scene> {
  const server = { ...(options.errorPolicy === 'continue' && { ERRORS: 'ContinueOnError' }) };
  return setScene({ kind, schema: categorySchema({ uniqueName: true }), tables: ['category'], server, ...options });
}

withPeers('losses with one real stock peer', () => {
  describe.each(concordHubs)('a stock client, %s', (kind) => {
    test('L1 EG-c3 a refused row in an upload of several parts: the client repeats its last part, and nothing is left behind', async () => {
      const scene = await setScene({
        kind,
        schema: `${categorySchema({ uniqueName: true })} create table tag (tag_id int primary key, label text);`,
        tables: ['category', 'tag'],
        batchKb: 100,
        errorPolicy: 'throw',
      });
      const a = scene.stock('A');
      await a.counts();
      scene.hubDb.exec(insert('U0', 'CLASH'));
      a.db.exec(insert('U1', 'CLASH'));
      a.db.exec(`insert into tag with recursive n(i) as (select 1 union all select i + 1 from n where i < 4000)
        select i, 'a label that is long enough for several parts of an upload, ' || i from n`);
      await expect(a.counts()).rejects.toMatchObject({ status: 400 });
      expect(scene.hubDb.prepare('select count(*) from tag').pluck().get()).toBe(0);
      a.db.exec(rename('U1', 'put right'));
      expect(await a.counts()).toMatchObject({ U: 4001, AS: 4001, FS: 0 });
      sameTables(scene, [a], { ...table, tag: 'tag_id' });
    });

    test('L6 EG-c1 EG-c4 the hub goes on without a refused row: the client is told a number only, the hub keeps the row until it comes anew', async () => {
      const scene = await categoryScene(kind, { errorPolicy: 'continue' });
      const a = scene.stock('A');
      await a.counts();
      scene.hubDb.exec(insert('U0', 'CLASH'));
      a.db.exec(insert('U1', 'CLASH'));
      expect(await a.counts()).toMatchObject({ U: 1, AS: 0, FS: 1 });
      expect(await a.counts()).toEqual(nothing);
      a.db.exec(rename('U1', 'put right'));
      expect(await a.counts()).toMatchObject({ U: 1, AS: 1, FS: 0 });
      expect(nameIn(scene, 'U1')).toBe('put right');
    });

    test('L20 the file is put back from a back-up: it reads everything anew, what it had sent comes back', async () => {
      const scene = await categoryScene(kind);
      const a = scene.stock('A');
      await a.counts();
      const copy = `${a.file}-copy`;
      a.db.prepare('vacuum into ?').run(copy);
      a.db.exec(insert('S', 'sent'));
      expect(await a.counts()).toMatchObject({ U: 1, AS: 1 });
      for (let i = 0; i < 2; i++) await a.counts();
      a.db.exec(`attach '${copy}' as copy; begin`);
      for (const name of ['scope_info_client', 'category', 'category_tracking'])
        a.db.exec(`delete from main."${name}"; insert into main."${name}" select * from copy."${name}"`);
      a.db.exec('commit; detach copy');
      expect(nameIn(a, 'S')).toBe('-');
      await a.counts();
      expect(nameIn(a, 'S')).toBe('sent');
      expect(await a.counts()).toEqual(nothing);
      sameTables(scene, [a], table);
    });

    test('L12 what a stock client loses in a conflict stays lost there; a Concord replica beside it keeps its own', async () => {
      const scene = await categoryScene(kind);
      const [a, b] = [scene.stock('A'), await scene.concord('B')];
      scene.hubDb.exec(insert('R', 'Start'));
      await a.counts();
      await b.counts();
      scene.hubDb.exec(rename('R', 'HUB'));
      a.db.exec(rename('R', 'of the stock client'));
      b.db.exec(rename('R', 'of Concord'));
      expect(await a.counts()).toMatchObject({ U: 1, AS: 0, RC: 1 });
      await b.counts();
      expect([nameIn(a, 'R'), nameIn(b, 'R')]).toEqual(['HUB', 'HUB']);
      expect(openEntries(b)).toMatchObject([{ versions: { mine: { name: 'of Concord' } } }]);
    });

    test('L23 CG-q clients win, a session dies after its upload: the repeated older row does not overwrite what came between', async () => {
      const scene = await categoryScene(kind, { policy: 'client-wins' });
      const [a, b] = [scene.stock('A'), await scene.concord('B')];
      scene.hubDb.exec(insert('R', 'Start'));
      await a.counts();
      await b.counts();
      a.db.exec(rename('R', 'older'));
      const before = a.db.prepare('select * from scope_info_client').all() as Record<string, unknown>[];
      await a.counts();
      // As if it had died before it noted the session.
      const [{ scope_last_sync_timestamp: own, scope_last_server_sync_timestamp: hub } = {}] = before;
      a.db
        .prepare('update scope_info_client set scope_last_sync_timestamp = ?, scope_last_server_sync_timestamp = ?')
        .run(own, hub);
      await b.counts();
      b.db.exec(rename('R', 'newer'));
      await b.counts();
      await a.counts();
      expect([nameIn(scene, 'R'), nameIn(a, 'R')]).toEqual(['newer', 'newer']);
    });
  });

  describe('a Concord replica, a stock server', () => {
    const kind = 'a stock server';

    test('L1 EG-c3 one refused row in an upload of several parts: no part is repeated alone, nothing is left behind', async () => {
      const scene = await setScene({
        kind,
        schema: `${categorySchema({ uniqueName: true })} create table tag (tag_id int primary key, label text);`,
        tables: ['category', 'tag'],
        batchKb: 100,
      });
      const a = await scene.concord('A');
      await a.counts();
      scene.hubDb.exec(insert('U0', 'CLASH'));
      a.db.exec(insert('U1', 'CLASH'));
      a.db.exec(`insert into tag with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)
        select i, 'a label that is long enough for several parts of an upload, ' || i from n`);
      await a.counts().catch(() => undefined);
      a.db.exec(rename('U1', 'put right'));
      await a.counts();
      await a.counts();
      sameTables(scene, [a], { ...table, tag: 'tag_id' });
      expect(a.errors()).toEqual([]);
    });

    test('L20 the agent’s file is put back from a back-up: what it had sent comes back, a later edit overwrites nobody', async () => {
      const scene = await categoryScene(kind);
      const a = await scene.concord('A');
      scene.hubDb.exec(insert('R', 'Start') + insert('Q', 'Q0'));
      await a.counts();
      const copy = `${a.file}-copy`;
      a.db.prepare('vacuum into ?').run(copy);
      a.db.exec(rename('R', 'A1') + rename('Q', 'Q1') + insert('S', 'sent'));
      expect(await a.counts()).toMatchObject({ U: 3, AS: 3 });
      a.db.close();
      a.replica.close();
      for (const end of ['', '-wal', '-shm']) rmSync(a.file + end, { force: true });
      renameSync(copy, a.file);
      const back = await scene.concord('A');
      expect(nameIn(back, 'S')).toBe('-');
      back.db.exec(rename('Q', 'Q2'));
      await back.counts();
      expect(['R', 'Q', 'S'].map((key) => nameIn(back, key))).toEqual(['A1', 'Q1', 'sent']);
      expect(openEntries(back)).toMatchObject([{ versions: { mine: { name: 'Q2' }, theirs: { name: 'Q1' } } }]);
      await back.counts();
      sameTables(scene, [back], table);
    });

    test('L4 clients win: a quiet record that the hub changes arrives all the same', async () => {
      const scene = await categoryScene(kind, { policy: 'client-wins' });
      const [a, b] = [await scene.concord('A'), scene.stock('B')];
      await a.counts();
      await b.counts();
      scene.hubDb.exec(insert('R', 'Start'));
      for (let round = 0; round < 4; round++) {
        scene.hubDb.exec(insert(`X${round}`, `other ${round}`));
        await a.counts();
        await b.counts();
      }
      scene.hubDb.exec(rename('R', 'HUB'));
      await a.counts();
      await b.counts();
      expect([nameIn(a, 'R'), nameIn(b, 'R')], 'the stock client drops it').toEqual(['HUB', 'Start']);
    });

    test('L6 EG-c1 EG-c4 the hub goes on without a refused row: the replica says so and keeps it', async () => {
      const scene = await categoryScene(kind, { errorPolicy: 'continue' });
      const a = await scene.concord('A');
      await a.counts();
      scene.hubDb.exec(insert('U0', 'CLASH'));
      a.db.exec(insert('U1', 'CLASH'));
      const counts = await a.counts();
      expect(counts).toMatchObject({ U: 1, AS: 0, FS: 1 });
      a.db.exec(rename('U1', 'put right'));
      expect(await a.counts()).toMatchObject({ U: 1, AS: 1, FS: 0 });
      expect(nameIn(scene, 'U1')).toBe('put right');
    });

    test('L27 a primary key changed here is a delete and an insert there', async () => {
      const scene = await setScene({ kind, schema: categorySchema(), tables: ['category'] });
      const [a, b] = [await scene.concord('A'), scene.stock('B')];
      await a.counts();
      scene.hubDb.exec(insert('OLD', 'renamed key'));
      await a.counts();
      await b.counts();
      a.db.exec(`update category set category_id = 'NEW' where category_id = 'OLD'`);
      expect(await a.counts()).toMatchObject({ U: 2, AS: 2 });
      await b.counts();
      expect([nameIn(scene, 'OLD'), nameIn(scene, 'NEW'), nameIn(b, 'OLD'), nameIn(b, 'NEW')]).toEqual([
        '-',
        'renamed key',
        '-',
        'renamed key',
      ]);
    });
  });

  test.each(hubKinds)(
    'L1 EG-h a child that is sent before its parent, %s: the stock pair loses all but the last part, no end of Concord’s does',
    async (kind) => {
      const scene = await setScene({
        kind,
        schema: `${categorySchema()} create table tag (tag_id int primary key, label text);`,
        tables: ['category', 'tag'],
      });
      const [a, b] = [scene.stock('A'), await scene.concord('B')];
      await a.counts();
      await b.counts();
      a.db.exec(insert('PARENT', 'of A') + insert('CHILD', 'of A', 'PARENT') + `insert into tag values (1, 'of A')`);
      // As it is whenever both are written in one millisecond: what has one stamp goes by its key.
      a.db.exec('update category_tracking set timestamp = (select max(timestamp) from category_tracking)');
      const isLost = kind === 'a stock server';
      expect(await a.counts()).toEqual({ ...nothing, U: 3, AS: isLost ? 1 : 3 });
      expect(await a.counts()).toEqual(nothing);
      const arrived = isLost ? ['-', '-'] : ['of A', 'of A'];
      expect([nameIn(scene, 'PARENT'), nameIn(scene, 'CHILD')]).toEqual(arrived);

      b.db.exec(insert('ABOVE', 'of B') + insert('BELOW', 'of B', 'ABOVE') + `insert into tag values (2, 'of B')`);
      b.db.exec(rename('ABOVE', 'later'));
      expect(await b.counts()).toMatchObject({ U: 3, AS: 3 });
      expect([nameIn(scene, 'ABOVE'), nameIn(scene, 'BELOW')]).toEqual(['later', 'of B']);
      expect([b.errors(), openEntries(b)]).toEqual([[], []]);
      expect(await b.counts()).toMatchObject(nothing);
    },
  );

  test('L3 another program’s transaction is open while the client synchronises, Concord on PostgreSQL: its row comes with the next session', async () => {
    const scene = await categoryScene('Concord on PostgreSQL');
    const a = scene.stock('A');
    scene.hubDb.exec(insert('R', 'Start'));
    await a.counts();
    scene.hubDb.exec('begin');
    scene.hubDb.exec(rename('R', 'late'));
    expect(await a.counts()).toEqual(nothing);
    scene.hubDb.exec('commit');
    expect(await a.counts()).toMatchObject({ D: 1, AC: 1 });
    expect(nameIn(a, 'R')).toBe('late');
  });

  test('L2 four stock clients at once, Concord on PostgreSQL: everybody gets everything', async () => {
    const scene = await categoryScene('Concord on PostgreSQL');
    const clients = Array.from({ length: 4 }, (_, at) => ({ at, program: startClient() }));
    try {
      const replicas = clients.map(({ at, program }) => scene.stock(`C${at}`, { program }));
      await Promise.all(replicas.map((replica) => replica.counts()));
      for (const [at, { db }] of replicas.entries()) db.exec(insert(`OF${at}`, `of ${at}`));
      for (let round = 0; round < 3; round++) await Promise.all(replicas.map((replica) => replica.counts()));
      sameTables(scene, replicas, table);
      expect(scene.hubDb.prepare('select count(*) from category').pluck().get()).toBe(5);
    } finally {
      for (const { program } of clients) program.close();
    }
  });

  test.each(hubKinds)('EG-c2 a hub that tries a refused row again in the next session, %s', async (kind) => {
    const scene = await setScene({
      kind,
      schema: categorySchema({ uniqueName: true }),
      tables: ['category'],
      errorPolicy: 'retry',
    });
    const a = scene.stage ? scene.stock('A') : await scene.concord('A');
    await a.counts();
    scene.hubDb.exec(insert('U0', 'CLASH'));
    a.db.exec(insert('U1', 'CLASH'));
    expect(await a.counts()).toMatchObject({ D: 1, AC: 1, U: 1, AS: 0, FS: 1 });
    scene.hubDb.exec(rename('U0', 'moved'));
    expect(await a.counts()).toMatchObject({ D: 1, AC: 1, AS: 1, FS: 0 });
    sameTables(scene, [a], table);
  });

  test.each(hubKinds)('L26 keys that differ in case alone, %s: Concord has both, a stock client one', async (kind) => {
    const scene = await setScene({ kind, schema: categorySchema(), tables: ['category'] });
    const [a, b] = [scene.stock('A'), await scene.concord('B')];
    await a.counts();
    await b.counts();
    scene.hubDb.exec(insert('abc', 'small') + insert('ABC', 'great'));
    await a.counts();
    await b.counts();
    expect([nameIn(b, 'abc'), nameIn(b, 'ABC')]).toEqual(['small', 'great']);
    expect(a.db.prepare(`select count(*) from category where category_id = 'abc'`).pluck().get()).toBe(1);
    scene.hubDb.exec(remove('ABC'));
    await b.counts();
    expect([nameIn(b, 'abc'), nameIn(b, 'ABC')]).toEqual(['small', '-']);
  });
});
