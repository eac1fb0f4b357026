// Rows that a stock client cannot write, at Concord's hubs, with the counters that it was seen to reach at a stock server (E1–E11,
// EG-a, EG-b, EG-g, CG-i1, CG-i2): nothing is noted as received that was not, and what it left out comes when it is asked for. And
// rows of its own that the hub's table refuses and a rule of its owner mends (EG-d).

import { describe, expect, test } from 'vitest';
import { createRowJudge, type RowRule } from '../../main/hub/row-rules.ts';
import { categorySchema, insert, nameIn, remove, rename } from '../support/category.ts';
import { liveCounters } from '../support/figures.ts';
import { buildGate, type Gate } from '../support/gate.ts';
import { nothing, plain, sameTables } from './checks.ts';
import type { NetReplica, PeerCounters } from './net-client.ts';
import { concordHubs, setScene, withPeers, type HubKind, type Scene } from './scene.ts';

interface Spoilt {
  readonly scene: Scene;
  readonly gate: Gate;
  readonly a: NetReplica;
}

/** A stock client behind a gate that can spoil rows; it answers errors in one way. */
async function behindGate(kind: HubKind, errors: string, schema = categorySchema()): Promise<Spoilt> {
  const tables = schema.includes('create table customer') ? ['customer'] : ['category'];
  const scene = await setScene({ kind, schema, tables });
  const gate = await buildGate(scene.url);
  const a = scene.stock('A', { url: gate.url, errors });
  await a.counts();
  return { scene, gate, a };
}

const seen = (id: string, session = 0): PeerCounters | undefined => {
  const counters = liveCounters(id)[session];
  return counters && plain(counters);
};

const z1LikeZ2 = ['"Z1",null,"Z1"', '"Z1",null,"Z2"'] as const;
const z2LikeZ1 = ['"Z2",null,"Z2"', '"Z2",null,"Z1"'] as const;
const orphan = ['"CHI","PAR"', '"CHI","NONE"'] as const;

/** Names are unique on the replica; the hub adds two rows, one of which is spoilt on its way. */
async function clash(kind: HubKind, errors: string, [good, bad]: readonly [string, string]): Promise<Spoilt> {
  const spoilt = await behindGate(kind, errors);
  const { scene, gate, a } = spoilt;
  a.db.exec('create unique index one_name on category (name)');
  scene.hubDb.exec(
    good.includes('CHI') ? insert('PAR', 'PAR') + insert('CHI', 'CHI', 'PAR') : insert('Z1', 'Z1') + insert('Z2', 'Z2'),
  );
  gate.spoil = (answer) => answer.replaceAll(good, bad);
  return spoilt;
}

const table = { category: 'category_id' };

