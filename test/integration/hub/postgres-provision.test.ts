// Scopes over a PostgreSQL database: what is served, what is refused in words, and that a refusal changes nothing (W-60…W-66,
// W-205, W-279); and a database that cannot be reached.

import { expect, test } from 'vitest';
import { openPostgresStore } from '../../../main/hub/stores/postgres/postgres-store.ts';
import { onPostgres } from '../../support/postgres.ts';
import { postgresBench, received, setupOf } from './bench.ts';

const now = (): Date => new Date('2026-03-01T08:00:00Z');

const tables = `create table good (id int primary key); create table heap (a int); create view seen as select 1 as x;
  create table parts (id int primary key) partition by range (id); create table cash (id int primary key, price money);
  create type pair as (a int, b int); create table paired (id int primary key, duo pair);
  create table secret (id int primary key); create table ruled (id int primary key);
  create rule none as on insert to ruled do instead nothing`;

onPostgres('scopes on PostgreSQL', () => {
  test.each([
    ['a missing table', 'nothing', 'there is no table nothing'],
    ['a table without a primary key', 'heap', 'the table heap has no primary key'],
    ['a view', 'seen', 'only a view'],
    ['a partitioned table', 'parts', 'is partitioned'],
    ['a column of money', 'cash', 'the column price of cash is of type money'],
    ['a composite column', 'paired', 'the column duo of paired is of the composite type'],
    ['a table with rewrite rules', 'ruled', 'has rewrite rules'],
  ])('W-205 %s is refused in words and nothing is changed', async (_what, name, words) => {
    const bench = await postgresBench(tables, 'good');
    const before = bench.other.prepare('select count(*) from pg_class').pluck().get();
    await expect(bench.store.provision({ name: 'S', setup: setupOf(name) })).rejects.toMatchObject({
      code: 'database-unsuitable',
      message: expect.stringContaining(words),
    });
    expect(bench.other.prepare('select count(*) from pg_class').pluck().get()).toBe(before);
  });

  test('a database that a stock server has set up is refused with what was found and what to do, and is left as it was', async () => {
    const bench = await postgresBench(tables, 'good');
    bench.other
      .exec(`create table public.scope_info (sync_scope_name text primary key, sync_scope_schema text, sync_scope_setup text);
      create table scope_info_client (sync_scope_id uuid, sync_scope_name text, sync_scope_hash text,
        scope_last_server_sync_timestamp int8, scope_last_sync timestamptz);
      create table item_tracking (id int primary key, update_scope_id uuid, timestamp int8, sync_row_is_tombstone smallint);
      insert into scope_info values ('DefaultScope', '{}', '{}'), ('staff', '{}', '{}');
      insert into scope_info_client select gen_random_uuid(), 'DefaultScope', 'none', i, '2026-02-28 10:00+02' from generate_series(1, 3) i`);
    const before = bench.other.prepare('select count(*) from pg_class').pluck().get();
    await expect(bench.store.provision({ name: 'S', setup: setupOf('secret') })).rejects.toMatchObject({
      code: 'database-unsuitable',
      message: expect.stringMatching(
        /^The hub cannot serve this database: a Dotmim\.Sync server has set it up already \(its table public\.scope_info; 2 scopes \(DefaultScope, staff\); 1 tracking table \(public\.item_tracking\); 3 clients, the last one in step at 2026-02-28 08:00 UTC\)\. .*committed late.*Either keep that server.*DropAllAsync/,
      ),
    });
    expect(bench.other.prepare('select count(*) from pg_class').pluck().get()).toBe(before);
  });

  test('W-66 W-279 several schemas, enums, arrays, domains and what a column is made from travel or stay by their rule', async () => {
    const bench = await postgresBench(
      `create schema sales; create type mood as enum ('sad', 'happy'); create domain rate as numeric(28, 10);
       create table customer (id uuid primary key, name varchar(20));
       create table sales.customer (id int generated always as identity primary key, who uuid references public.customer,
         m mood, tags text[], r rate, twice int generated always as (1 + 1) stored);
       insert into customer values ('00000000-0000-0000-0000-00000000000a', 'Ann');
       insert into sales.customer (who, m, tags, r) values ('00000000-0000-0000-0000-00000000000a', 'happy', '{a,"b c"}', 12.10)`,
      'customer',
    );
    const setup = {
      ...setupOf(),
      tables: ['', 'sales'].map((schema) => ({ name: 'customer', schema, columns: [], direction: 'both' as const })),
    };
    const scope = await bench.store.provision({ name: 'both', setup });
    expect(scope.schema.relations).toMatchObject([
      { child: { name: 'customer', schema: 'sales' }, parent: { name: 'customer', schema: '' } },
    ]);
    expect(scope.schema.tables[1]?.columns.map(({ name, type, computed }) => [name, type, computed])).toEqual([
      ['id', 'int', false],
      ['who', 'guid', false],
      ['m', 'text', false],
      ['tags', 'text', false],
      ['r', 'decimal', false],
      ['twice', 'int', true],
    ]);
    const { upserts } = await received({ ...bench, scope }, { after: null, everything: true });
    expect(upserts['1']).toEqual([1, '00000000-0000-0000-0000-00000000000a', 'happy', '{a,"b c"}', '12.1000000000']);
  });

  test('a database that cannot be reached is told without its password', async () => {
    const opened = openPostgresStore('postgres://ann:s3cret@127.0.0.1:9/office', { now });
    await expect(opened).rejects.toMatchObject({
      code: 'database-unreachable',
      message: expect.not.stringContaining('s3cret'),
    });
  });
});
