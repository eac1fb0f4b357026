// Conflicts that a handler answers, on either side, and many at once: a stock client at Concord's hubs, a Concord replica beside
// it, with the counters that the stock pair was seen to reach (CG-a to CG-p).

import { describe, expect, test } from 'vitest';
import type { HubHandlers } from '../../main/hub/hub.ts';
import { categorySchema, insert, nameIn, openEntries, remove, rename } from '../support/category.ts';
import { liveCounters } from '../support/figures.ts';
import type { StageReplica } from '../support/stage.ts';
import { nothing, plain, sameTables } from './checks.ts';
import type { NetOptions, NetReplica, PeerCounters } from './net-client.ts';
import { concordHubs, setScene, withPeers, type HubKind, type Scene } from './scene.ts';

interface Trio extends Scene {
  readonly a: NetReplica;
  readonly b: NetReplica;
  readonly c: StageReplica;
}

interface TrioOptions {
  readonly synced?: string;
  readonly handlers?: HubHandlers;
  readonly client?: NetOptions;
  readonly batchKb?: number;
}

/** Two stock clients and a Concord replica that hold what `synced` has put on the hub. */
async function trio(
  kind: HubKind,
  { synced = insert('R', 'Start'), client, ...more }: TrioOptions = {},
): Promise<Trio> {
  const scene = await setScene({ kind, schema: categorySchema(), tables: ['category'], ...more });
  const found = { ...scene, a: scene.stock('A', client), b: scene.stock('B'), c: await scene.concord('C') };
  for (const replica of [found.a, found.b, found.c]) await replica.counts();
  scene.hubDb.exec(synced);
  for (const replica of [found.a, found.b, found.c]) await replica.counts();
  return found;
}

const seen = (id: string): readonly PeerCounters[] => liveCounters(id).map(plain);

async function expectSettled({ a, b, c, ...scene }: Trio): Promise<void> {
  for (const replica of [a, b, c]) await replica.counts();
  expect([await a.counts(), await b.counts(), plain(await c.counts())]).toEqual([nothing, nothing, nothing]);
  sameTables(scene, [a, b, c], { category: 'category_id' });
  expect(openEntries(c)).toEqual([]);
}

