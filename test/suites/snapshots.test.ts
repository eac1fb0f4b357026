// Snapshots of the hub (CONFORMANCE 12: SN1 SN2 SN5–SN8 SN10 SN11, L14; FEATURES HB-06; W-122), in process and over HTTP, on both
// stores, for Concord and for stock clients: a download in fewer questions to the tables, with the same rows at the end.

import { describe, expect, test } from 'vitest';
import { orderClients } from '../../main/hub/orders.ts';
import { deleteSnapshot, makeSnapshot, type MadeSnapshot } from '../../main/hub/snapshots.ts';
import { clientId } from '../../main/replica/layout.ts';
import type { Download, HubAnswer } from '../../main/sync/orchestrator.ts';
import { categorySchema, insert, nameIn, openEntries, remove, rename } from '../support/category.ts';
import { expectQuiet, expectSame, expectSettled } from '../support/closing.ts';
import { expectSession } from '../support/figures.ts';
import { expectOnly, filteredStage, of } from '../support/filtered.ts';
import { bindings, setStage, type Binding, type Stage, type StageReplica, type SyncOptions } from '../support/stage.ts';

const make = ({ store }: Stage, batchKb = 2000): Promise<MadeSnapshot> =>
  makeSnapshot(store, { scope: 'defaultscope', parameters: [], batchKb, by: 'Admin' });
const names = (place: Stage | StageReplica, ...ids: readonly string[]): string[] => ids.map((id) => nameIn(place, id));

/** ROOT, R and X are in the snapshot; since then R has another name, X is gone, N and M are new. */
async function scene(binding: Binding, concord: boolean): Promise<Stage> {
  const stage = await setStage({ binding, schema: categorySchema(), tables: ['category'], concord });
  stage.hubDb.exec(insert('R', 'Start') + insert('X', 'goes'));
  await make(stage);
  stage.hubDb.exec(rename('R', 'HUB') + remove('X') + insert('N', 'new') + insert('M', 'new'));
  return stage;
}

/** What the hub gives at step 10, handed on by `change`. */
const atSnapshot = (change: (answer: HubAnswer) => HubAnswer | Promise<HubAnswer>): SyncOptions => ({
  remote: (remote) => ({
    ...remote,
    async getSnapshot(...given) {
      const answer = await remote.getSnapshot(...given);
      return answer && change(answer);
    },
  }),
});

const withDownload = (answer: HubAnswer, change: (download: Download) => Download): HubAnswer => ({
  ...answer,
  download: () => change(answer.download()),
});

