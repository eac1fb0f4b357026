// At the door of Concord's hubs: tokens, sessions that are lost, several scopes, a look without a session, and filters, with a
// stock client (H4, H15, H32–H37, H43, F4, F5, F10, FG-c to FG-e,
// M1, MG-a, V9, SN3, SN9, OG-c, L18); and our agent at the door of a stock server (H36, H37, H43, O6–O12, V5).

import { describe, expect, test } from 'vitest';
import { makeToken } from '../../main/hub/tokens.ts';
import { makeSnapshot } from '../../main/hub/snapshots.ts';
import { categorySchema, insert, nameIn, openEntries, remove, rename } from '../support/category.ts';
import { liveCounters } from '../support/figures.ts';
import { buildGate } from '../support/gate.ts';
import { foreignSession, wireFault } from '../support/wire-faults.ts';
import { nothing, plain, sameTables } from './checks.ts';
import type { NetOptions, PeerCounters } from './net-client.ts';
import { concordHubs, setScene, withPeers, type HubKind, type Scene, type SceneOptions } from './scene.ts';

const seen = (id: string): readonly PeerCounters[] => liveCounters(id).map(plain);
const table = { category: 'category_id' };

const categories = (kind: HubKind, more: Partial<SceneOptions> = {}): Promise<Scene> =>
  setScene({ kind, schema: categorySchema(), tables: ['category'], ...more });

const many = (first: number, last: number): string =>
  `insert into category (category_id, name, "extra note") with recursive n(i) as
    (select ${first} union all select i + 1 from n where i < ${last})
    select 'N' || i, 'name ' || i, 'a text that is long enough for several parts' from n`;

const orders = `create table orders (order_id int primary key, customer_id varchar(10), title text);
  insert into orders values (1, 'a-b', 'one'), (2, 'a-b', 'two'), (3, 'ab', 'three')`;

function filtered(kind: HubKind): Promise<Scene> {
  const at = { name: 'orders', schema: '' };
  const filters = [{ table: at, equals: [{ table: at, column: 'customer_id', parameter: 'customer_id' }] }];
  return setScene({ kind, schema: orders, tables: ['orders'], filters: { filters } });
}

const of = (customer: string): NetOptions => ({ parameters: { customer_id: customer } });

