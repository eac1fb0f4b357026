// Uploads against a hub's rows, one rule at a time (W-165, W-169…W-176, W-214, CM1…CM10, L23, L24, W-202, W-209).

import { describe, expect, test } from 'vitest';
import type { Row } from '../../../main/sync/cell.ts';
import {
  ann,
  bob,
  categorySql,
  countersOf,
  part,
  received,
  upload,
  storeBench as sqliteBench,
  type StoreBench,
  stores,
} from './bench.ts';

const row = (id: string, name: string, parent: string | null = null): Row => [id, parent, name, null, null];
const gone = (id: string): Row => [id, null, null, null, null];
const names = ({ other }: StoreBench): unknown =>
  other.prepare(`select category_id, name from category order by 1`).raw().all();
const upserts = (...rows: readonly Row[]) => [part('category', 'upsert', ...rows)];
const deletes = (...rows: readonly Row[]) => [part('category', 'delete', ...rows)];

describe.each(stores)('on %s', (store, storeBench) => {
  describe('rows that meet no conflict', () => {
    test('W-165 W-167 an applied row belongs to its sender, who is not sent it; everybody else is', async () => {
      const bench = await storeBench(categorySql);
      expect(countersOf(await upload(bench, upserts(row('a', 'A'), row('b', 'B'))))).toEqual([
        'category upsert: a2 rc0 f0',
      ]);
      expect((await received(bench, { clientId: ann.id })).upserts).toEqual({});
      expect(Object.keys((await received(bench, { clientId: bob.id })).upserts)).toEqual(['a', 'b']);
      bench.other.exec(`update category set name = 'own' where category_id = 'a'`);
      expect(Object.keys((await received(bench, { clientId: ann.id })).upserts)).toEqual(['a']);
    });

    test('W-169 W-164 an entry that is not newer than the watermark gives way, equal stamps too', async () => {
      const bench = await storeBench(categorySql);
      bench.other.exec(`insert into category (category_id, name) values ('a', 'A')`);
      const applied = await upload(bench, upserts(row('a', 'A2')), { watermark: 1n });
      expect(countersOf(applied)).toEqual(['category upsert: a1 rc0 f0']);
      expect(bench.entries()['a']).toMatchObject({ born: 1, gone: 0 });
    });

    test('W-170 the sender’s own row gives way though it is newer; a null owner is nobody’s (W-171)', async () => {
      const bench = await storeBench(categorySql);
      await upload(bench, upserts(row('a', 'A')), { watermark: 0n });
      expect(countersOf(await upload(bench, upserts(row('a', 'A2')), { watermark: 0n }))).toEqual([
        'category upsert: a1 rc0 f0',
      ]);
      expect(countersOf(await upload(bench, upserts(row('a', 'A3')), { watermark: null }))).toEqual([
        'category upsert: a1 rc0 f0',
      ]);
      bench.other.exec(`update category set name = 'own'`);
      expect(countersOf(await upload(bench, upserts(row('a', 'A4')), { watermark: null }))).toEqual([
        'category upsert: a0 rc1 f0',
      ]);
    });

    test('W-169 W-288 Speed of many rows at once each is met as if it came alone: stored, new, twice, unchanged', async () => {
      const ids = Array.from({ length: 110 }, (_, at) => at + 1);
      const stored = ids.slice(0, 100).map((id) => `(${id}, 'old ${id}', ${id})`);
      const bench = await storeBench(
        `create table town (id integer primary key, name text, size integer); insert into town values ${stored.join()}`,
        'town',
      );
      const rows = ids.map((id): Row => [id, id === 7 ? 'old 7' : `new ${id}`, id]);
      const applied = await upload(bench, [part('town', 'upsert', ...rows.toSpliced(20, 0, [30, 'first', 0]))]);
      expect(countersOf(applied)).toEqual(['town upsert: a111 rc0 f0']);
      expect(bench.other.prepare(`select id, name, size from town order by 1`).raw().all()).toEqual(rows);
      expect(Object.keys(bench.entries())).toEqual(ids.filter((id) => id !== 7).map(String));
      expect(bench.entries()['110']).toMatchObject({ owner: 1, gone: 0 });
    });

    test('W-172 CG-g2 a row without an entry never conflicts, whatever the watermark', async () => {
      const bench = await storeBench(
        `${categorySql} insert into category (category_id, name) values ('a', 'A'), ('b', 'B')`,
      );
      const applied = await upload(bench, [...upserts(row('a', 'A2')), ...deletes(gone('b'))], { watermark: null });
      expect(countersOf(applied)).toEqual(['category upsert: a1 rc0 f0', 'category delete: a1 rc0 f0']);
      bench.other.exec(`update category set name = 'A3'`);
      expect(await bench.store.cleanUp(await bench.store.hubTime())).toBe(2);
      expect(countersOf(await upload(bench, upserts(row('a', 'A4')), { watermark: null }))).toEqual([
        'category upsert: a1 rc0 f0',
      ]);
    });

    test('W-175 an upsert over an old tombstone inserts again; the row is born anew', async () => {
      const bench = await storeBench(`${categorySql} insert into category (category_id, name) values ('a', 'A')`);
      bench.other.exec(`delete from category`);
      await upload(bench, upserts(row('a', 'back')), { watermark: 1n });
      expect(bench.entries()['a']).toMatchObject({ gone: 0, stamp: 2, born: 2 });
    });

    test('W-173 CG-f a row that is all key and there already counts as applied and keeps its entry', async () => {
      const bench = await storeBench(`create table tag (a integer, b text, primary key (a, b))`, 'tag');
      bench.other.exec(`insert into tag values (1, 'x')`);
      const applied = await upload(bench, [part('tag', 'upsert', [1, 'x'], [2, 'y'])], { watermark: 0n });
      expect(countersOf(applied)).toEqual(['tag upsert: a2 rc0 f0']);
      expect(bench.entries()).toMatchObject({ 1: { owner: null, stamp: 1 }, 2: { owner: 1 } });
    });

    test('W-157 a row that changes nothing is applied and leaves its entry alone', async () => {
      const bench = await storeBench(categorySql);
      bench.other.exec(`insert into category (category_id, name) values ('a', 'A')`);
      expect(countersOf(await upload(bench, upserts(row('a', 'A'))))).toEqual(['category upsert: a1 rc0 f0']);
      expect(bench.entries()['a']).toMatchObject({ owner: null, stamp: 1 });
    });

    test('W-176 parents before children, then deletes the other way, in whatever order the parts come', async () => {
      const bench = await storeBench(
        `create table p (id integer primary key); create table c (id integer primary key, p integer not null references p (id));
       insert into p values (1); insert into c values (1, 1)`,
        'c',
        'p',
      );
      const applied = await upload(bench, [
        part('p', 'delete', [1]),
        part('c', 'upsert', [2, 2]),
        part('c', 'delete', [1, null]),
        part('p', 'upsert', [2]),
      ]);
      expect(countersOf(applied)).toEqual([
        'p upsert: a1 rc0 f0',
        'c upsert: a1 rc0 f0',
        'c delete: a1 rc0 f0',
        'p delete: a1 rc0 f0',
      ]);
      expect(applied.counts.map((count) => [count.received, count.cumulative])).toEqual([
        [4, 1],
        [4, 2],
        [4, 3],
        [4, 4],
      ]);
    });

    test('W-177 Decisions 10 rows that raise are tried again until a pass settles none', async () => {
      const bench = await storeBench(categorySql);
      const applied = await upload(
        bench,
        upserts(row('c', 'C', 'b'), row('b', 'B', 'a'), row('a', 'A'), row('x', 'X', 'nobody')),
      );
      expect(countersOf(applied)).toEqual(['category upsert: a3 rc0 f1']);
      expect(applied.refused).toMatchObject([
        { key: ['x'], code: 'row-refused', message: 'its parent record is missing' },
      ]);
    });
  });

  // Spellings are SQLite's own; those of PostgreSQL stand in postgres-types.
  const cells = (): void => {
    const sql = `create table v (id integer primary key, d decimal(30, 10), r real, t datetime, h time, f boolean, s string, b blob, big bigint);
    insert into v values (1, 1.5, 0.1, '2024-05-01', '10:11', 1, 42, x'0102', 9007199254740993)`;
    const stored = ({ other }: StoreBench): unknown =>
      other.prepare(`select d, r, t, h, f, s, hex(b), cast(big as text) from v`).raw().all();

    test.each([
      [
        'other spellings',
        [1, '1.50', 0.1, '2024-05-01T00:00:00', '10:11:00', true, '42', new Uint8Array([1, 2]), 9007199254740993n],
      ],
      [
        'a stock peer’s 15 digits and zone',
        [
          1,
          '1.500000',
          0.1,
          '2024-05-01 00:00:00.000',
          '10:11:00.0000000',
          1,
          '42',
          new Uint8Array([1, 2]),
          9007199254740993n,
        ],
      ],
    ] satisfies [string, Row][])('W-288 L24 %s leave the stored cells as they are', async (_name, sent) => {
      const bench = await storeBench(sql, 'v');
      const before = stored(bench);
      expect(countersOf(await upload(bench, [part('v', 'upsert', sent)]))).toEqual(['v upsert: a1 rc0 f0']);
      expect([stored(bench), bench.entries()]).toEqual([before, {}]);
      await upload(bench, [part('v', 'upsert', sent.with(6, 'new'))]);
      expect(stored(bench)).toEqual([(before as unknown[][])[0]?.with(5, 'new')]);
    });

    test('W-202 SF-09 what the column would store otherwise is refused in words, not rounded', async () => {
      const bench = await storeBench(sql, 'v');
      const sent = (id: number, more: Record<number, Row[number]>): Row =>
        Object.assign([id, null, null, null, null, null, null, null, null], more);
      const applied = await upload(bench, [
        part(
          'v',
          'upsert',
          sent(2, { 1: '12345678901234567.1' }),
          sent(3, { 1: '1234567890123456789' }),
          sent(4, { 8: 2n ** 63n }),
          sent(5, { 6: '\ud800' }),
          sent(6, { 1: '0.000000000123456' }),
        ),
      ]);
      expect(applied.refused.map(({ key, code, message }) => [key[0], code, message])).toEqual([
        [2, 'value-invalid', 'd: the number has more than 15 digits, which this hub’s column would round'],
        [4, 'value-invalid', 'big: the number is larger than this hub can store'],
        [5, 'value-invalid', 's: the text holds half a character'],
      ]);
      expect(bench.other.prepare(`select id, cast(d as text) from v where id > 1`).raw().all()).toEqual([
        [3, '1234567890123456789'],
        [6, '1.23456e-10'],
      ]);
    });

    test('a key that the table compares without case keeps its spelling', async () => {
      const bench = await storeBench(
        `create table k (id text collate nocase primary key, v text); insert into k values ('Abc', 'x')`,
        'k',
      );
      await upload(bench, [part('k', 'upsert', ['aBC', 'y'])]);
      expect(bench.other.prepare(`select * from k`).raw().all()).toEqual([['Abc', 'y']]);
      expect(Object.keys((await received(bench, { clientId: bob.id })).upserts)).toEqual(['Abc']);
    });
  };
  if (store === 'SQLite') describe('cells', cells);

  describe('directions and hostile uploads', () => {
    test('W-209 W-262 rows of a table that is only sent, or not at all, are refused', async () => {
      const bench = await storeBench(
        `create table d (id integer primary key); create table n (id integer primary key); create table u (id integer primary key)`,
        'd:download-only',
        'n:none',
        'u:upload-only',
      );
      const applied = await upload(bench, [
        part('d', 'upsert', [1]),
        part('n', 'upsert', [1]),
        part('u', 'upsert', [1]),
      ]);
      expect(countersOf(applied)).toEqual(['d upsert: a0 rc0 f1', 'n upsert: a0 rc0 f1', 'u upsert: a1 rc0 f0']);
      expect(applied.refused.map(({ code }) => code)).toEqual(['table-read-only', 'table-read-only']);
      bench.other.exec(`insert into d values (5); insert into n values (5); insert into u values (5)`);
      expect((await received(bench)).parts).toEqual(['d upsert 1']);
      expect((await received(bench, { after: null, everything: true })).parts).toEqual(['d upsert 1']);
    });

    test('L34 a kept row of an upload-only table is told', async () => {
      const bench = await storeBench(`create table u (id integer primary key, v text)`, 'u:upload-only');
      bench.other.exec(`insert into u values (1, 'hub')`);
      expect((await upload(bench, [part('u', 'upsert', [1, 'rep'])], { watermark: 0n })).kept).toMatchObject([
        { key: [1] },
      ]);
    });

    test('unknown tables and wrong widths end the upload, nothing is written', async () => {
      const bench = await storeBench(categorySql);
      await expect(
        upload(bench, [...upserts(row('a', 'A')), part('sqlite_schema', 'delete', [1])]),
      ).rejects.toMatchObject({ code: 'table-not-in-scope' });
      await expect(upload(bench, upserts(row('a', 'A'), ['b', null, 'B']))).rejects.toMatchObject({
        code: 'row-width',
      });
      expect(names(bench)).toEqual([]);
    });
  });

  test('law 6 a long apply lets others run, and other programs write before and after it', async () => {
    const bench = await storeBench(`create table t (id integer primary key, v text)`, 't');
    const rows = Array.from({ length: 60_000 }, (_, i): Row => [i, `value ${i}`]);
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    const running = upload(bench, [part('t', 'upsert', ...rows)]);
    expect(Object.keys((await received(bench, { after: null, everything: true })).upserts)).toHaveLength(0);
    expect(countersOf(await running)).toEqual(['t upsert: a60000 rc0 f0']);
    clearInterval(counting);
    expect(turns).toBeGreaterThan(10);
    bench.other.exec(`insert into t values (-1, 'after')`);
    expect(bench.entries()[-1]?.stamp).toBeGreaterThan(bench.entries()[59_999]?.stamp ?? 0);
  });
});

test('W-78 Speed keys that a table of SQLite compares without case are found among many as one by one', async () => {
  const ids = Array.from({ length: 60 }, (_, at) => `Key${at}`);
  const bench = await sqliteBench(
    `create table town (id text primary key collate nocase, name text);
     insert into town values ${ids.map((id) => `('${id}', 'old')`).join()}`,
    'town',
  );
  const rows = ids.map((id, at): Row => [at % 2 === 0 ? id : id.toLowerCase(), `new ${at}`]);
  await upload(bench, [part('town', 'upsert', ...rows)]);
  expect(bench.other.prepare(`select id, name from town order by rowid`).raw().all()).toEqual(
    ids.map((id, at) => [id, `new ${at}`]),
  );
});
