// What a client is sent: every row once, from one moment, parents first (W-87, W-93, W-114, W-165, W-182, W-205, W-286).

import { expect, test } from 'vitest';
import type { Row } from '../../../main/sync/cell.ts';
import { ann, bob, categorySql, part, received, senderOf, storeBench, upload } from './bench.ts';

const row = (id: string, name: string, parent: string | null = null): Row => [id, parent, name, null, null];

test('W-182 from scratch every row goes, tracked or not, and no tombstone', async () => {
  const bench = await storeBench(
    `${categorySql} insert into category (category_id, name) values ('old', 'Old'), ('dead', 'Dead')`,
  );
  bench.other.exec(
    `delete from category where category_id = 'dead'; insert into category (category_id, name) values ('new', 'New')`,
  );
  await upload(bench, [part('category', 'upsert', row('mine', 'Mine'))]);
  const all = await received(bench, { clientId: ann.id, after: null, everything: true });
  expect([Object.keys(all.upserts).toSorted(), all.deletes]).toEqual([['mine', 'new', 'old'], []]);
  const since = await received(bench, { clientId: ann.id, after: 1n, everything: true });
  expect([Object.keys(since.upserts).toSorted(), since.deletes]).toEqual([['mine', 'new'], []]);
});

test('W-165 incremental: newer than the watermark and not the client’s own', async () => {
  const bench = await storeBench(categorySql);
  await upload(bench, [part('category', 'upsert', row('a', 'A'), row('b', 'B'))], { sender: bob });
  await upload(bench, [part('category', 'upsert', row('c', 'C')), part('category', 'delete', row('a', ''))], {
    sender: ann,
  });
  const forBob = await received(bench, { clientId: bob.id, after: 2n });
  expect([Object.keys(forBob.upserts), forBob.deletes, forBob.hubTime]).toEqual([['c'], ['a'], 4n]);
  expect((await received(bench, { clientId: ann.id, after: 2n })).parts).toEqual([]);
  expect((await received(bench, { clientId: ann.id, after: 4n })).parts).toEqual([]);
  expect(
    await bench.store.estimate({
      scope: bench.scope,
      clientId: bob.id,
      after: 2n,
      everything: false,
      parameters: [],
      hash: '',
    }),
  ).toEqual({
    hubTime: 4n,
    counts: [{ table: { name: 'category', schema: '' }, upserts: 1, deletes: 1 }],
  });
});

test('W-87 W-177 tables and rows of a table that refers to itself come parents first', async () => {
  const bench = await storeBench(
    `create table item (id integer primary key, cat text references category); ${categorySql}
     pragma foreign_keys = off;
     insert into category (category_id, parent_id, name) values ('c', 'b', 'C'), ('b', 'a', 'B'), ('a', null, 'A'), ('l1', 'l2', 'L1'), ('l2', 'l1', 'L2'), ('s', 's', 'S');
     insert into item values (1, 'c')`,
    'item',
    'category',
  );
  const all = await received(bench, { after: null, everything: true });
  expect(all.parts).toEqual(['category upsert 6', 'item upsert 1']);
  expect(Object.keys(all.upserts)).toEqual(['1', 'a', 'b', 'c', 's', 'l1', 'l2']);
});

test('W-86 W-93 parts close when they exceed the limit, and hold one moment while others write', async () => {
  const bench = await storeBench(`create table t (id integer primary key, v text)`, 't');
  bench.other.exec(
    `with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000) insert into t select i, 'value ' || i from n`,
  );
  // The first one seals the moment; then a selection begins at once.
  await received(bench, { after: null, everything: true });
  const running = received(bench, { after: null, everything: true, limitBytes: 100_000 });
  bench.other.exec(`update t set v = 'later'; delete from t where id % 2 = 0`);
  const { parts, upserts } = await running;
  expect(parts.length).toBeGreaterThan(4);
  expect(parts.reduce((sum, text) => sum + Number(text.split(' ')[2]), 0)).toBe(Object.keys(upserts).length);
  const values = new Set(Object.values(upserts).map((cells) => cells[1] === 'later'));
  expect(values.size).toBe(1);
});