describe.each(bindings)('snapshots %s', (binding) => {
  describe.each([true, false])('(Concord client: %s)', (concord) => {
    test('SN1 SN2 SN5 H26 H27 a new replica takes it and what came after; a re-read with upload as well; it stays', async () => {
      const stage = await scene(binding, concord);
      const [a, b] = [await stage.replica('A'), await stage.replica('B')];
      for (const replica of [a, b]) {
        await expectSession(replica, 'D7 AC7');
        expect(names(replica, 'R', 'X', 'N', 'M')).toEqual(['HUB', '-', 'new', 'new']);
        // HB-03: its first session, with the rows of the snapshot.
        const client = (await stage.store.clients()).find(({ id }) => id === clientId(replica.replica.reader));
        expect(client?.session).toMatchObject({ mode: 'first', sent: 7, received: 0 });
        await expectQuiet([replica]);
      }
      a.db.exec(insert('A1', 'mine') + rename('R', 'REP'));
      const uploaded = await a.counts({ type: 'reinitialize-with-upload' });
      expect([uploaded.U, uploaded.AS, openEntries(a)]).toEqual([2, 2, []]);
      expect(names(stage, 'A1', 'R')).toEqual(['mine', 'REP']);
      expect(names(a, 'A1', 'R', 'X')).toEqual(['mine', 'REP', '-']);
      expect(await stage.store.snapshots.list()).toMatchObject([{ used: 3, by: 'Admin', parameters: '[]' }]);
      await expectSettled(stage, [a, b]);
    });

    test('SN6 rows of replicas, sent since, come back by a re-read', async () => {
      const stage = await scene(binding, concord);
      const [a, b] = [await stage.replica('A'), await stage.replica('B')];
      for (const replica of [a, b]) await replica.sync();
      a.db.exec(insert('A1', 'mine') + rename('R', 'REP'));
      b.db.exec(insert('B1', 'mine'));
      await expectSession(a, 'U2 AS2');
      await expectSession(b, 'U1 AS1 D2 AC2');
      const { U, AS, D, AC } = await a.counts({ type: 'reinitialize' });
      expect([U, AS, D]).toEqual([0, 0, AC]);
      expect(names(a, 'A1', 'B1', 'R', 'X')).toEqual(['mine', 'mine', 'REP', '-']);
      await expectSettled(stage, [a, b]);
    });

    test('SN10 L14 one that is older than the hub’s memory is not given out', async () => {
      const stage = await scene(binding, concord);
      await stage.store.cleanUp(await stage.store.hubTime());
      const a = await stage.replica('A');
      await expectSession(a, 'D4 AC4');
      expect(await stage.store.snapshots.list()).toMatchObject([{ used: 0 }]);
      await make(stage);
      await expectSession(await stage.replica('B'), 'D4 AC4');
      expect((await stage.store.snapshots.list()).map(({ used }) => used)).toEqual([1, 0]);
      await expectSettled(stage, [a]);
    });

    test('SN11 a download that broke half way through is repeated whole', async () => {
      const stage = await scene(binding, concord);
      const a = await stage.replica('A');
      const cut = atSnapshot((answer) =>
        withDownload(answer, (download) => ({
          ...download,
          async complete() {
            await download.complete();
            throw new Error('cut');
          },
        })),
      );
      await expect(a.sync(cut)).rejects.toThrow('cut');
      await expectSession(a, 'D7 AC7');
      await expectSettled(stage, [a]);
    });

    test('HB-06 deleted in the middle of a download it is read to its end, and given to nobody else', async () => {
      const stage = await scene(binding, concord);
      const [a, b] = [await stage.replica('A'), await stage.replica('B')];
      const no = (await stage.store.snapshots.list())[0]?.no ?? 0;
      const deleting = atSnapshot(async (answer) => {
        await deleteSnapshot(stage.store, no);
        return answer;
      });
      await expectSession(a, 'D7 AC7', deleting);
      expect([await stage.store.snapshots.list(), await stage.store.snapshots.find(no)]).toEqual([[], null]);
      await expect(deleteSnapshot(stage.store, no)).rejects.toMatchObject({ code: 'snapshot-unknown' });
      await expectSession(b, 'D4 AC4');
      await expectSettled(stage, [a, b]);
    });
  });

  test('SN3 SN4 SN9 L15 one for each parameter set: values that differ in punctuation only are two', async () => {
    const stage = await filteredStage(binding);
    stage.hubDb.exec(`insert into customer (customer_id, name) values ('a-b', 'first'), ('ab', 'second')`);
    const makeOf = (customer: string): Promise<MadeSnapshot> =>
      makeSnapshot(stage.store, { scope: 'DefaultScope', ...of(customer), batchKb: 2000, by: null });
    await makeOf('a-b');
    await makeOf('ab');
    stage.hubDb.exec(`insert into product (product_id, name, category_id) values ('P9', 'no category', null);
      update customer set name = 'renamed' where customer_id = 'ab'`);
    const replicas: [string, StageReplica][] = [];
    for (const [name, customer] of [
      ['A', 'a-b'],
      ['B', 'ab'],
      ['C', 'c1'],
    ] as const) {
      const replica = await stage.replica(name);
      await replica.sync(of(customer));
      expectOnly(stage, replica, [customer]);
      replicas.push([customer, replica]);
    }
    expect((await stage.store.snapshots.list()).map(({ used }) => used)).toEqual([1, 1]);
    for (const [k, [customer, replica]] of replicas.entries()) {
      replica.db.exec(`insert into orders (order_id, customer_id) values (${50 + k}, '${customer}')`);
      const { U, AS } = await replica.counts({ ...of(customer), type: 'reinitialize-with-upload' });
      expect([U, AS]).toEqual([1, 1]);
      expectOnly(stage, replica, [customer]);
    }
    await expect(
      makeSnapshot(stage.store, { scope: 'DefaultScope', parameters: [], batchKb: 2000, by: null }),
    ).rejects.toMatchObject({ code: 'parameters-refused' });
  });

  test('W-121 W-122 what a replica itself sent since the snapshot comes back after it dropped all', async () => {
    const stage = await scene(binding, true);
    const a = await stage.replica('A');
    await a.sync();
    a.db.exec(rename('R', 'REP') + remove('N'));
    await a.sync();
    for (const operation of ['drop-all-and-sync', 'drop-all-and-exit'] as const) {
      const clients = [clientId(a.replica.reader)];
      await orderClients(stage.store, { operation, clients, scope: null, by: null, at: new Date() });
      for (let session = 0; session < 2; session++) await a.sync();
      expect(names(a, 'R', 'N', 'M', 'X')).toEqual(['REP', '-', 'new', '-']);
      await expectQuiet([a]);
      expectSame(stage, [a]);
    }
  });

  test('L14 a clean-up between snapshot and changes: the session is refused, nothing is missed', async () => {
    const stage = await scene(binding, true);
    const a = await stage.replica('A');
    const overtaken = atSnapshot(async (answer) => {
      await stage.store.cleanUp(await stage.store.hubTime());
      return answer;
    });
    await expect(a.sync(overtaken)).rejects.toMatchObject({ code: 'outdated' });
    await expectSession(a, 'D4 AC4');
    await expectSettled(stage, [a]);
  });

  test('SN7 SN8 its content in parts of a size; none of a scope that is not there, and nothing half made', async () => {
    const stage = await setStage({ binding, schema: categorySchema(), tables: ['category'] });
    stage.hubDb.exec(Array.from({ length: 3000 }, (_, at) => insert(`k${at}`, `a name of some length ${at}`)).join(''));
    const { snapshot } = await make(stage, 100);
    for (const form of ['stock', 'concord'] as const) {
      const { parts, counts } = snapshot.forms[form];
      expect([parts.length > 1, parts[0]?.index]).toEqual([true, 0]);
      expect(parts.reduce((sum, part) => sum + part.rows, 0)).toBe(3001);
      expect(counts).toMatchObject([{ upserts: 3001, deletes: 0 }]);
    }
    await expectSession(await stage.replica('A'), 'D3001 AC3001');
    const order = { scope: 'nowhere', parameters: [], batchKb: 100, by: null };
    await expect(makeSnapshot(stage.store, order)).rejects.toMatchObject({ code: 'scope-unknown' });
    const broken = { ...stage.store, select: () => Promise.reject(new Error('broken')) };
    await expect(makeSnapshot(broken, { ...order, scope: 'DefaultScope' })).rejects.toThrow('broken');
    expect(await stage.store.snapshots.list()).toMatchObject([{ no: snapshot.no }]);
  });
});
