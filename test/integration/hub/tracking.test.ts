// The hub's triggers, written to by programs that know nothing of Concord (Decisions 1, 3; W-155…W-158, W-287, L27, L29).

import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { categorySql, storeBench, type StoreBench } from './bench.ts';

const rows = `insert into category (category_id, name) values ('a', 'A'), ('b', 'B')`;

/** Runs SQL as another connection, or as the sqlite3 shell. */
const writers: [string, (bench: StoreBench, sql: string) => void][] = [
  ['a second connection', ({ other }, sql) => void other.exec(sql)],
];
const shell = 'sqlite3';
if (spawnSync(shell, ['--version']).status === 0) {
  writers.push(['the sqlite3 shell', ({ file }, sql) => void execFileSync(shell, [file, sql])]);
}

describe.each(writers)('written to by %s', (_name, write) => {
  test('W-155 W-156 an insert, an update and a delete make entries with rising stamps and no owner', async () => {
    const bench = await storeBench(categorySql + rows);
    expect(bench.entries()).toEqual({});
    write(bench, `insert into category (category_id, name) values ('c', 'C')`);
    write(bench, `update category set name = 'A2' where category_id = 'a'`);
    write(bench, `delete from category where category_id = 'b'`);
    expect(bench.entries()).toEqual({
      c: { owner: null, stamp: 1, born: 1, gone: 0 },
      a: { owner: null, stamp: 2, born: 0, gone: 0 },
      b: { owner: null, stamp: 3, born: 0, gone: 1 },
    });
    expect(await bench.store.hubTime()).toBe(3n);
  });

  test('W-157 an update that changes no synchronised column is no change', async () => {
    const bench = await storeBench(categorySql + rows);
    write(bench, `update category set name = name, "extra note" = null`);
    expect(bench.entries()).toEqual({});
    write(bench, `update category set name = 'a' where category_id = 'a'`);
    expect(Object.keys(bench.entries())).toEqual(['a']);
  });

  test('L27 a changed key is a delete and an insert', async () => {
    const bench = await storeBench(categorySql + rows);
    write(bench, `update category set category_id = 'z', name = 'Z' where category_id = 'a'`);
    const { a, z } = bench.entries();
    expect(a).toMatchObject({ gone: 1, owner: null });
    expect(z).toMatchObject({ gone: 0, owner: null, born: z?.stamp });
  });

  test('W-287 L29 a REPLACE tells what it overwrote and what it removed under another key', async () => {
    const bench = await storeBench(categorySql + rows);
    write(bench, `insert or replace into category (category_id, name) values ('a', 'A again')`);
    write(bench, `insert or replace into category (category_id, name) values ('c', 'B')`);
    const { a, b, c } = bench.entries();
    expect([a?.gone, b?.gone, c?.gone]).toEqual([0, 1, 0]);
    write(bench, `update or replace category set name = 'B' where category_id = 'a'`);
    expect(bench.entries()).toMatchObject({ a: { gone: 0 }, c: { gone: 1 } });
  });
});