withPeers('answered conflicts with real peers', () => {
  describe.each(concordHubs)('%s', (kind) => {
    test('CG-a the client merges: its row goes up with its next session and from there to everybody', async () => {
      const met = await trio(kind);
      const { a, b, c, hubDb } = met;
      hubDb.exec(rename('R', 'HUB'));
      a.db.exec(rename('R', 'REP'));
      const merge = { conflict: 'MergeRow', final: { name: 'BOTH' } } as const;
      const told = [await a.counts(merge), await a.counts(), await b.counts(), plain(await c.counts())];
      expect(told).toEqual(seen('CG-a'));
      expect(nameIn(met, 'R')).toBe('BOTH');
      await expectSettled(met);
    });

    test('CG-b1 the hub throws: nothing has moved; then all goes', async () => {
      const handlers: HubHandlers = { onConflict: () => ({ resolution: 'throw' }) };
      const met = await trio(kind, { handlers });
      const { a, hubDb } = met;
      hubDb.exec(rename('R', 'HUB') + insert('P', 'P'));
      a.db.exec(rename('R', 'REP') + insert('Q', 'Q'));
      await expect(a.counts()).rejects.toMatchObject({ type: 'RollbackException', status: 400 });
      expect([nameIn(met, 'R'), nameIn(met, 'Q'), nameIn(a, 'R'), nameIn(a, 'P')]).toEqual(['HUB', '-', 'REP', '-']);
      delete handlers.onConflict;
      expect([await a.counts()]).toEqual(seen('CG-b1'));
      await expectSettled(met);
    });

    test('CG-b2 the client throws: the hub has committed; what is sent again is not there twice', async () => {
      const met = await trio(kind);
      const { a, hubDb } = met;
      hubDb.exec(rename('R', 'HUB') + insert('P', 'P'));
      a.db.exec(rename('R', 'REP') + insert('Q', 'Q'));
      await expect(a.counts({ conflict: 'Throw' })).rejects.toMatchObject({ type: 'RollbackException' });
      expect([nameIn(met, 'R'), nameIn(met, 'Q'), nameIn(a, 'R'), nameIn(a, 'P')]).toEqual(['HUB', 'Q', 'REP', '-']);
      expect([await a.counts()]).toEqual(seen('CG-b2'));
      await expectSettled(met);
    });

    test('CG-c1 the client keeps its row against a delete; CG-c2 it deletes again', async () => {
      const met = await trio(kind, { synced: insert('R', 'Start') + insert('S', 'Start') });
      const { a, hubDb } = met;
      hubDb.exec(remove('R'));
      a.db.exec(rename('R', 'REP'));
      const keep = { conflict: 'MergeRow', final: { name: 'REP' } } as const;
      expect([await a.counts(keep), await a.counts()]).toEqual(seen('CG-c1'));
      expect([nameIn(met, 'R'), nameIn(a, 'R')]).toEqual(['REP', 'REP']);
      hubDb.exec(rename('S', 'HUB'));
      a.db.exec(remove('S'));
      const first = await a.counts();
      a.db.exec(remove('S'));
      expect([first, await a.counts()]).toEqual(seen('CG-c2'));
      expect(nameIn(met, 'S')).toBe('-');
      await expectSettled(met);
    });

    test.each(['CG-e1', 'CG-e2'])('%s three replicas: the hub keeps the first, or merges', async (id) => {
      const onConflict: HubHandlers['onConflict'] = ({ incoming }) => ({
        resolution: 'merge',
        row: incoming.map((cell) => (cell === 'B' ? 'BOTH' : cell)),
      });
      const met = await trio(kind, id === 'CG-e2' ? { handlers: { onConflict } } : {});
      const { a, b, c } = met;
      a.db.exec(rename('R', 'A'));
      b.db.exec(rename('R', 'B'));
      const told = [await a.counts(), await b.counts(), plain(await c.counts()), await a.counts()];
      expect(told).toEqual(seen(id));
      expect(nameIn(met, 'R')).toBe(id === 'CG-e2' ? 'BOTH' : 'A');
      await expectSettled(met);
    });

    test('CG-h 5,000 conflicts in parts of 100 KB', async () => {
      const rows = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)`;
      const synced = `insert into category (category_id, name, "extra note") ${rows}
        select 'H' || i, 'Start ' || i, 'so that the rows fill several parts of a hundred kilobytes' from n;`;
      const met = await trio(kind, { synced, batchKb: 100 });
      const { a, hubDb } = met;
      const all = (name: string): string =>
        `update category set name = '${name} ' || category_id where category_id like 'H%'`;
      hubDb.exec(all('HUB'));
      a.db.exec(all('REP'));
      const first = await a.counts();
      hubDb.exec(all('HUB2'));
      expect([first, await a.counts()]).toEqual(seen('CG-h'));
      await expectSettled(met);
    });

    test('CG-g1 the client has forgotten the row, CG-g2 the hub has: neither change is lost', async () => {
      const met = await trio(kind);
      const { a, b, c, hubDb, stage } = met;
      for (let i = 0; i < 5; i++) await a.counts();
      hubDb.exec(rename('R', 'HUB'));
      expect([await a.counts(), await a.counts()]).toEqual(seen('CG-g1 ServerWins').slice(0, 2));
      for (const replica of [a, b, c]) await replica.counts();
      await stage?.store.cleanUp(c.replica.scopes()[0]?.client.lastHubSync ?? 0n);
      a.db.exec(rename('R', 'REP'));
      expect([await a.counts(), await b.counts()]).toEqual(seen('CG-g2'));
      await expectSettled(met);
    });

    test('CG-k L35 the client skips: it keeps a row that the hub never sees, and loses it to the next change', async () => {
      const met = await trio(kind);
      const { a, hubDb } = met;
      hubDb.exec(rename('R', 'HUB'));
      a.db.exec(rename('R', 'REP'));
      const told = [await a.counts({ conflict: 'ServerWins' }), await a.counts()];
      expect([nameIn(met, 'R'), nameIn(a, 'R')]).toEqual(['HUB', 'REP']);
      hubDb.exec(rename('R', 'HUB2'));
      expect([...told, await a.counts()]).toEqual(seen('CG-k'));
      await expectSettled(met);
    });

    test('CG-l the client’s own policy counts for nothing; CG-p nothing waits for one conflict of a hundred', async () => {
      const synced = Array.from({ length: 100 }, (_, at) => insert(`N${at}`, 'Start')).join('');
      const met = await trio(kind, { synced, client: { policy: 'ClientWins' } });
      const { a, hubDb } = met;
      hubDb.exec(rename('N7', 'HUB'));
      a.db.exec(rename('N7', 'REP'));
      expect([await a.counts()]).toEqual(seen('CG-l'));
      hubDb.exec(rename('N8', 'HUB'));
      a.db.exec(`update category set name = 'REP' where category_id like 'N%'`);
      expect([await a.counts()]).toEqual(seen('CG-p'));
      expect([nameIn(met, 'N7'), nameIn(met, 'N8'), nameIn(met, 'N9')]).toEqual(['REP', 'HUB', 'REP']);
      await expectSettled(met);
    });

    test('CG-f the same all-key row on both sides, then on two clients', async () => {
      const schema =
        'create table product_tag (product_id varchar(9) not null, tag_id int not null, primary key (product_id, tag_id))';
      const scene = await setScene({ kind, schema, tables: ['product_tag'] });
      const [a, c] = [scene.stock('A'), await scene.concord('C')];
      await a.counts();
      await c.counts();
      const add = (id: string): string => `insert into product_tag values ('${id}', 1)`;
      for (const db of [scene.hubDb, a.db, c.db]) db.exec(add('p1'));
      // What it writes by force changes no row, which a stock client counts nowhere.
      expect(await a.counts()).toEqual({ ...nothing, D: 1, U: 1, AS: 1 });
      expect(await c.counts()).toMatchObject({ D: 1, AC: 1, U: 1, AS: 1, RC: 0 });
      for (const { db } of [a, c]) db.exec(add('p2'));
      expect(await a.counts()).toEqual({ ...nothing, U: 1, AS: 1 });
      expect(await c.counts()).toMatchObject({ D: 1, AC: 1, U: 1, AS: 1, RC: 0 });
      expect([await a.counts(), plain(await c.counts())]).toEqual([nothing, nothing]);
      sameTables(scene, [a, c], { product_tag: 'product_id, tag_id' });
    });
  });
});
