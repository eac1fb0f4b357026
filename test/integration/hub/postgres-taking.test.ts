// Rows that need no judgement are taken by one statement; what changes while it runs is judged all the same (W-169, W-171, SF-09).

import { expect, test } from 'vitest';
import { onPostgres, openPostgres } from '../../support/postgres.ts';
import { countersOf, part, postgresBench, upload } from './bench.ts';

onPostgres('rows that need no judgement', () => {
  test('W-169 a record that another program commits while the upload waits for it is a conflict', async () => {
    const bench = await postgresBench(
      `create table t (id int primary key, v text); insert into t select i, 'old' from generate_series(1, 5) i`,
      't',
    );
    const watcher = openPostgres(bench.file);
    bench.other.exec(`begin; update t set v = 'theirs' where id = 2; delete from t where id = 3`);
    const rows = [1, 2, 3, 4].map((id) => [id, 'mine']);
    const going = upload(bench, [part('t', 'upsert', ...rows)]);
    const waiting = watcher.prepare(
      `select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    await expect.poll(() => waiting.pluck().get()).toBe(1);
    bench.other.exec('commit');
    expect(countersOf(await going)).toEqual(['t upsert: a2 rc2 f0']);
    expect(watcher.prepare('select id, v from t order by id').raw().all()).toEqual([
      [1, 'mine'],
      [2, 'theirs'],
      [4, 'mine'],
      [5, 'old'],
    ]);
    watcher.close();
  });

  test('W-171 a cell that is the same in value stays as it is stored', async () => {
    const bench = await postgresBench(
      `create table t (id int primary key, n numeric, d double precision, v text);
       insert into t values (1, 12.10, '-0', 'a'), (2, 3.0, 1, 'b')`,
      't',
    );
    const rows = [
      [1, '12.1', 0, 'x'],
      [2, '3.00', 1, 'b'],
    ];
    expect(countersOf(await upload(bench, [part('t', 'upsert', ...rows)]))).toEqual(['t upsert: a2 rc0 f0']);
    expect(bench.other.prepare('select n::text, d::text, v from t order by id').raw().all()).toEqual([
      ['12.10', '-0', 'x'],
      ['3.0', '1', 'b'],
    ]);
    expect(Object.keys(bench.entries())).toEqual(['1']);
  });

  test('W-176 parts follow each other; a refused row of one leaves the next ones as they are', async () => {
    const bench = await postgresBench(
      `create table t (id int primary key, v varchar(5)); insert into t select i, 'old' from generate_series(1, 40) i`,
      't',
    );
    const rows = (from: number, text: string): [number, string][] =>
      Array.from({ length: 10 }, (_, at) => [from + at, text]);
    const applied = await upload(bench, [
      part('t', 'upsert', ...rows(1, 'a')),
      part('t', 'delete', [40, null]),
      part('t', 'upsert', ...rows(11, 'b').with(3, [14, 'too long'])),
      part('t', 'upsert', ...rows(21, 'c').with(9, [21, 'again'])),
    ]);
    expect(countersOf(applied)).toEqual(['t upsert: a29 rc0 f1', 't delete: a1 rc0 f0']);
    expect(applied.refused.map(({ key }) => key)).toEqual([[14]]);
    const stored = bench.other.prepare('select v, count(*)::int from t group by v order by v').raw().all();
    expect(stored).toEqual([
      ['a', 10],
      ['again', 1],
      ['b', 9],
      ['c', 8],
      ['old', 11],
    ]);
  });

  test('what is new, refused, rounded or contested among the others finds its own end', async () => {
    const bench = await postgresBench(
      `create table t (id int primary key, v varchar(5) unique, at timestamp(0));
       insert into t select i, 'v' || i, '2026-01-01' from generate_series(1, 6) i`,
      't',
    );
    const watermark = await bench.store.hubTime();
    bench.other.exec(`update t set v = 'hub' where id = 4`);
    const day = '2026-01-01T00:00:00';
    const sent = [
      [1, 'one', day],
      [2, 'too long', day],
      [3, 'three', `${day}.6`],
      [4, 'four', day],
      [5, 'one', day],
      [7, 'seven', day],
    ];
    const applied = await upload(bench, [part('t', 'upsert', ...sent)], { watermark });
    expect(countersOf(applied)).toEqual(['t upsert: a3 rc1 f2']);
    expect(applied.refused.map(({ key, message }) => [key, message])).toEqual([
      [[2], 'a text is too long for its column'],
      [[5], 'another record has the same v'],
    ]);
    expect(applied.kept.map(({ key }) => key)).toEqual([[4]]);
    expect(bench.other.prepare('select id, v from t order by id').raw().all()).toEqual([
      [1, 'one'],
      [2, 'v2'],
      [3, 'three'],
      [4, 'hub'],
      [5, 'v5'],
      [6, 'v6'],
      [7, 'seven'],
    ]);
    // What was rounded comes back to its sender (W-202).
    const entries = bench.entries();
    expect([1, 3, 4, 7].map((id) => entries[id]?.owner !== null)).toEqual([true, false, false, true]);
  });
});
