// The replica's triggers, written to by a connection that knows nothing of Concord (PD-07, Decisions 1–7, W-155…W-160, W-287).

import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openReplica, type Replica } from '../../../main/replica/replica.ts';
import { provision } from '../../../main/replica/provision.ts';
import { rememberScope, saveAgreement } from '../../../main/replica/scopes.ts';
import { countWaiting, listWaiting } from '../../../main/replica/pending.ts';
import { loadTables, type TrackedTable } from '../../../main/replica/tracked-table.ts';
import { temporaryFile } from '../../support/files.ts';
import { categorySchema, scopeOf } from '../../support/schemas.ts';

interface Bench {
  readonly replica: Replica;
  readonly table: TrackedTable;
  readonly other: Sqlite.Database;
}

/** A provisioned replica with two clean rows, and another program's connection to it. `before`: what the file held. */
async function bench(extra = '', before = ''): Promise<Bench> {
  const file = temporaryFile();
  const replica = await openReplica(file, { create: true });
  await replica.write(() => {
    if (before) replica.db.exec(before);
    const scope = scopeOf(categorySchema);
    rememberScope(replica.db, { name: scope.name, hub: '', hash: '', parameters: [] });
    provision(replica.db, scope);
    saveAgreement(replica.db, {
      scope,
      hash: '',
      policy: 'server-wins',
      lastSync: 0n,
      lastHubSync: 0n,
      seal: null,
      at: new Date(0).toISOString(),
    });
    replica.db.run('update _concord_clock set applying = 1');
    replica.db.exec(
      `insert into category values ('a', null, 'Bikes', null, null, null), ('b', 'a', 'Road', 'x', null, null)`,
    );
    replica.db.run('update _concord_clock set applying = 0');
    if (extra) replica.db.exec(extra);
  });
  replica.close();
  const reopened = await openReplica(file);
  const other = new Sqlite(file);
  onTestFinished(() => {
    other.close();
    reopened.close();
  });
  const [table] = loadTables(reopened.db);
  if (!table) throw new Error('no table');
  return { replica: reopened, table, other };
}

/** A table of the owner's, whose key SQLite does not keep from being null. */
const looseTable = `create table category (category_id text primary key, parent_id text, name text, "extra note" text,
  row_guid text, modified datetime)`;

const waiting = ({ replica, table }: Bench): unknown =>
  listWaiting(replica.reader, table, { limit: 100, offset: 0 })
    .toSorted((x, y) => String(x.key['category_id']).localeCompare(String(y.key['category_id'])))
    .map((item) => ({
      key: item.key['category_id'],
      operation: item.operation,
      columns: item.columns
        .filter((entry) => item.operation === 'update' || entry.column === 'name')
        .map((entry) => [entry.column, entry.old, entry.new]),
    }));

const stamps = ({ other }: Bench): bigint[] =>
  other.prepare('select stamp from _concord_t1 order by stamp').pluck().safeIntegers().all() as bigint[];

