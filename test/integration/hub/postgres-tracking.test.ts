// A PostgreSQL hub's tracking, written to by programs that know nothing of Concord, several of them at once (W-114, W-155…W-158,
// W-163, L2, L3, L28).

import { expect, test } from 'vitest';
import { onPostgres, openPostgres } from '../../support/postgres.ts';
import { ann, bob, categorySql, countersOf, part, postgresBench, received, upload, type StoreBench } from './bench.ts';

const rows = `insert into category (category_id, name) values ('a', 'A'), ('b', 'B')`;
const tracked = (bench: StoreBench): unknown =>
  Object.entries(bench.entries()).map(([key, { owner, gone }]) => [key, owner, gone]);

onPostgres('tracking on PostgreSQL', () => {
  test('W-155 W-156 L28 statements of every kind are seen, a TRUNCATE too', async () => {
    const bench = await postgresBench(categorySql + rows);
    const { other } = bench;
    other.exec(`insert into category (category_id, name) values ('c', 'C'), ('d', 'D') on conflict do nothing`);
    other.exec(
      `insert into category (category_id, name) values ('a', 'A') on conflict (category_id) do update set name = 'A2'`,
    );
    other.exec(`with gone as (delete from category where category_id = 'b' returning *)
      insert into category (category_id, name) select 'e', name from gone`);
    expect(tracked(bench)).toEqual(
      expect.arrayContaining([
        ['c', null, 0],
        ['d', null, 0],
        ['a', null, 0],
        ['b', null, 1],
        ['e', null, 0],
      ]),
    );
    other.exec(`truncate category`);
    expect(Object.values(bench.entries()).map(({ gone }) => gone)).toEqual([1, 1, 1, 1, 1]);
    const { deletes } = await received(bench);
    expect(new Set(deletes)).toEqual(new Set(['a', 'b', 'c', 'd', 'e']));
  });

  test('W-157 an update that leaves every synchronised cell as it was is no change; another scale of a number is one', async () => {
    const bench = await postgresBench(
      `create table t (id int primary key, n numeric, j json); insert into t values (1, 12.10, '{}')`,
      't',
    );
    bench.other.exec(`update t set n = n, j = j; update t set n = 12.10; delete from t where id = 7`);
    expect([bench.entries(), await bench.store.hubTime()]).toEqual([{}, 0n]);
    bench.other.exec(`update t set n = 12.1`);
    expect((await received(bench)).upserts['1']).toEqual([1, '12.1', '{}']);
  });

  test('L27 keys that change, also where they change places', async () => {
    const bench = await postgresBench(
      `create table t (id int primary key, v text); insert into t values (1, 'one'), (2, 'two'), (3, 'x')`,
      't',
    );
    bench.other.exec(`alter table t drop constraint t_pkey, add primary key (id) deferrable`);
    bench.other.exec(`update t set id = case id when 1 then 2 when 2 then 1 else 30 end`);
    const { upserts, deletes } = await received(bench);
    expect([upserts, deletes]).toEqual([{ 1: [1, 'two'], 2: [2, 'one'], 30: [30, 'x'] }, [3]]);
  });

  test('a program without any right to Concord’s tables, and a session that plays a replica’s part, are seen as well', async () => {
    const bench = await postgresBench(categorySql + rows);
    const role = `clerk_${bench.file.slice(-12)}`;
    bench.other.exec(`create role ${role}; grant select, insert, update, delete on category to ${role}`);
    bench.other.exec(`set role ${role}; insert into category (category_id, name) values ('c', 'C'); reset role`);
    bench.other.exec(
      `set session_replication_role = replica; delete from category where category_id = 'a'; reset session_replication_role`,
    );
    expect(tracked(bench)).toEqual([
      ['c', null, 0],
      ['a', null, 1],
    ]);
    bench.other.exec(`drop owned by ${role}; drop role ${role}`);
  });

  test('what is rolled back leaves nothing, a savepoint of it neither', async () => {
    const bench = await postgresBench(categorySql + rows);
    bench.other.exec(`begin; update category set name = name || '!'; rollback`);
    expect([bench.entries(), await bench.store.hubTime()]).toEqual([{}, 0n]);
    bench.other.exec(`begin; savepoint s; update category set name = 'X' where category_id = 'a'; rollback to s;
      update category set name = 'Y' where category_id = 'b'; commit`);
    expect(tracked(bench)).toEqual([['b', null, 0]]);
    expect(Object.keys((await received(bench)).upserts)).toEqual(['b']);
  });

  test('names may hold spaces, quotes, dots, reserved words and any letter', async () => {
    const bench = await postgresBench(
      `create table "my ""odd"".table" ("select" int, "größe %s $1" text, "a.b" text, primary key ("select", "a.b"))`,
      'my "odd".table',
    );
    bench.other.exec(`insert into "my ""odd"".table" values (1, 'x', 'k')`);
    expect((await received(bench)).upserts).toEqual({ 1: [1, 'x', 'k'] });
    await upload(bench, [part('my "odd".table', 'upsert', [1, 'y', 'k'], [2, 'z', 'l'])]);
    await upload(bench, [part('my "odd".table', 'delete', [2, null, 'l'])]);
    expect(bench.other.prepare(`select * from "my ""odd"".table"`).raw().all()).toEqual([[1, 'y', 'k']]);
  });

  test('an update of a hundred thousand rows takes its time once, not for each row', async () => {
    const bench = await postgresBench(
      `create table t (id int primary key, v int); insert into t select i, 0 from generate_series(1, 100000) i`,
      't',
    );
    bench.other.exec('update t set v = 1');
    const counted = await bench.store.estimate({
      scope: bench.scope,
      clientId: 'c',
      after: 0n,
      everything: false,
      parameters: [],
      hash: '',
    });
    expect(counted.counts).toMatchObject([{ upserts: 100_000, deletes: 0 }]);
  });

  test('triggers that somebody dropped or switched off are put back with the next session', async () => {
    const bench = await postgresBench(categorySql + rows);
    bench.other.exec(`drop trigger _concord_update on category; alter table category disable trigger all`);
    await received(bench);
    bench.other.exec(`update category set name = 'A2' where category_id = 'a'`);
    expect(tracked(bench)).toEqual([['a', null, 0]]);
  });
});