withPeers('rows that a stock client cannot write', () => {
  describe.each(concordHubs)('%s', (kind) => {
    test.each([
      ['E1', 'Throw', z1LikeZ2],
      ['E3', 'RetryOneMoreTimeAndThrowOnError', z1LikeZ2],
      ['E9', 'Throw', orphan],
    ] as const)('%s %s: it stops, twice; all comes when the rows are good', async (_, errors, clashing) => {
      const { scene, gate, a } = await clash(kind, errors, clashing);
      for (let i = 0; i < 2; i++)
        await expect(a.counts({ retries: 0 })).rejects.toMatchObject({ type: 'ApplyChangesException' });
      expect(a.db.prepare('select count(*) from category').pluck().get()).toBe(1);
      gate.spoil = (answer) => answer;
      expect(await a.counts()).toEqual({ ...nothing, D: 2, AC: 2 });
      sameTables(scene, [a], table);
    });

    test.each([
      ['E2', 'ContinueOnError', z1LikeZ2],
      ['E4', 'RetryOneMoreTimeAndContinueOnError', z1LikeZ2],
      ['E5', 'RetryOnNextSync', z1LikeZ2],
      ['E10 E11', 'ContinueOnError', orphan],
    ] as const)('%s EG-g %s: it leaves one out, and takes its next version', async (ids, errors, clashing) => {
      const { scene, gate, a } = await clash(kind, errors, clashing);
      const id = ids.split(' ').at(-1) ?? '';
      expect([await a.counts(), await a.counts()]).toEqual([seen(id), seen(id, 1)]);
      gate.spoil = (answer) => answer;
      scene.hubDb.exec(`update category set name = name || ' anew' where category_id <> 'ROOT'`);
      expect(await a.counts()).toMatchObject({ D: 2, AC: 2, FC: 0 });
      sameTables(scene, [a], table);
      expect(await a.counts()).toEqual(nothing);
    });

    test.each([
      ['E7', remove('Z2')],
      ['E8', rename('Z2', 'Z2 anew')],
    ])('%s RetryOnNextSync: the hub changes or deletes the row that waits', async (id, sql) => {
      const { scene, gate, a } = await clash(kind, 'RetryOnNextSync', z2LikeZ1);
      expect(await a.counts()).toEqual(seen(id));
      gate.spoil = (answer) => answer;
      scene.hubDb.exec(sql);
      expect(await a.counts()).toEqual(seen(id, 1));
      sameTables(scene, [a], table);
    });

    test('EG-a a null that the client’s own rule refuses: left out, tried again, and there when the rule is gone', async () => {
      const { scene, a } = await behindGate(kind, 'RetryOnNextSync');
      a.db.exec(`create trigger no_null before insert on category when new.parent_id is null
        begin select raise(abort, 'a parent is needed'); end`);
      scene.hubDb.exec(insert('N', 'null'));
      const id = 'EG-a RetryOnNextSync';
      expect([await a.counts(), await a.counts()]).toEqual([seen(id), seen(id, 1)]);
      a.db.exec('drop trigger no_null');
      expect(await a.counts()).toEqual({ ...nothing, AC: 1 });
      sameTables(scene, [a], table);
    });

    test('EG-b a delete that a row of the client’s own forbids goes when that is gone', async () => {
      const schema = `create table customer (customer_id varchar(9) primary key, name text); insert into customer values ('K', 'Kay')`;
      const { scene, a } = await behindGate(kind, 'RetryOnNextSync', schema);
      a.db.exec(`create table orders (id int primary key, of varchar(9) references customer (customer_id));
        insert into orders values (1, 'K')`);
      scene.hubDb.exec('delete from customer');
      const id = 'EG-b RetryOnNextSync';
      expect(await a.counts()).toEqual(seen(id));
      a.db.exec('delete from orders');
      expect(await a.counts()).toEqual(seen(id, 1));
      sameTables(scene, [a], { customer: 'customer_id' });
    });

    test('CG-i1 a conflict and an error in one part', async () => {
      const { scene, gate, a } = await behindGate(kind, 'ContinueOnError');
      scene.hubDb.exec(insert('R1', 'Start'));
      await a.counts();
      a.db.exec('create unique index one_name on category (name)');
      scene.hubDb.exec(rename('R1', 'HUB') + insert('Z1', 'Z1') + insert('Z2', 'Z2'));
      a.db.exec(rename('R1', 'REP'));
      gate.spoil = (answer) => answer.replaceAll(...z1LikeZ2);
      expect(await a.counts()).toEqual(seen('CG-i1'));
      expect([nameIn(scene, 'R1'), nameIn(a, 'R1')]).toEqual(['HUB', 'HUB']);
    });

    test('CG-i2 the hub’s row cannot be written over the client’s: both sides differ by design', async () => {
      const { scene, a } = await behindGate(kind, 'ContinueOnError');
      scene.hubDb.exec(insert('R', 'Start'));
      await a.counts();
      a.db.exec('create unique index one_name on category (name)');
      scene.hubDb.exec(rename('R', 'X'));
      a.db.exec(rename('R', 'REP') + insert('Q', 'X'));
      expect(await a.counts()).toEqual(seen('CG-i2'));
      expect([nameIn(scene, 'R'), nameIn(scene, 'Q'), nameIn(a, 'R'), nameIn(a, 'Q')]).toEqual(['X', 'X', 'REP', 'X']);
    });

    test('EG-d the hub’s table refuses a row of the client’s and a rule of its owner mends it: applied there, and the same everywhere', async () => {
      const rule: RowRule = (_, { refused }) => (refused ? { set: { name: 'mended' } } : null);
      const handlers = { judgeRow: createRowJudge(new Map([['category', rule]]), () => undefined) };
      const schema = categorySchema({ uniqueName: true });
      const scene = await setScene({ kind, schema, tables: ['category'], handlers });
      const [a, b, c] = [scene.stock('A'), scene.stock('B'), await scene.concord('C')];
      for (const replica of [a, b, c]) await replica.counts();
      a.db.exec(insert('K1', 'Root'));
      c.db.exec(insert('K2', 'Fine'));
      expect(await a.counts()).toMatchObject({ U: 1, AS: 1, FS: 0, D: 1 });
      for (const replica of [c, b, a]) await replica.counts();
      expect([nameIn(scene, 'K1'), nameIn(a, 'K1')]).toEqual(['mended', 'mended']);
      sameTables(scene, [a, b, c], table);
      for (const replica of [a, b]) expect(await replica.counts()).toEqual(nothing);
    });
  });
});
