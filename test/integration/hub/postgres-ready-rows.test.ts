// Rows that PostgreSQL writes as JSON itself are cell for cell those that the hub writes from cells (§8, W-75, W-288, Speed).

import { expect, test } from 'vitest';
import { onPostgres } from '../../support/postgres.ts';
import { bob, part, postgresBench, received, upload } from './bench.ts';

const columns = `id int primary key, s smallint, i int, l bigint, b boolean, g uuid, d double precision, f real, n numeric,
  n2 numeric(20, 4), t text, v varchar(40), c char(5), x bytea, day date, at time, at3 time(3), dt timestamp, tz timestamptz,
  j jsonb, a text[], p interval`;

/** One column's values, and those of all others empty. */
const values: Readonly<Record<string, readonly string[]>> = {
  s: ['-32768', '32767'],
  i: ['-2147483648', '0'],
  l: ['9223372036854775807', '-9007199254740993', '9007199254740992', '12'],
  b: ['true', 'false'],
  g: [`'0A0B0C0D-0000-4000-8000-00000000ABCD'`],
  d: [
    '1e15',
    '123456789012345680',
    '1e-7',
    '1.25',
    '0.1',
    '5e-324',
    '1.7976931348623157e308',
    '100',
    `'NaN'`,
    `'-Infinity'`,
  ],
  f: ['0.1', '3.4e38', '16777216', '1.17549435e-38', `'Infinity'`],
  n: ['12.10', '-0.00001', '123456789012345678901234567890.123', '0', `'NaN'`, '1e20'],
  n2: ['1', '0.0001', '-1234567890123456.7890'],
  t: [
    `''`,
    `'null'`,
    `E'a"b\\\\c\\n\\t\\r\\x01\\x7f\\u0085'`,
    `'žluť 漢字 😀'`,
    `'2026-01-01T00:00:00Z'`,
    `'-0.10'`,
    `E'\\u2028'`,
  ],
  v: [`'a/b'`, `'1e5'`],
  c: [`'ab'`, `''`],
  x: [`''`, `'\\x00ff'`, `decode(repeat('ab', 300), 'hex')`],
  day: [`'2026-02-28'`, `'infinity'`, `'0044-03-15 BC'`, `'12000-01-01'`],
  at: [`'10:20:30'`, `'10:20:30.5'`, `'23:59:59.999999'`, `'24:00'`],
  at3: [`'10:20:30.125'`, `'10:20:30'`],
  dt: [
    `'2026-02-28 01:02:03'`,
    `'0001-01-01 00:00:00.000001'`,
    `'9999-12-31 23:59:59.9'`,
    `'-infinity'`,
    `'0044-03-15 10:00 BC'`,
    `'10000-01-01'`,
  ],
  tz: [
    `'2026-02-28 01:02:03+05:30'`,
    `'infinity'`,
    `'0001-01-01 00:00:00+00'`,
    `'0001-01-01 00:00:00+10'`,
    `'2026-01-01 00:00:00.123456+00'`,
  ],
  j: [`'{"a": [1, 2.50, "x"]}'`],
  a: [`'{a,"b c",NULL}'`],
  p: [`'1 year 2 days 03:04:05.6'`],
};

const rows = Object.entries(values).flatMap(([column, cells]) => cells.map((cell) => ({ column, cell })));

/** A table that refers to itself goes parents first, so its rows are always written from cells. */
const schema = `create table ready (${columns}); create table plain (${columns}, boss int references plain);
  ${rows.map(({ column, cell }, at) => `insert into ready (id, ${column}) values (${at + 1}, ${cell})`).join(';')};
  insert into plain select *, null from ready`;

onPostgres('rows as PostgreSQL writes them', () => {
  test('every type, its least and largest values, what is no number and what no calendar holds', async () => {
    const bench = await postgresBench(schema, 'ready', 'plain');
    const of = async (table: string): ReturnType<typeof received> => {
      const scope = await bench.store.provision({
        name: table,
        setup: { ...bench.scope.setup, tables: bench.scope.setup.tables.filter(({ name }) => name === table) },
      });
      return received({ ...bench, scope }, { after: null, everything: true });
    };
    const [ready, plain] = [await of('ready'), await of('plain')];
    const withoutBoss = Object.entries(plain.upserts).map(([key, cells]) => [key, cells.slice(0, -1)]);
    expect(Object.entries(ready.upserts)).toEqual(withoutBoss);
    expect(ready.unsent).toHaveLength(3);
    expect(ready.unsent).toEqual(plain.unsent.map((text) => text.replace('plain', 'ready')));
    expect(Object.keys(ready.upserts)).toHaveLength(rows.length - 3);
  });

  test('W-86 W-286 changes tell their author, and a part ends with the row that goes beyond its size', async () => {
    const bench = await postgresBench(`create table t (id int primary key, x text)`, 't');
    const sent = Array.from({ length: 100 }, (_, i) => [i + 100, 'ä'.repeat(100)]);
    await upload(bench, [part('t', 'upsert', ...sent)]);
    const found = await received(bench, { clientId: bob.id, authors: true, limitBytes: 4096 });
    // A row has 212 bytes, and what stands around the rows of a part has 91.
    expect(found.parts).toEqual([...Array.from({ length: 5 }, () => 't upsert 19'), 't upsert 5']);
    expect(found.by).toHaveLength(100);
    expect(found.by[99]).toMatchObject({ user: 'a11', device: 'a11-pc' });
    expect(Object.values(found.upserts)).toEqual(sent);
  });

  test('W-86 W-182 a first session reads a table page by page: each row once, whatever happens to it meanwhile', async () => {
    const bench = await postgresBench(`create table t (id int primary key, x text, d double precision)`, 't');
    bench.other.exec(`insert into t select i, 'row ' || i, i / 2.0 from generate_series(1, 9000) i;
      delete from t where id % 7 = 0; update t set x = x || repeat(' moved', 20) where id % 5 = 0; update t set d = 'NaN' where id = 8;
      delete from t where id > 8900`);
    const first = { after: null, everything: true, limitBytes: 150_000 };
    const found = await received(bench, first);
    const told = Object.fromEntries(Object.values(found.upserts).map((row) => [String(row[0]), row]));
    const kept = Array.from({ length: 8900 }, (_, i) => i + 1).filter((id) => id % 7 > 0 && id !== 8);
    expect(
      Object.keys(told)
        .map(Number)
        .toSorted((a, b) => a - b),
    ).toEqual(kept);
    expect([told['1'], told['5']]).toEqual([
      [1, 'row 1', 0.5],
      [5, `row 5${' moved'.repeat(20)}`, 2.5],
    ]);
    expect(found.unsent).toHaveLength(1);
    expect(found.parts.length).toBeGreaterThan(2);
    // Beside the pages, where a row may be of any size: each row by itself.
    bench.other.exec(`alter table t alter x set storage external; update t set x = repeat('ä', 5000) where id = 1`);
    const one = await received(bench, first);
    expect(Object.values(one.upserts).find(([id]) => id === 1)).toEqual([1, 'ä'.repeat(5000), 0.5]);
    expect(Object.keys(one.upserts)).toHaveLength(kept.length);
  });
});
