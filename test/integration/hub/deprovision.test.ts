// A hub's database becomes a plain one again, on both stores (V6, W-208).

import { describe, expect, onTestFinished, test } from 'vitest';
import { makeSnapshot } from '../../../main/hub/snapshots.ts';
import { isPostgresUrl } from '../../../main/hub/stores/postgres/connection.ts';
import { openPostgresStore } from '../../../main/hub/stores/postgres/postgres-store.ts';
import { openSqliteStore } from '../../../main/hub/stores/sqlite/sqlite-store.ts';
import { ann, part, received, setupOf, stores, upload } from './bench.ts';

const sql = `create table category (category_id varchar(12) primary key, name text);
  insert into category values ('R', 'Start')`;

describe.each(stores)('%s', (_, makeBench) => {
  test('V6 W-208 nothing of Concord’s stays, every row does; the same scope can be made again', async () => {
    const bench = await makeBench(sql, 'category');
    const { store, other } = bench;
    await upload(bench, [part('category', 'upsert', ['S', 'new'])], { sender: ann });
    await makeSnapshot(store, { scope: 'DefaultScope', parameters: [], batchKb: 100, by: null });
    await store.deprovision();
    const isPostgres = isPostgresUrl(bench.file);
    expect(own(isPostgres, other)).toEqual([]);
    other.exec(`update category set name = 'later' where category_id = 'R'`);
    expect(other.prepare('select name from category order by category_id').pluck().all()).toEqual(['later', 'new']);
    const again = await (isPostgres ? openPostgresStore : openSqliteStore)(bench.file, { now: () => bench.now.at });
    onTestFinished(() => again.close());
    expect([again.id(), await again.clients(), await again.snapshots.list()]).toEqual([null, [], []]);
    const scope = await again.provision({ name: 'DefaultScope', setup: setupOf('category') });
    const all = await received({ ...bench, store: again, scope }, { after: null, everything: true });
    expect(Object.keys(all.upserts).toSorted()).toEqual(['R', 'S']);
  });
});

type Bench = Awaited<ReturnType<(typeof stores)[number][1]>>;

/** What of Concord's is in the database. */
function own(isPostgres: boolean, other: Bench['other']): unknown[] {
  const text = isPostgres
    ? `select tgname from pg_trigger where tgname like '\\_concord%' union all select nspname::text from pg_namespace where nspname = '_concord'`
    : `select name from sqlite_schema where name glob '_concord_*'`;
  return other.prepare(text).pluck().all();
}
