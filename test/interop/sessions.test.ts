// Sessions with real peers: every shape of key, several batches, directions, reinitialising, outdated, cut connections; a
// stock client and a Concord replica side by side on each kind of hub (H1–H25, H36–H40, O1, V7, CG-f).

import { describe, expect, test } from 'vitest';
import { categorySchema, insert, nameIn, openEntries, rename } from '../support/category.ts';
import { commonSchema, commonTables } from '../support/common-model.ts';
import { buildGate } from '../support/gate.ts';
import type { StageReplica } from '../support/stage.ts';
import { nothing, plain, sameTables } from './checks.ts';
import { nextStamp, type NetReplica } from './net-client.ts';
import { concordHubs, hubKinds, setScene, withPeers, type Scene, type SceneOptions } from './scene.ts';

const tagSchema = `create table tag (tag_id int primary key, label text);
  create table employee (employee_id int primary key, first text);
  insert into tag values (1, 'hub'); insert into employee values (1, 'hub');`;
const tagTables = { tag: 'tag_id', employee: 'employee_id' };

interface Pair extends Scene {
  readonly a: NetReplica;
  readonly b: StageReplica;
}

/** A stock client A and a Concord replica B that have had their first sessions. */
async function pair(options: Omit<SceneOptions, 'schema' | 'tables'> & Partial<SceneOptions>): Promise<Pair> {
  const scene = await setScene({ schema: tagSchema, tables: Object.keys(tagTables), ...options });
  const [a, b] = [scene.stock('A'), await scene.concord('B')];
  await a.counts();
  await b.counts();
  return { ...scene, a, b };
}