describe('another program writes to the replica (PD-07)', () => {
  test('W-155 an insert waits as an insert; applied rows do not wait', async () => {
    const b = await bench();
    expect(countWaiting(b.replica.reader, b.table)).toEqual({ changes: 0, records: 0 });
    b.other.exec(`insert into category (category_id, name) values ('c', 'Gravel')`);
    expect(waiting(b)).toEqual([{ key: 'c', operation: 'insert', columns: [['name', undefined, 'Gravel']] }]);
  });

  test('Decisions 4 the first change of a clean row keeps the agreed version as its base', async () => {
    const b = await bench();
    b.other.exec(`update category set name = 'Cycles' where category_id = 'a'`);
    b.other.exec(`update category set name = 'Velos', "extra note" = 'n' where category_id = 'a'`);
    expect(waiting(b)).toEqual([
      {
        key: 'a',
        operation: 'update',
        columns: [
          ['name', 'Bikes', 'Velos'],
          ['extra note', null, 'n'],
        ],
      },
    ]);
    expect(countWaiting(b.replica.reader, b.table)).toEqual({ changes: 2, records: 1 });
  });

  test('W-156 a delete waits with its base', async () => {
    const b = await bench();
    b.other.exec(`delete from category where category_id = 'b'`);
    expect(waiting(b)).toEqual([{ key: 'b', operation: 'delete', columns: [['name', 'Road', undefined]] }]);
  });

  test('W-157 an update that changes nothing is no change', async () => {
    const b = await bench();
    b.other.exec(`update category set name = name, "extra note" = null where category_id = 'a'`);
    expect(waiting(b)).toEqual([]);
  });

  test('W-158 L27 a changed key is a delete and an insert', async () => {
    const b = await bench();
    b.other.exec(`update category set category_id = 'z' where category_id = 'b'`);
    expect(waiting(b)).toEqual([
      { key: 'b', operation: 'delete', columns: [['name', 'Road', undefined]] },
      { key: 'z', operation: 'insert', columns: [['name', undefined, 'Road']] },
    ]);
  });

  test('Decisions 7 back at the base and never offered: nothing waits', async () => {
    const b = await bench();
    b.other.exec(`update category set name = 'Cycles' where category_id = 'a'`);
    b.other.exec(`update category set name = 'Bikes' where category_id = 'a'`);
    expect(waiting(b)).toEqual([]);
    expect(b.other.prepare('select count(*) from _concord_b1').pluck().get()).toBe(0);
    b.other.exec(`delete from category where category_id = 'b'`);
    b.other.exec(`insert into category values ('b', 'a', 'Road', 'x', null, null)`);
    expect(waiting(b)).toEqual([]);
  });

  test('Decisions 7 back at the base after it was offered: it goes again', async () => {
    const b = await bench();
    b.other.exec(`update category set name = 'Cycles' where category_id = 'a'`);
    b.other.exec(`update _concord_clock set stamp = stamp + 1; update _concord_clock set offered = stamp`);
    b.other.exec(`update category set name = 'Bikes' where category_id = 'a'`);
    expect(waiting(b)).toEqual([{ key: 'a', operation: 'update', columns: [] }]);
    expect(countWaiting(b.replica.reader, b.table)).toEqual({ changes: 1, records: 1 });
    expect(b.other.prepare('select k0, gone, c2 from _concord_i1').get()).toEqual({ k0: 'a', gone: 0, c2: 'Cycles' });
  });

  test('W-162 L16 L17 L19 stamps grow with each write, whatever the clock says', async () => {
    const b = await bench();
    b.other.exec(`update _concord_clock set stamp = 99991231235959000`);
    for (let i = 0; i < 5; i++) b.other.exec(`insert into category (category_id, name) values ('n${i}', 'N')`);
    const seen = stamps(b);
    expect(seen.length).toBe(5);
    expect(new Set(seen).size).toBe(5);
    expect(seen[0]).toBe(99991231235959001n);
  });

  test('L29 W-287 a REPLACE on the key is an update with its base; an equal one is no change', async () => {
    const b = await bench();
    b.other.exec(`insert or replace into category values ('a', null, 'Replaced', null, null, null)`);
    expect(waiting(b)).toEqual([{ key: 'a', operation: 'update', columns: [['name', 'Bikes', 'Replaced']] }]);
    b.other.exec(`insert or replace into category values ('b', 'a', 'Road', 'x', null, null)`);
    expect(waiting(b)).toHaveLength(1);
  });

  test('L29 W-287 a REPLACE that removes another row by a unique index leaves a tombstone', async () => {
    const b = await bench(`create unique index category_name on category (name)`);
    b.other.exec(`insert or replace into category (category_id, name) values ('new', 'Road')`);
    expect(waiting(b)).toEqual([
      { key: 'b', operation: 'delete', columns: [['name', 'Road', undefined]] },
      { key: 'new', operation: 'insert', columns: [['name', undefined, 'Road']] },
    ]);
  });

  test('W-287 a REPLACE that removes a row without a key is the owner’s own matter and fails nobody', async () => {
    const b = await bench(`create unique index category_name on category (name)`, looseTable);
    b.other.exec(`insert into category (category_id, name) values (null, 'Nameless')`);
    b.other.exec(`insert or replace into category (category_id, name) values ('new', 'Nameless')`);
    expect(waiting(b)).toEqual([{ key: 'new', operation: 'insert', columns: [['name', undefined, 'Nameless']] }]);
  });

  test('L29 UPDATE OR REPLACE that removes another row by a unique index leaves a tombstone', async () => {
    const b = await bench(`create unique index category_name on category (name)`);
    b.other.exec(`update or replace category set name = 'Road' where category_id = 'a'`);
    expect(waiting(b)).toEqual([
      { key: 'a', operation: 'update', columns: [['name', 'Bikes', 'Road']] },
      { key: 'b', operation: 'delete', columns: [['name', 'Road', undefined]] },
    ]);
  });

  test('UPDATE OR REPLACE onto another row’s key: the old key is deleted, the other row updated with its base', async () => {
    const b = await bench();
    b.other.exec(`pragma foreign_keys = off; update or replace category set category_id = 'a' where category_id = 'b'`);
    expect(waiting(b)).toEqual([
      {
        key: 'a',
        operation: 'update',
        columns: [
          ['parent_id', null, 'a'],
          ['name', 'Bikes', 'Road'],
          ['extra note', null, 'x'],
        ],
      },
      { key: 'b', operation: 'delete', columns: [['name', 'Road', undefined]] },
    ]);
  });

  test('an upsert and an ignored insert by another program keep the base right', async () => {
    const b = await bench();
    b.other.exec(`insert or ignore into category (category_id, name) values ('a', 'Ignored')`);
    expect(waiting(b)).toEqual([]);
    b.other.exec(
      `insert into category (category_id, name) values ('a', 'Upserted') on conflict (category_id) do update set name = excluded.name`,
    );
    expect(waiting(b)).toEqual([{ key: 'a', operation: 'update', columns: [['name', 'Bikes', 'Upserted']] }]);
  });

  test('W-205 a row whose key is null is the program’s own affair', async () => {
    const b = await bench('', looseTable);
    b.other.exec(`insert into category (category_id, name) values (null, 'Nameless')`);
    b.other.exec(`update category set name = 'Still' where category_id is null`);
    b.other.exec(`delete from category where category_id is null`);
    expect(waiting(b)).toEqual([]);
  });

  test('a rolled back write leaves nothing', async () => {
    const b = await bench();
    b.other.exec(`begin; update category set name = 'Gone' where category_id = 'a'; rollback`);
    expect(waiting(b)).toEqual([]);
  });
});
