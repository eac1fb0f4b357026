// Scopes over an existing database: what is served, what is refused, and that a refusal changes nothing (W-60…W-66, W-203, W-205).

import Sqlite from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../../main/hub/stores/sqlite/sqlite-store.ts';
import { openReplica } from '../../../main/replica/replica.ts';
import { temporaryFile, temporaryFolder } from '../../support/files.ts';
import { categorySql, part, received, setupOf, storeBench, upload } from './bench.ts';

const now = (): Date => new Date('2026-03-01T08:00:00Z');

async function emptyStore(sql: string): Promise<{ file: string; store: Awaited<ReturnType<typeof openSqliteStore>> }> {
  const file = temporaryFile('hub.db');
  const db = new Sqlite(file);
  db.exec(sql);
  db.close();
  const store = await openSqliteStore(file, { now });
  onTestFinished(() => store.close());
  return { file, store };
}

test.each([
  ['a missing table', setupOf('category', 'nothing'), 'there is no table nothing'],
  ['a table without a primary key', setupOf('category', 'heap'), 'the table heap has no primary key'],
  ['a view', setupOf('seen'), 'there is no table seen'],
  ['no table at all', setupOf(), 'names no table'],
  ['a table named twice', setupOf('category', 'CATEGORY'), 'names the table category twice'],
  [
    'a missing column',
    {
      ...setupOf(),
      tables: [{ name: 'category', schema: '', columns: ['category_id', 'no'], direction: 'both' as const }],
    },
    'has no column no',
  ],
  [
    'a key left out',
    { ...setupOf(), tables: [{ name: 'category', schema: '', columns: ['name'], direction: 'both' as const }] },
    'leaves out category_id',
  ],
])('W-205 %s is refused in words and nothing is changed', async (_what, setup, words) => {
  const { file, store } = await emptyStore(
    `${categorySql} create table heap (a, b); create view seen as select 1 as x`,
  );
  const before = readFileSync(file);
  await expect(store.provision({ name: 'S', setup })).rejects.toMatchObject({
    code: 'database-unsuitable',
    message: expect.stringContaining(words),
  });
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a replica is no hub, and a hub is no replica', async () => {
  const folder = temporaryFolder();
  const replica = await openReplica(join(folder, 'replica.db'), { create: true });
  replica.close();
  await expect(openSqliteStore(join(folder, 'replica.db'), { now })).rejects.toMatchObject({
    code: 'database-unsuitable',
  });
  const { file } = await storeBench(categorySql);
  await expect(openReplica(file)).rejects.toMatchObject({ code: 'replica-is-hub' });
});

test('W-13 W-65 a scope is kept for ever, found without case, and never made otherwise', async () => {
  const bench = await storeBench(`${categorySql} create table more (id integer primary key)`);
  expect(await bench.store.provision({ name: 'defaultscope', setup: setupOf('category') })).toMatchObject({
    name: 'DefaultScope',
  });
  await expect(
    bench.store.provision({ name: 'DefaultScope', setup: setupOf('category', 'more') }),
  ).rejects.toMatchObject({
    code: 'database-unsuitable',
    message: expect.stringContaining('table more is new'),
  });
  await bench.store.provision({ name: 'two', setup: setupOf('category', 'more:download-only') });
  const again = await openSqliteStore(bench.file, { now });
  onTestFinished(() => again.close());
  expect(again.scopes().map((scope) => [scope.name, scope.setup.tables.length])).toEqual([
    ['DefaultScope', 1],
    ['two', 2],
  ]);
  expect(again.scopes()[0]?.schema).toEqual(bench.scope.schema);
});