test('W-286 authors of changes: who named themselves, with the instant; nobody for the hub’s own', async () => {
  const bench = await storeBench(categorySql);
  await upload(bench, [part('category', 'upsert', row('a', 'A'), row('b', 'B'))], {
    sender: { ...bob, user: 'Bob Ö', device: 'bob-pc' },
  });
  bench.now.at = new Date('2026-03-02T09:30:00Z');
  await upload(bench, [part('category', 'upsert', row('c', 'C'))], {
    sender: { ...bob, user: 'Eve', device: 'bob-pc' },
  });
  await upload(bench, [part('category', 'upsert', row('d', 'D'))], {
    sender: senderOf('d1', { user: null, device: null, concord: false }),
  });
  bench.other.exec(`update category set name = 'A2' where category_id = 'a'`);
  const { upserts, by } = await received(bench, { clientId: ann.id, after: 0n, authors: true });
  expect(Object.fromEntries(Object.keys(upserts).map((key, at) => [key, by[at]]))).toEqual({
    a: null,
    b: { user: 'Bob Ö', device: 'bob-pc', at: '2026-03-01T08:00:00.000Z' },
    c: { user: 'Eve', device: 'bob-pc', at: '2026-03-02T09:30:00.000Z' },
    d: null,
  });
  expect((await received(bench, { clientId: ann.id, after: 0n })).by).toEqual([]);
  expect((await received(bench, { clientId: ann.id, after: null, everything: true, authors: true })).by).toEqual([]);
});

test('W-75 W-205 a row that cannot travel is left out and told, the others go', async () => {
  const bench = await storeBench(
    `create table t (k text primary key, r real, d datetime, n smallint);
     insert into t values (null, 1, null, 1), ('inf', 9e999, null, 1), ('odd', 1, 'yesterday', 1), ('big', 1, null, 100000), ('good', 1.5, '2024-05-01', 1)`,
    't',
  );
  const stock = await received(bench, { after: null, everything: true, stock: true });
  expect([Object.keys(stock.upserts), stock.unsent]).toEqual([
    ['good'],
    ['r: is not a finite number', 'd: is not a date and time', 'n: is out of the range of its column'],
  ]);
  const concord = await received(bench, { after: null, everything: true });
  expect([Object.keys(concord.upserts), concord.unsent]).toEqual([
    ['odd', 'big', 'good'],
    ['r: is not a finite number'],
  ]);
});

test('SF-09 64-bit numbers, decimals, blobs and loosely typed columns arrive whole', async () => {
  const bench = await storeBench(
    `create table t (id integer primary key, big bigint, d decimal, s string, any_one, b blob);
     insert into t values (9223372036854775807, -9223372036854775808, 0.1, 9007199254740993, 12, x'00ff'), (2, null, 12345678901234567, 1.5, 'text', x'')`,
    't',
  );
  const { upserts } = await received(bench, { after: null, everything: true });
  expect(upserts).toEqual({
    '9223372036854775807': [
      9223372036854775807n,
      -9223372036854775808n,
      '0.1',
      '9007199254740993',
      12,
      new Uint8Array([0, 255]),
    ],
    '2': [2, null, '12345678901234567', 1.5, 'text', new Uint8Array()],
  });
});

test('W-114 hub time is monotone and every later change is newer', async () => {
  const bench = await storeBench(categorySql);
  const times: bigint[] = [];
  for (let i = 0; i < 5; i++) {
    times.push((await received(bench, { after: 0n })).hubTime);
    bench.other.exec(`insert into category (category_id, name) values ('k${i}', 'n${i}')`);
  }
  expect(times).toEqual([0n, 1n, 2n, 3n, 4n]);
  expect(Object.keys((await received(bench, { after: times[3] ?? 0n })).upserts)).toEqual(['k3', 'k4']);
});