describe('tracking', () => {
  test('Decisions 17 a row that comes back is born anew; a REPLACE of a tracked row is not', async () => {
    const bench = await storeBench(categorySql);
    bench.other.exec(`insert into category (category_id, name) values ('a', 'A')`);
    bench.other.exec(`insert or replace into category (category_id, name) values ('a', 'A2')`);
    expect(bench.entries()['a']).toMatchObject({ stamp: 2, born: 1 });
    bench.other.exec(`delete from category; insert into category (category_id, name) values ('a', 'A3')`);
    expect(bench.entries()['a']).toMatchObject({ stamp: 4, born: 4, gone: 0 });
  });

  test('W-205 a null in a key never breaks a statement, nor a REPLACE of such a row', async () => {
    const bench = await storeBench(`create table odd (a int, b text unique, primary key (a))`, 'odd');
    bench.other.exec(`insert into odd values (null, 'x'), (1, 'y')`);
    bench.other.exec(`insert or replace into odd values (null, 'y'), (2, 'x')`);
    bench.other.exec(
      `update odd set a = 7 where b = 'y'; update odd set a = null where a = 2; delete from odd where a is null`,
    );
    expect(bench.entries()).toMatchObject({ 1: { gone: 1 }, 2: { gone: 1 }, 7: { gone: 0 } });
  });

  test('L28 a delete without a condition leaves a tombstone for every row', async () => {
    const bench = await storeBench(categorySql + rows);
    bench.other.exec(`delete from category`);
    expect(bench.entries()).toMatchObject({ a: { gone: 1 }, b: { gone: 1 } });
  });

  test('W-287 b a REPLACE with recursive triggers on, an upsert and an ignored insert are seen once', async () => {
    const bench = await storeBench(categorySql + rows);
    bench.other.pragma('recursive_triggers = on');
    bench.other.exec(`insert or replace into category (category_id, name) values ('c', 'A')`);
    expect(bench.entries()).toMatchObject({ a: { gone: 1 }, c: { gone: 0 } });
    bench.other.exec(`insert or ignore into category (category_id, name) values ('d', 'B')`);
    expect(bench.entries()['d']).toBeUndefined();
    bench.other.exec(
      `insert into category (category_id, name) values ('b', 'B2') on conflict (category_id) do update set name = excluded.name`,
    );
    expect(bench.entries()['b']).toMatchObject({ gone: 0, born: 0 });
  });

  test('keys compare as in the table: without case where it says so, with it elsewhere (L26)', async () => {
    const bench = await storeBench(
      `create table loose (id text collate nocase primary key, v text); create table exact (id text primary key, v text);
       insert into loose values ('abc', '1'); insert into exact values ('abc', '1'), ('ABC', '2')`,
      'loose',
      'exact',
    );
    bench.other.exec(`update loose set id = 'ABC'; update exact set v = '3' where id = 'ABC'`);
    expect(bench.entries(1)).toEqual({ ABC: { owner: null, stamp: 1, born: 0, gone: 0 } });
    expect(Object.keys(bench.entries(2))).toEqual(['ABC']);
  });

  test('names may hold spaces, quotes, dots, reserved words and any letter', async () => {
    const bench = await storeBench(
      `create table "odd ""na.me' [x]" ("select" integer, "Größe ""ü""" text, "a.b" blob, primary key ("select", "Größe ""ü"""));
       create table "order" ("group" integer primary key, "where" text)`,
      `odd "na.me' [x]`,
      'order',
    );
    bench.other.exec(`insert into "odd ""na.me' [x]" values (1, 'x', null); insert into "order" values (5, 'here')`);
    expect(bench.entries(1)).toMatchObject({ 1: { gone: 0 } });
    bench.other.exec(`update "order" set "where" = 'there'; delete from "odd ""na.me' [x]"`);
    expect(bench.entries(1)).toMatchObject({ 1: { gone: 1 } });
    expect(bench.entries(2)).toMatchObject({ 5: { gone: 0, stamp: 3 } });
  });

  test('W-287 a unique index made or dropped meanwhile is taken in with the next write', async () => {
    const bench = await storeBench(
      `create table t (id integer primary key, code text); insert into t values (1, 'x'), (2, 'y')`,
      't',
    );
    bench.other.exec(`create unique index t_code on t (code)`);
    await bench.store.forgetApplied('any');
    bench.other.exec(`insert or replace into t values (3, 'x')`);
    expect(bench.entries()).toMatchObject({ 1: { gone: 1 }, 3: { gone: 0 } });
    bench.other.exec(`drop index t_code`);
    await bench.store.forgetApplied('any');
    const left = bench.other.prepare(`select count(*) from sqlite_schema where type = 'trigger'`).pluck().get();
    expect(left).toBe(5);
  });
});