test('W-60 W-203 declared types become the wire’s, under names that a stock client accepts', async () => {
  const types = [
    ['a', 'INTEGER', 'long', 'integer'],
    ['b', 'int', 'long', 'bigint'],
    ['c', 'BIGINT', 'long', 'bigint'],
    ['d', 'smallint', 'short', 'smallint'],
    ['e', 'boolean', 'bool', 'bit'],
    ['f', 'double precision', 'double', 'real'],
    ['g', 'FLOAT', 'double', 'float'],
    ['h', 'decimal(10, 2)', 'decimal', 'decimal'],
    ['i', 'numeric', 'decimal', 'numeric'],
    ['j', 'datetime', 'datetime', 'datetime'],
    ['k', 'date', 'text', 'text'],
    ['l', 'time', 'time', 'time'],
    ['m', 'blob', 'bytes', 'blob'],
    ['n', 'varchar(25)', 'text', 'varchar'],
    ['o', 'uniqueidentifier', 'text', 'text'],
    ['p', '', 'text', 'text'],
    ['q', 'json', 'text', 'text'],
    ['r', 'tinyint', 'short', 'smallint'],
    ['s', 'datetimeoffset', 'text', 'text'],
    ['t', 'money', 'decimal', 'decimal'],
  ] as const;
  const { scope } = await storeBench(
    `create table every (id integer primary key, ${types.map(([name, type]) => `${name} ${type}`).join(', ')}, sum integer generated always as (a + 1))`,
    'every',
  );
  const columns = scope.schema.tables[0]?.columns ?? [];
  expect(columns.slice(1, -1).map((column) => [column.name, column.type, column.originalTypeName])).toEqual(
    types.map(([name, , type, stock]) => [name, type, stock]),
  );
  expect(columns.find(({ name }) => name === 'h')).toMatchObject({
    precisionSpecified: true,
    precision: 10,
    scale: 2,
    databaseType: 7,
  });
  expect(columns.find(({ name }) => name === 'n')).toMatchObject({ maxLength: 25, databaseType: 16 });
  expect(columns.at(-1)).toMatchObject({ name: 'sum', computed: true, readOnly: true });
  expect(columns[0]).toMatchObject({ name: 'id', nullable: false, autoIncrement: false });
  expect(scope.schema.tables[0]?.provider).toBe('SqliteSyncProvider, Dotmim.Sync.Sqlite.SqliteSyncProvider');
});

test('W-66 relations are foreign keys within the scope, to the table itself and over several columns as well', async () => {
  const { scope } = await storeBench(
    `create table a (x integer, y text, up integer, upy text, primary key (y, x), foreign key (upy, up) references a (y, x));
     create table b (id integer primary key autoincrement, ax integer, ay text, other integer references elsewhere (id), foreign key (ay, ax) references A);
     create table elsewhere (id integer primary key)`,
    'b',
    'a',
  );
  expect(
    scope.schema.relations.map(({ parent, parentColumns, child, childColumns }) => [
      child.name,
      childColumns,
      parent.name,
      parentColumns,
    ]),
  ).toEqual([
    ['b', ['ay', 'ax'], 'a', ['y', 'x']],
    ['a', ['upy', 'up'], 'a', ['y', 'x']],
  ]);
  expect(scope.schema.tables.map((table) => [table.name, table.key])).toEqual([
    ['b', ['id']],
    ['a', ['y', 'x']],
  ]);
  expect(scope.schema.tables[0]?.columns[0]).toMatchObject({ autoIncrement: true, seed: 1, step: 1 });
});

test('W-194 two scopes share a table’s tracking; one of them may have fewer columns', async () => {
  const bench = await storeBench(
    `create table n (id integer primary key, a text, b text not null default 'x', c text)`,
    'n',
  );
  const narrow = { name: 'n', schema: '', columns: ['id', 'a'], direction: 'both' as const };
  const slim = await bench.store.provision({ name: 'slim', setup: { ...setupOf(), tables: [narrow] } });
  await upload({ store: bench.store, scope: slim }, [part('n', 'upsert', [1, 'A'])]);
  expect(bench.other.prepare(`select id, a, b from n`).all()).toEqual([{ id: 1, a: 'A', b: 'x' }]);
  expect((await received({ ...bench, scope: slim })).upserts).toEqual({ 1: [1, 'A'] });
  expect((await received(bench)).upserts).toEqual({ 1: [1, 'A', 'x', null] });
});

test('W-157 a change in a column that no scope has is no change', async () => {
  const file = temporaryFile('hub.db');
  const db = new Sqlite(file);
  db.exec(`create table n (id integer primary key, a text, b text); insert into n values (1, 'a', 'b')`);
  const store = await openSqliteStore(file, { now });
  onTestFinished(() => store.close());
  const narrow = { name: 'n', schema: '', columns: ['id', 'a'], direction: 'both' as const };
  await store.provision({ name: 'slim', setup: { ...setupOf(), tables: [narrow] } });
  db.exec(`update n set b = 'other'`);
  expect(await store.hubTime()).toBe(0n);
  db.exec(`update n set a = 'other'`);
  expect(await store.hubTime()).toBe(1n);
  db.close();
});

test('a table that is gone is told when the hub is opened again', async () => {
  const bench = await storeBench(categorySql);
  await bench.store.close();
  bench.other.exec(`drop table category`);
  await expect(openSqliteStore(bench.file, { now })).rejects.toMatchObject({
    code: 'database-unsuitable',
    message: expect.stringContaining('category'),
  });
});