onPostgres('hub time on PostgreSQL with writers side by side (SPEC.md)', () => {
  test('W-114 W-163 L2 L3 a row that is committed late is sent to a client that has heard of later ones', async () => {
    const bench = await postgresBench(categorySql + rows);
    const slow = openPostgres(bench.file);
    slow.exec(
      `begin; insert into category (category_id, name) values ('slow', 'Slow'); update category set name = 'A2' where category_id = 'a'`,
    );
    bench.other.exec(`insert into category (category_id, name) values ('fast', 'Fast')`);
    const first = await received(bench, { clientId: bob.id });
    expect(Object.keys(first.upserts)).toEqual(['fast']);
    slow.exec('commit');
    slow.close();
    const second = await received(bench, { clientId: bob.id, after: first.hubTime });
    expect(Object.keys(second.upserts).toSorted()).toEqual(['a', 'slow']);
    expect(second.hubTime).toBeGreaterThan(first.hubTime);
    expect((await received(bench, { clientId: bob.id, after: second.hubTime })).upserts).toEqual({});
  });

  test('W-169 a change that was committed late is a conflict for a client that has heard of later ones', async () => {
    const bench = await postgresBench(categorySql + rows);
    const slow = openPostgres(bench.file);
    slow.exec(`begin; update category set name = 'Slow' where category_id = 'a'`);
    bench.other.exec(`insert into category (category_id, name) values ('fast', 'Fast')`);
    const { hubTime } = await received(bench, { clientId: ann.id });
    const applying = upload(bench, [part('category', 'upsert', ['a', null, 'Mine', null, null])], {
      watermark: hubTime,
    });
    // The apply waits for the row that the other transaction holds.
    await expect.poll(() => waiting(bench)).toBe(1);
    slow.exec('commit');
    slow.close();
    expect(countersOf(await applying)).toEqual(['category upsert: a0 rc1 f0']);
    expect(bench.other.prepare(`select name from category where category_id = 'a'`).pluck().get()).toBe('Slow');
  });

  test('W-114 sessions and writers all at once: whoever follows hub time misses nothing', async () => {
    const bench = await postgresBench(`create table t (id int primary key, v int)`, 't');
    const writers = Array.from({ length: 4 }, () => openPostgres(bench.file));
    const seen = new Set<number>();
    let after = 0n;
    for (let round = 0; round < 15; round++) {
      // Each writer's transaction stays open over the next selection of some other round.
      writers[round % 4]?.exec(`begin; insert into t values (${round}, 0)`);
      const ending = writers[(round + 1) % 4];
      if (round >= 3) ending?.exec('commit');
      const [now, meanwhile] = await Promise.all([received(bench, { after }), received(bench, { after })]);
      for (const key of Object.keys(now.upserts)) seen.add(Number(key));
      expect(meanwhile.hubTime - now.hubTime).toBeLessThanOrEqual(0n);
      after = now.hubTime;
    }
    for (const writer of writers) {
      writer.exec('commit');
      writer.close();
    }
    for (const key of Object.keys((await received(bench, { after })).upserts)) seen.add(Number(key));
    expect([...seen].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, i) => i));
  });
});

function waiting({ other }: StoreBench): number {
  const sql = `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return Number(other.prepare(sql).pluck().get());
}