withPeers('sessions with real peers', () => {
  describe.each(hubKinds)('%s', (kind) => {
    test('H1 V7 CG-f text, guid, number, composite and all-key keys, a self-reference: all write, all end alike', async () => {
      const scene = await setScene({ kind, schema: commonSchema, tables: Object.keys(commonTables) });
      const [a, b] = [scene.stock('A'), await scene.concord('B')];
      const rows = Object.keys(commonTables).reduce(
        (sum, table) => sum + Number(scene.hubDb.prepare(`select count(*) from ${table}`).pluck().get()),
        0,
      );
      expect(await a.counts()).toEqual({ ...nothing, D: rows, AC: rows });
      expect(plain(await b.counts())).toEqual({ ...nothing, D: rows, AC: rows });
      scene.hubDb.exec(`insert into tag values (3, 'hub'); insert into product_tag values ('p2', 3);
        update address set line2 = null where address_id = 4; delete from order_line where line_id = 3`);
      a.db.exec(insert('GRAVEL', 'Gravel', 'ROAD'));
      nextStamp(a);
      a.db.exec(`${insert('AGGREGATE', 'Aggregate', 'GRAVEL')}
        insert into price_list_category values ('l2', 'TOURING'); insert into price_list_line values ('l2', 'TOURING', 1, 9.5);
        delete from product_tag where product_id = 'p1' and tag_id = 2`);
      b.db.exec(`insert into product values ('p3', 'ROAD', 'Third', null, '3.50', x'00', '2024-01-02 03:04:05');
        insert into product_tag values ('p3', 1); delete from customer_address where address_id = 2;
        update price_list_line set amount = '4.25' where price_list_id = 'l1' and line_id = 2`);
      expect(await a.counts()).toMatchObject({ D: 4, AC: 4, U: 5, AS: 5, RC: 0 });
      expect(await b.counts()).toMatchObject({ D: 9, AC: 9, U: 4, AS: 4, RC: 0 });
      expect(await a.counts()).toEqual({ ...nothing, D: 4, AC: 4 });
      sameTables(scene, [a, b], commonTables);
      expect([await a.counts(), plain(await b.counts())]).toEqual([nothing, nothing]);
    });

    test('H12 5,000 rows from each side in parts of 100 KB', async () => {
      const { hubDb, a, b } = await pair({ kind, batchKb: 100, isShared: true });
      const many = (from: number): string =>
        `insert into tag with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${from + 4999})
         select i, 'label ' || i || ' with enough words that several parts are needed for all of them' from n`;
      hubDb.exec(
        many(100_000).replace('insert into tag with', 'with').replace('select i,', 'insert into tag select i,'),
      );
      a.db.exec(many(200_000));
      b.db.exec(many(300_000));
      expect(await a.counts()).toEqual({ ...nothing, D: 5000, AC: 5000, U: 5000, AS: 5000 });
      expect(plain(await b.counts())).toEqual({ ...nothing, D: 10_000, AC: 10_000, U: 5000, AS: 5000 });
      expect(await a.counts()).toEqual({ ...nothing, D: 5000, AC: 5000 });
      sameTables({ hubDb }, [a, b], tagTables);
    });

    test('H24 H25 one table only up, one only down', async () => {
      const directions = { tag: 'upload-only', employee: 'download-only' } as const;
      const { hubDb, a, b } = await pair({ kind, directions });
      const count = (db: Pair['hubDb'], table: string): unknown =>
        db.prepare(`select count(*) from ${table}`).pluck().get();
      expect([a, b].map(({ db }) => [count(db, 'tag'), count(db, 'employee')])).toEqual([
        [0, 1],
        [0, 1],
      ]);
      hubDb.exec(`insert into tag values (2, 'hub'); insert into employee values (2, 'hub')`);
      for (const [at, { db }] of [a, b].entries())
        db.exec(`insert into tag values (${10 + at}, 'here'); insert into employee values (${10 + at}, 'here')`);
      expect(await a.counts()).toEqual({ ...nothing, D: 1, AC: 1, U: 1, AS: 1 });
      expect(plain(await b.counts())).toEqual({ ...nothing, D: 1, AC: 1, U: 1, AS: 1 });
      expect([count(hubDb, 'tag'), count(hubDb, 'employee')]).toEqual([4, 2]);
      expect([await a.counts(), plain(await b.counts())]).toEqual([nothing, nothing]);
    });

    test('H22 OG-a L9 reinitialised: the stock client’s unsent row is gone, Concord keeps its own in the inbox', async () => {
      const { a, b, hubDb } = await pair({ kind });
      a.db.exec(`insert into tag values (20, 'A')`);
      b.db.exec(`insert into tag values (30, 'B')`);
      expect(await a.counts({ type: 'Reinitialize' })).toEqual({ ...nothing, D: 2, AC: 2 });
      expect(plain(await b.counts({ type: 'reinitialize' }))).toEqual({ ...nothing, D: 2, AC: 2 });
      sameTables({ hubDb }, [a, b], tagTables);
      expect(openEntries(b)).toMatchObject([{ versions: { mine: { tag_id: 30, label: 'B' }, theirs: null } }]);
    });

    test('H23 reinitialised with upload: both keep what they had', async () => {
      const { a, b, hubDb } = await pair({ kind });
      a.db.exec(`insert into tag values (20, 'A')`);
      b.db.exec(`insert into tag values (30, 'B')`);
      expect(await a.counts({ type: 'ReinitializeWithUpload' })).toEqual({ ...nothing, D: 3, AC: 3, U: 1, AS: 1 });
      expect(await b.counts({ type: 'reinitialize-with-upload' })).toMatchObject({ U: 1, AS: 1, RC: 0 });
      expect(await a.counts()).toEqual({ ...nothing, D: 1, AC: 1 });
      sameTables({ hubDb }, [a, b], tagTables);
      expect(openEntries(b)).toEqual([]);
    });
  });

  describe.each(['server-wins', 'client-wins'] as const)('O1 the stock server has cleaned up, %s', (policy) => {
    test('a Concord replica is outdated, reads anew when told to, and keeps what it had not sent', async () => {
      const { b, hubDb } = await pair({ kind: 'a stock server', policy });
      b.db.exec(`update tag set label = 'mine' where tag_id = 1`);
      const mark = `update scope_info set sync_scope_last_clean_timestamp = `;
      hubDb.exec(`${mark}(select max(scope_last_server_sync_timestamp) + 1 from scope_info_client)`);
      await expect(b.counts()).rejects.toMatchObject({ code: 'outdated' });
      expect(await b.counts({ outdated: 'reinitialize' })).toMatchObject({ D: 2, AC: 2, U: 0 });
      expect(openEntries(b)).toMatchObject([{ versions: { mine: { label: 'mine' }, theirs: { label: 'hub' } } }]);
      expect(plain(await b.counts())).toEqual(nothing);
    });
  });

  const cuts = [2, 13, 4, 7, 11].flatMap((step) => (['question', 'answer'] as const).map((when) => ({ step, when })));

  describe.each([
    ...concordHubs.map((kind) => ({ who: 'the stock client', kind })),
    { who: 'Concord', kind: 'a stock server' as const },
  ])('H38 H39 H40 cut connections: $who, $kind', ({ who, kind }) => {
    test('each call once lost, each answer once lost: nothing is lost, nothing is there twice', async () => {
      const scene = await setScene({ kind, schema: categorySchema(), tables: ['category'], isShared: true });
      const gate = await buildGate(scene.url);
      const replica =
        who === 'Concord' ? await scene.concord('A', { url: gate.url }) : scene.stock('A', { url: gate.url });
      await replica.counts();
      const told: Record<string, string> = {};
      for (const [at, stop] of cuts.entries()) {
        scene.hubDb.exec(insert(`HUB${at}`, `hub ${at}`));
        replica.db.exec(insert(`REP${at}`, `rep ${at}`));
        const reached = gate.stopAt(stop).then(() => gate.open());
        const session = replica.counts().then(
          (counts) => `U${counts.U} D${counts.D} RC${counts.RC}`,
          () => 'failed',
        );
        await Promise.race([reached, session]);
        const first = await session;
        gate.open();
        const next = await replica.counts();
        told[`${stop.step} ${stop.when}`] = first;
        expect(
          [first, first === 'failed' ? `U${next.U} D${next.D} RC${next.RC}` : ''],
          `${stop.step} ${stop.when}`,
        ).toEqual(first === 'failed' ? ['failed', expect.stringMatching(/^U1 D[01] RC0$/)] : ['U1 D1 RC0', '']);
        expect([nameIn(scene, `REP${at}`), nameIn(replica, `HUB${at}`)]).toEqual([`rep ${at}`, `hub ${at}`]);
      }
      console.log(who, kind, told);
      expect(await replica.counts()).toMatchObject(nothing);
      sameTables(scene, [replica], { category: 'category_id' });
    });
  });

  test.each(hubKinds)(
    'CG-d a stock client and a Concord replica meet again and again, %s: each keeps what it wrote until it is decided',
    async (kind) => {
      const scene = await setScene({ kind, schema: categorySchema() + insert('R', 'Start'), tables: ['category'] });
      const [a, b] = [scene.stock('A'), await scene.concord('B')];
      await a.counts();
      await b.counts();
      for (const round of [1, 2, 3]) {
        a.db.exec(rename('R', `stock ${round}`));
        b.db.exec(rename('R', `ours ${round}`));
        expect(await a.counts(), kind).toMatchObject({ U: 1, AS: 1, RC: 0 });
        await b.counts();
        const [entry, ...others] = openEntries(b);
        expect(others).toEqual([]);
        expect(entry?.versions).toMatchObject({ mine: { name: `ours ${round}` }, theirs: { name: `stock ${round}` } });
        await b.inbox.resolve({ no: entry?.no ?? 0, choice: { keep: 'mine' }, by: 'Ann' });
        expect(await b.counts()).toMatchObject({ U: 1, AS: 1, RC: 0 });
        expect(await a.counts()).toMatchObject({ D: 1, AC: 1, RC: 0 });
        expect([nameIn(scene, 'R'), nameIn(a, 'R')]).toEqual([`ours ${round}`, `ours ${round}`]);
      }
    },
  );
});
