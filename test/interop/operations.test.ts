// What a hub's operator does, with real peers: orders, clean-up and snapshots of our hub for a stock client (O6–O12, O1, SN1, SN2,
// SN6, SN10; HB-05 to HB-07), and a stock server's snapshot for our agent (W-122).

import { expect, test, describe } from 'vitest';
import { cleanUp, planCleanUp } from '../../main/hub/clean-up.ts';
import { orderClients } from '../../main/hub/orders.ts';
import { makeSnapshot } from '../../main/hub/snapshots.ts';
import type { HubOperation } from '../../main/sync/scope.ts';
import { temporaryFolder } from '../support/files.ts';
import type { Stage } from '../support/stage.ts';
import { nothing, sameTables } from './checks.ts';
import type { NetReplica } from './net-client.ts';
import { concordHubs, setScene, withPeers, type HubKind, type Scene } from './scene.ts';

const schema = `create table tag (tag_id int primary key, label text);
  insert into tag values (1, 'hub'), (2, 'goes'), (3, 'changes')`;
const tables = { tag: 'tag_id' };

interface Served extends Scene {
  readonly stage: Stage;
}

async function served(kind: HubKind): Promise<Served> {
  const scene = await setScene({ kind, schema, tables: ['tag'] });
  if (!scene.stage) throw new Error('our hub is needed');
  return { ...scene, stage: scene.stage };
}

const labels = ({ db }: Pick<NetReplica, 'db'>): unknown[] =>
  db.prepare('select label from tag order by tag_id').pluck().all();
const snapshot = ({ stage }: Served): Promise<unknown> =>
  makeSnapshot(stage.store, { scope: 'DefaultScope', parameters: [], batchKb: 100, by: null });
const order = ({ stage }: Served, operation: HubOperation): Promise<unknown> =>
  orderClients(stage.store, { operation, clients: 'all', scope: null, by: null, at: new Date() });
const states = async ({ stage }: Served): Promise<unknown[]> =>
  (await stage.store.orders.list(9)).map(({ operation, state }) => `${operation} ${state}`);

withPeers('our hub’s operator and stock clients', () => {
  describe.each(concordHubs)('%s', (kind) => {
    test('SN1 SN2 SN6 a stock client begins with a snapshot, goes on from it, and reads it again', async () => {
      const scene = await served(kind);
      await snapshot(scene);
      scene.hubDb.exec(`delete from tag where tag_id = 2; update tag set label = 'changed' where tag_id = 3;
        insert into tag values (4, 'new'), (5, 'new')`);
      const [a, b] = [scene.stock('A'), await scene.concord('B')];
      expect(await a.counts()).toEqual({ ...nothing, D: 7, AC: 7 });
      expect(await b.counts()).toMatchObject({ D: 7, AC: 7 });
      expect(await a.counts()).toEqual(nothing);
      sameTables(scene, [a, b], tables);
      a.db.exec(`insert into tag values (10, 'mine'); update tag set label = 'mine' where tag_id = 3`);
      expect(await a.counts({ type: 'ReinitializeWithUpload' })).toMatchObject({ U: 2, AS: 2, RC: 0 });
      await b.counts();
      sameTables(scene, [a, b], tables);
      await a.counts({ type: 'Reinitialize' });
      expect(await a.counts()).toEqual(nothing);
      sameTables(scene, [a, b], tables);
      expect((await scene.stage.store.snapshots.list()).map(({ used }) => used)).toEqual([4]);
    });

    test('O1 O4 SN10 L10 L14 clean-up: nobody present is outdated; who was given up is told, and heals', async () => {
      const scene = await served(kind);
      await snapshot(scene);
      const [a, b] = [scene.stock('A'), await scene.concord('B')];
      await a.counts();
      await b.counts();
      scene.hubDb.exec(`delete from tag where tag_id = 2`);
      await b.counts();
      const { store } = scene.stage;
      const plan = await planCleanUp(store, { dropSilentDays: null, at: new Date() });
      await cleanUp(store, plan, null);
      expect(await a.counts()).toEqual({ ...nothing, D: 1, AC: 1 });
      scene.hubDb.exec(`delete from tag where tag_id = 3`);
      await b.counts();
      await store.cleanUp(await store.hubTime());
      await expect(a.counts({ retries: 0 })).rejects.toMatchObject({ type: expect.stringMatching(/OutOfDate/) });
      expect(labels(a)).toEqual(['hub', 'changes']);
      expect(await a.counts({ outdated: 'Reinitialize' })).toMatchObject({ D: 1, AC: 1 });
      expect(await a.counts()).toEqual(nothing);
      sameTables(scene, [a, b], tables);
      const c = scene.stock('C');
      expect(await c.counts()).toEqual({ ...nothing, D: 1, AC: 1 });
    });

    test('O6–O12 a stock client obeys; it is never told to drop all and synchronise (W-121, L11)', async () => {
      const scene = await served(kind);
      const a = scene.stock('A');
      await a.counts();
      const play = async (operation: HubOperation, sql: string): Promise<unknown> => {
        await order(scene, operation);
        a.db.exec(sql);
        const told = await a.counts();
        // A stock client says its last word and does not wait.
        await expect.poll(async () => (await states(scene))[0]).toBe(`${operation} done`);
        return told;
      };
      expect(await play('reinitialize', `insert into tag values (10, 'lost')`)).toEqual({ ...nothing, D: 3, AC: 3 });
      const uploaded = { ...nothing, U: 1, AS: 1 };
      expect(await play('reinitialize-with-upload', `insert into tag values (11, 'kept')`)).toEqual({
        ...uploaded,
        D: 4,
        AC: 4,
      });
      expect(await play('drop-all-and-sync', `insert into tag values (12, 'kept')`)).toEqual({
        ...uploaded,
        D: 5,
        AC: 5,
      });
      expect(await play('deprovision-and-sync', `insert into tag values (13, 'kept')`)).toEqual(uploaded);
      expect(await play('abort', `insert into tag values (14, 'waits')`)).toEqual(nothing);
      expect(await a.counts()).toEqual(uploaded);
      expect(await play('drop-all-and-exit', '')).toEqual(nothing);
      expect(await a.counts()).toEqual({ ...nothing, D: 7, AC: 7 });
      expect(await a.counts()).toEqual(nothing);
      sameTables(scene, [a], tables);
    });
  });

  test('W-122 L14 our agent begins with a stock server’s snapshot', async (context) => {
    const server = { SNAPSHOTS: temporaryFolder() };
    const scene = await setScene({ kind: 'a stock server', schema, tables: ['tag'], server });
    context.skip(!scene.server?.takes.includes('snapshot'), 'this server makes no snapshots');
    await scene.stock('A').counts();
    expect((await fetch(new URL('/snapshot', scene.url), { method: 'POST' })).ok).toBe(true);
    scene.hubDb.exec(`delete from tag where tag_id = 2; update tag set label = 'changed' where tag_id = 3;
      insert into tag values (4, 'new')`);
    const b = await scene.concord('B');
    expect(await b.counts()).toMatchObject({ D: 6, AC: 6 });
    expect(await b.counts()).toMatchObject({ D: 0, U: 0 });
    sameTables(scene, [b], tables);
  });
});