withPeers('a stock client at the door', () => {
  describe.each(concordHubs)('%s', (kind) => {
    test('H43 without the token it is refused, with it it comes in', async () => {
      const scene = await categories(kind);
      const store = scene.stage?.store;
      if (!store) throw new Error('our hub is needed');
      const grant = { name: 'ann', kind: 'client', scopes: null, expiresAt: null, pinned: null } as const;
      const { token } = await makeToken(store, grant, new Date());
      await expect(scene.stock('A').counts({ retries: 0 })).rejects.toMatchObject({ status: 401 });
      const a = scene.stock('A', { headers: { Authorization: `Bearer ${token}` } });
      expect(await a.counts()).toEqual({ ...nothing, D: 1, AC: 1 });
    });

    test('H36 H48 its session is lost in the middle of an upload: it says so, and its next session sends all', async () => {
      const scene = await categories(kind, { batchKb: 100 });
      const gate = await buildGate(scene.url);
      const a = scene.stock('A', { url: gate.url });
      await a.counts();
      a.db.exec(many(1, 3000));
      let parts = 0;
      const other = '00000000-0000-4000-8000-000000000000';
      gate.session = (step, own) => (step === 4 && ++parts > 1 ? other : own);
      await expect(a.counts({ retries: 0 })).rejects.toMatchObject({ type: 'HttpSessionLostException' });
      gate.session = (_, own) => own;
      expect(await a.counts()).toEqual({ ...nothing, U: 3000, AS: 3000 });
      sameTables(scene, [a], table);
    });

    test('H37 its session is lost in the middle of a download: its next session brings all', async () => {
      const scene = await categories(kind, { batchKb: 100 });
      const gate = await buildGate(scene.url);
      const a = scene.stock('A', { url: gate.url });
      await a.counts();
      const rows = many(1, 3000).replace('with recursive', 'select * from (with recursive');
      scene.hubDb.exec(`${rows}) rows`);
      const other = '00000000-0000-4000-8000-000000000000';
      gate.session = (step, own) => (step === 7 ? other : own);
      await expect(a.counts({ retries: 0 })).rejects.toMatchObject({ type: 'HttpSessionLostException' });
      gate.session = (_, own) => own;
      expect(await a.counts()).toMatchObject({ D: 3000, AC: 3000, U: 0 });
      sameTables(scene, [a], table);
    });

    test('H15 L18 it writes while its session runs: a row of its own goes with the next one', async () => {
      const scene = await categories(kind);
      const gate = await buildGate(scene.url);
      const a = scene.stock('A', { url: gate.url });
      scene.hubDb.exec(insert('R', 'Start'));
      await a.counts();
      a.db.exec(insert('A1', 'before'));
      scene.hubDb.exec(rename('R', 'HUB'));
      const reached = gate.stopAt({ step: 13, when: 'answer' });
      const session = a.counts();
      await Promise.race([reached, session]);
      a.db.exec(insert('A2', 'meanwhile') + rename('R', 'meanwhile'));
      gate.pass();
      const told = await session;
      expect(told).toMatchObject({ D: 1, AC: 1 });
      const next = await a.counts();
      expect([told.U + next.U, nameIn(scene, 'A1'), nameIn(scene, 'A2')]).toEqual([
        expect.any(Number),
        'before',
        'meanwhile',
      ]);
      // The stock client writes the hub's row over what its user has just typed, and both sides are alike.
      await a.counts();
      sameTables(scene, [a], table);
    });

    test('H4 M1 MG-a two scopes over one table: each brings it whole; a conflict is one conflict', async () => {
      const scene = await categories(kind, { scopes: [{ name: 'v2', tables: ['category'] }] });
      const [v1, v2] = [scene.stock('A'), scene.stock('A', { scope: 'v2' })];
      scene.hubDb.exec(insert('R', 'Start'));
      expect(await v1.counts()).toEqual({ ...nothing, D: 2, AC: 2 });
      expect(await v2.counts()).toMatchObject({ D: 2, U: 0 });
      expect([await v1.counts(), await v2.counts()]).toEqual([nothing, nothing]);
      scene.hubDb.exec(rename('R', 'HUB'));
      v1.db.exec(rename('R', 'REP'));
      const told = [await v1.counts(), await v2.counts(), await v1.counts(), await v2.counts()];
      expect(told).toEqual(seen('MG-a'));
      sameTables(scene, [v1], table);
    });

    test('H32 H33 H34 H35 F10 F11 it looks: nothing is taken, and all of it still comes', async () => {
      const scene = await filtered(kind);
      const a = scene.stock('A', of('a-b'));
      if (!(await a.takes()).includes('look')) return console.warn('skipped: this client does not look');
      expect(await a.looks()).toEqual({ estimated: 2, fetched: 2 });
      expect(await a.counts()).toEqual({ ...nothing, D: 2, AC: 2 });
      expect(await a.looks()).toEqual({ estimated: 0, fetched: 0 });
      scene.hubDb.exec(
        `insert into orders values (4, 'a-b', 'four'), (5, 'ab', 'five'); delete from orders where order_id = 1`,
      );
      expect(await a.looks()).toEqual({ estimated: 2, fetched: 2 });
      expect(await a.counts()).toMatchObject({ D: 2, AC: 2 });
    });

    test('F4 F5 FG-c FG-d deletes, conflicts and rows outside, under a filter', async () => {
      const scene = await filtered(kind);
      const a = scene.stock('A', of('a-b'));
      await a.counts();
      a.db.exec(`insert into orders values (10, 'a-b', 'mine'), (11, 'a-b', 'mine')`);
      expect(await a.counts()).toEqual({ ...nothing, U: 2, AS: 2 });
      a.db.exec('delete from orders where order_id in (10, 11)');
      expect(await a.counts()).toEqual({ ...nothing, U: 2, AS: 2 });
      scene.hubDb.exec(`insert into orders values (12, 'a-b', 'hub')`);
      expect(await a.counts()).toEqual({ ...nothing, D: 1, AC: 1 });
      scene.hubDb.exec('delete from orders where order_id = 12');
      expect(await a.counts()).toEqual({ ...nothing, D: 1, AC: 1 });
      scene.hubDb.exec(`update orders set title = 'HUB' where order_id = 2`);
      a.db.exec(`update orders set title = 'REP' where order_id = 2; insert into orders values (13, 'ab', 'outside')`);
      // A Concord hub takes away what left the filter, from the file of whoever wrote it.
      expect(await a.counts()).toMatchObject({ D: 2, AC: 2, U: 2, AS: 1 });
      expect(a.db.prepare('select order_id from orders').pluck().all()).toEqual([1, 2]);
      const titles = scene.hubDb.prepare('select title from orders where order_id in (2, 13) order by 1').pluck().all();
      expect(titles).toEqual(['HUB', 'outside']);
    });

    test('FG-e no parameter, or one that is not known: it is told, and nothing is handed out', async () => {
      const scene = await filtered(kind);
      await expect(scene.stock('A').counts({ retries: 0 })).rejects.toMatchObject({ status: 400 });
      await expect(scene.stock('B', { parameters: { other: 'a-b' } }).counts({ retries: 0 })).rejects.toMatchObject({
        status: 400,
      });
    });

    test('SN3 SN9 L15 snapshots of two values that differ in a sign alone: each client has its own rows', async () => {
      const scene = await filtered(kind);
      const store = scene.stage?.store;
      if (!store) throw new Error('our hub is needed');
      for (const value of ['a-b', 'ab'])
        await makeSnapshot(store, {
          scope: 'DefaultScope',
          parameters: [{ name: 'customer_id', value }],
          batchKb: 100,
          by: null,
        });
      scene.hubDb.exec(`delete from orders where order_id = 1; insert into orders values (4, 'a-b', 'four')`);
      const [a, b] = [scene.stock('A', of('a-b')), scene.stock('B', of('ab'))];
      await a.counts();
      await b.counts();
      const ids = [a, b].map(({ db }) => db.prepare('select order_id from orders order by 1').pluck().all());
      expect(ids).toEqual([[2, 4], [3]]);
    });

    test('V9 a row older than the hub’s tracking is deleted; OG-c re-read with upload loses no update', async () => {
      const scene = await categories(kind);
      const [a, b] = [scene.stock('A'), await scene.concord('B')];
      scene.hubDb.exec(insert('R', 'Start'));
      await a.counts();
      await b.counts();
      a.db.exec(remove('ROOT'));
      expect([await a.counts()]).toEqual(seen('V9'));
      a.db.exec(rename('R', 'REP'));
      expect(await a.counts({ type: 'ReinitializeWithUpload' })).toMatchObject({ D: 1, AC: 1, U: 1, AS: 1 });
      await b.counts();
      expect([nameIn(scene, 'R'), nameIn(scene, 'ROOT'), openEntries(b)]).toEqual(['REP', '-', []]);
      sameTables(scene, [a, b], table);
    });
  });

  describe('our agent, a stock server', () => {
    const kind = 'a stock server';

    test('H36 H37 its session is lost in mid-upload, in mid-download: the next one brings everything', async () => {
      const scene = await categories(kind, { batchKb: 100 });
      const b = await scene.concord('B');
      await b.counts();
      const isPart = (step: number) => wireFault((call) => call.step === step && call.before > 0, foreignSession);
      b.db.exec(many(1, 3000));
      await expect(b.counts({ wire: isPart(4) })).rejects.toMatchObject({ code: 'hub-session-lost' });
      expect(await b.counts()).toMatchObject({ U: 3000, AS: 3000 });
      scene.hubDb.exec(`update category set name = 'hub' where category_id <> 'ROOT'`);
      await expect(b.counts({ wire: isPart(7) })).rejects.toMatchObject({ code: 'hub-session-lost' });
      expect(await b.counts()).toMatchObject({ D: 3000, AC: 3000, U: 0 });
      sameTables(scene, [b], table);
    });

    test('H43 a stock server behind a token', async () => {
      const scene = await categories(kind, { server: { BEARER: 'secret' } });
      const b = await scene.concord('B');
      await expect(b.counts()).rejects.toMatchObject({ code: 'hub-credentials' });
      expect(await b.counts({ token: 'secret' })).toMatchObject({ D: 1, AC: 1 });
    });

    test('O6 O7 O8 O9 O10 O11 O12 it obeys a stock server, and keeps what it had not sent (L11)', async () => {
      const scene = await categories(kind);
      if (!scene.server?.takes.includes('order')) return console.warn('skipped: this server gives no orders');
      const b = await scene.concord('B');
      await b.counts();
      const told: unknown[] = [];
      const words = [
        'Normal',
        'Reinitialize',
        'ReinitializeWithUpload',
        'DropAllAndSync',
        'DeprovisionAndSync',
        'AbortSync',
        'DropAllAndExit',
      ];
      for (const [at, word] of words.entries()) {
        b.db.exec(insert(`B${at}`, word));
        await fetch(new URL(`order/${word}`, scene.url), { method: 'POST' });
        const counts = await b.counts().catch(({ code }: { code?: string }) => code);
        await fetch(new URL('order/Normal', scene.url), { method: 'POST' });
        const { U = 0, D = 0 } = typeof counts === 'object' ? counts : {};
        told.push(typeof counts === 'string' ? counts : `${word} U${U} D${D}, ${openEntries(b).length} to decide`);
        for (const { no } of openEntries(b)) await b.inbox.resolve({ no, choice: { keep: 'mine' }, by: 'Ann' });
        await b.counts();
        for (const { no } of openEntries(b)) await b.inbox.resolve({ no, choice: { keep: 'mine' }, by: 'Ann' });
        await b.counts();
      }
      expect(told).toEqual([
        'Normal U1 D0, 0 to decide',
        'Reinitialize U0 D2, 1 to decide',
        'ReinitializeWithUpload U1 D4, 0 to decide',
        'DropAllAndSync U0 D4, 1 to decide',
        'DeprovisionAndSync U1 D0, 0 to decide',
        'hub-aborted',
        'DropAllAndExit U0 D0, 0 to decide',
      ]);
      for (const [at, word] of words.entries())
        expect([nameIn(scene, `B${at}`), nameIn(b, `B${at}`)]).toEqual([word, word]);
      sameTables(scene, [b], table);
    });
  });
});
