// Where stock peers lose data (CONFORMANCE 21), with Concord at this end: nothing is lost, whoever is at the other. What
// other suites prove stands there: L1 errors-hub, upload-repeats · L4 L16 L17 L19 L35 conflict-gaps · L8 scopes ·
// L9 L34 rereads · L24 recorded-types, hub/apply.

import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { countNotAdopted } from '../../main/replica/pending.ts';
import { categoryScene, insert, nameIn, openEntries, remove, rename, type CategoryScene } from '../support/category.ts';
import { Cut, withMoments, type Moment } from '../support/moments.ts';
import { setStage, type Stage, type StageReplica, type SyncOptions } from '../support/stage.ts';

/** What the hub shows itself as; a stock one does not tell what it kept. */
const hubs = [
  ['a Concord hub', { concord: true }],
  ['a hub that shows itself as stock', { concord: false }],
] as const;

describe.each(hubs)('with %s', (_, { concord }) => {
  const scene = (synced: string): Promise<CategoryScene> => categoryScene({ binding: 'in process', concord }, synced);

  test('L5 a program reads from the file for as long as the download commits: the hub’s changes arrive', async () => {
    const { stage, a } = await scene(insert('R', 'Start'));
    stage.hubDb.exec(rename('R', 'HUB') + insert('S', 'new'));
    const reading = a.db.prepare('select * from category').iterate();
    reading.next();
    expect(await a.counts()).toMatchObject({ D: 2, AC: 2, RC: 0 });
    reading.return?.();
    expect([nameIn(a, 'R'), nameIn(a, 'S')]).toEqual(['HUB', 'new']);
  });

  test('L7 a first session fails late: there is no table yet to type into', async () => {
    const { stage } = await scene(insert('R', 'Start'));
    const late = await stage.replica('E');
    await expect(late.sync(cutAt({ name: 'read', when: 'after' }))).rejects.toBeInstanceOf(Cut);
    expect(() => late.db.exec(insert('typed', 'mine'))).toThrow('no such table');
    await late.sync();
    late.db.exec(insert('typed', 'mine'));
    expect(await late.counts()).toMatchObject({ U: 1, AS: 1 });
  });

  test('L7 a row that is typed while the first session fails, into tables that were there, is offered', async () => {
    const { stage } = await scene(insert('R', 'Start'));
    const late = await stage.replica('E', (file) => {
      const db = new Sqlite(file);
      db.exec(String(stage.hubDb.prepare(`select sql from sqlite_schema where name = 'category'`).pluck().get()));
      db.close();
    });
    await expect(late.sync(cutAt({ name: 'complete', when: 'after' }))).rejects.toBeInstanceOf(Cut);
    late.db.exec(insert('typed', 'mine'));
    await late.sync();
    const [table] = late.replica.tables().values();
    expect(table && countNotAdopted(late.replica.reader, table)).toBe(1);
    expect(await late.replica.adopt()).toBe(1);
    expect(await late.counts()).toMatchObject({ U: 1, AS: 1 });
    expect(nameIn(stage, 'typed')).toBe('mine');
  });

  test.each([
    ['both change', rename('R', 'HUB'), rename('R', 'REP'), { mine: { name: 'REP' }, theirs: { name: 'HUB' } }, 'REP'],
    ['changed here, deleted there', remove('R'), rename('R', 'REP'), { mine: { name: 'REP' }, theirs: null }, 'REP'],
    ['deleted here, changed there', rename('R', 'HUB'), remove('R'), { mine: null, theirs: { name: 'HUB' } }, '-'],
  ])('L12 %s: my values wait in the inbox, and mine can still be kept', async (_name, there, here, versions, kept) => {
    const { stage, a, b } = await scene(insert('R', 'Start'));
    stage.hubDb.exec(there);
    a.db.exec(here);
    await a.sync();
    expect(nameIn(a, 'R')).toBe(nameIn(stage, 'R'));
    expect(openEntries(a)).toMatchObject([{ versions: { base: { name: 'Start' }, ...versions } }]);
    await keepMine(a);
    await a.sync();
    await b.sync();
    expect([nameIn(stage, 'R'), nameIn(a, 'R'), nameIn(b, 'R')]).toEqual([kept, kept, kept]);
  });

  test.each([
    ['a clean row', ''],
    ['a row that this session sent', rename('R', 'sent')],
  ])('L18 W-233 %s is changed between selection and apply, and on the hub too: it is parked', async (_name, before) => {
    const { stage, a } = await scene(insert('R', 'Start'));
    a.db.exec(before);
    let isTyped = false;
    const type = ({ name, when }: Moment): void => {
      if (name === 'changes' && when === 'before' && before === '') stage.hubDb.exec(rename('R', 'HUB'));
      if (name !== 'complete' || when !== 'before') return;
      isTyped = true;
      a.db.exec(rename('R', 'typed'));
    };
    await a.sync({ remote: (remote) => withMoments(remote, type) });
    expect(isTyped).toBe(true);
    if (before !== '') {
      stage.hubDb.exec(rename('R', 'HUB'));
      await a.sync();
    }
    expect(nameIn(a, 'R')).toBe('HUB');
    expect(openEntries(a)).toMatchObject([
      {
        versions: {
          base: { name: before === '' ? 'Start' : 'sent' },
          mine: { name: 'typed' },
          theirs: { name: 'HUB' },
        },
      },
    ]);
    expect(nameIn(stage, 'R')).toBe('HUB');
    await keepMine(a);
    await a.sync();
    expect(nameIn(stage, 'R')).toBe('typed');
  });

  test('L26 keys that differ in case alone are two records here too', async () => {
    const { stage, a, b } = await scene(insert('abc', 'small') + insert('ABC', 'great'));
    expect([nameIn(a, 'abc'), nameIn(a, 'ABC')]).toEqual(['small', 'great']);
    a.db.exec(rename('abc', 'REP'));
    await a.sync();
    expect([nameIn(stage, 'abc'), nameIn(stage, 'ABC')]).toEqual(['REP', 'great']);
    stage.hubDb.exec(remove('ABC'));
    await a.sync();
    await b.sync();
    expect([nameIn(a, 'abc'), nameIn(a, 'ABC'), nameIn(b, 'abc'), nameIn(b, 'ABC')]).toEqual(['REP', '-', 'REP', '-']);
  });
});

describe.each(hubs)('rows that stand in each other’s way, with %s', (_, { concord }) => {
  const schema = `create table item (id integer primary key, code text unique, title text);
    insert into item values (1, 'a', 'one'), (2, 'b', 'two'), (3, 'c', 'three')`;

  async function items(): Promise<{ stage: Stage; a: StageReplica; b: StageReplica }> {
    const stage = await setStage({ binding: 'in process', schema, tables: ['item'], concord });
    return { stage, a: await withOwnIndex(stage, 'A'), b: await withOwnIndex(stage, 'B') };
  }

  /** Unique indexes do not travel; whose application has one makes it (W-287). */
  async function withOwnIndex(stage: Stage, name: string): Promise<StageReplica> {
    const replica = await stage.replica(name);
    await replica.sync();
    replica.db.exec(`create unique index own_code on item (code)`);
    replica.replica.close();
    return stage.replica(name);
  }

  test('L27 a primary key is changed on either side: the old one is gone everywhere, no session is stuck', async () => {
    const { stage, a, b } = await items();
    stage.hubDb.exec(`update item set id = 10 where id = 1`);
    a.db.exec(`update item set id = 20 where id = 2`);
    await settle(a, b);
    for (const { db } of [{ db: stage.hubDb }, a, b])
      expect(rows(db, 'item')).toEqual([
        [3, 'c', 'three'],
        [10, 'a', 'one'],
        [20, 'b', 'two'],
      ]);
    expect([a.errors(), b.errors()]).toEqual([[], []]);
  });

  test('L29 insert-or-replace removes another row by its unique value: that row goes everywhere', async () => {
    const { stage, a, b } = await items();
    a.db.exec(`insert or replace into item values (9, 'a', 'nine')`);
    stage.hubDb.exec(`insert or replace into item values (8, 'b', 'eight')`);
    await settle(a, b);
    for (const { db } of [{ db: stage.hubDb }, a, b])
      expect(rows(db, 'item')).toEqual([
        [3, 'c', 'three'],
        [8, 'b', 'eight'],
        [9, 'a', 'nine'],
      ]);
  });

  test('L30 a trigger on the hub changes what was sent: its sender gets it too, or is asked where the hub cannot tell', async () => {
    const { stage, a, b } = await items();
    stage.hubDb.exec(
      `create trigger tidy after update on item begin update item set title = upper(title) where id = new.id; end`,
    );
    await stage.restart();
    a.db.exec(`update item set title = 'mine' where id = 1`);
    await settle(a, b);
    for (const { db } of [{ db: stage.hubDb }, a, b]) expect(rows(db, 'item')[0]).toEqual([1, 'a', 'MINE']);
    expect(a.inbox.counts().undecided).toBe(concord ? 0 : 1);
  });
});

describe('L25 a decimal with a comma', () => {
  const schema = `create table item (id integer primary key, price decimal(10, 2)); insert into item values (1, '1.50')`;

  async function prices(concord: boolean): Promise<{ stage: Stage; a: StageReplica; b: StageReplica }> {
    const stage = await setStage({ binding: 'over HTTP', schema, tables: ['item'], concord });
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    await a.sync();
    return { stage, a, b };
  }

  test.each([
    ['12,50', '12,50'],
    ['1.005', 1.005],
  ])('%s typed by another program is on a Concord hub what it is here', async (text, stored) => {
    const { stage, a, b } = await prices(true);
    a.db.prepare(`update item set price = ? where id = 1`).run(text);
    await settle(a, b);
    for (const { db } of [{ db: stage.hubDb }, a, b]) expect(rows(db, 'item')).toEqual([[1, stored]]);
  });

  test('12,50 is not sent to a stock hub, which would make 1250 of it: it is told, and goes when it is put right', async () => {
    const { stage, a } = await prices(false);
    a.db.exec(`update item set price = '12,50' where id = 1`);
    expect(await a.counts()).toMatchObject({ U: 0, FS: 0 });
    expect(rows(stage.hubDb, 'item')).toEqual([[1, 1.5]]);
    expect(a.errors()).toMatchObject([{ key: { id: 1 }, side: 'hub', code: 'cell-does-not-fit' }]);
    a.db.exec(`update item set price = '12.50' where id = 1`);
    expect(await a.counts()).toMatchObject({ U: 1, AS: 1 });
    expect(rows(stage.hubDb, 'item')).toEqual([[1, 12.5]]);
    expect(a.errors()).toEqual([]);
  });

  test.each(['12,50', '1.005'])('%s is refused at the door of a decision', async (text) => {
    const { stage, a } = await prices(true);
    stage.hubDb.exec(`update item set price = '2.00' where id = 1`);
    a.db.exec(`update item set price = '3.00' where id = 1`);
    await a.sync();
    const choice = { keep: 'merged' as const, take: {}, set: { price: text } };
    await expect(a.inbox.resolve({ no: 1, choice, by: 'Ann' })).rejects.toMatchObject({ code: 'value-invalid' });
    expect(openEntries(a)).toHaveLength(1);
  });
});

describe('L33 both create the same order with lines', () => {
  const schema = `create table orders (id integer primary key, who text);
    create table line (id integer primary key, order_id integer references orders (id), what text)`;

  async function orders(concord: boolean): Promise<{ stage: Stage; a: StageReplica; b: StageReplica }> {
    const stage = await setStage({ binding: 'in process', schema, tables: ['orders', 'line'], concord });
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    await a.sync();
    await b.sync();
    a.db.exec(`insert into orders values (100, 'ann'); insert into line values (1, 100, 'ann 1')`);
    b.db.exec(`insert into orders values (100, 'bob'); insert into line values (2, 100, 'bob 2'), (3, 100, 'bob 3')`);
    await a.sync();
    await b.sync();
    expect(openEntries(b)).toMatchObject([
      { type: 'local-insert/hub-insert', versions: { mine: { who: 'bob' }, theirs: { who: 'ann' } } },
    ]);
    return { stage, a, b };
  }

  test('a Concord hub: the lines wait with their order and go on with it', async () => {
    const { stage, b } = await orders(true);
    expect(rows(stage.hubDb, 'line')).toEqual([[1, 100, 'ann 1']]);
    expect(b.inbox.behind(1)).toBe(2);
    await keepMine(b);
    await b.sync();
    expect(rows(stage.hubDb, 'orders')).toEqual([[100, 'bob']]);
    expect(rows(stage.hubDb, 'line')).toHaveLength(3);
  });

  test('a Concord hub: theirs is kept, so my lines are set aside and told, not hung on somebody’s order', async () => {
    const { stage, b } = await orders(true);
    await b.inbox.resolve({ no: 1, choice: { keep: 'theirs' }, by: 'Bob' });
    await b.sync();
    expect(rows(stage.hubDb, 'line')).toEqual([[1, 100, 'ann 1']]);
    expect(rows(b.db, 'line')).toHaveLength(3);
    expect(b.errors(['parked'])).toMatchObject([{ key: { id: 3 } }, { key: { id: 2 } }]);
    b.db.exec(`insert into orders values (101, 'bob'); update line set order_id = 101 where id > 1`);
    await b.sync();
    expect(rows(stage.hubDb, 'line')).toEqual([
      [1, 100, 'ann 1'],
      [2, 101, 'bob 2'],
      [3, 101, 'bob 3'],
    ]);
    expect(b.errors()).toEqual([]);
  });

  test('a stock hub has taken the lines before anybody knew: all are there, and my order waits in the inbox', async () => {
    const { stage, a, b } = await orders(false);
    await a.sync();
    for (const { db } of [{ db: stage.hubDb }, a, b]) expect(rows(db, 'line')).toHaveLength(3);
    expect(rows(b.db, 'orders')).toEqual([[100, 'ann']]);
  });
});

test('Decisions 15: an error of a row that the hub has deleted since is over after a re-read, and the row stays away', async () => {
  const schema = `create table item (id integer primary key, code text); insert into item values (1, 'a')`;
  const stage = await setStage({ binding: 'in process', schema, tables: ['item'] });
  const a = await stage.replica('A');
  await a.sync();
  a.db.exec(`create unique index own on item (code)`);
  stage.hubDb.exec(`insert into item values (2, 'a')`);
  await a.sync();
  expect(a.errors()).toMatchObject([{ key: { id: 2 }, state: 'open' }]);
  // What tells of the delete is cleaned up, and nothing stands in the row's way any more.
  stage.hubDb.exec(`delete from item where id = 2`);
  await stage.store.cleanUp((await stage.store.hubTime()) + 1n);
  a.db.exec(`drop index own`);
  await a.sync({ outdated: 'reinitialize' });
  expect(rows(a.db, 'item')).toEqual([[1, 'a']]);
  expect(a.errors()).toEqual([]);
  expect(a.errors(['resolved'])).toMatchObject([{ row: { id: 2, code: 'a' } }]);
});

describe('a database whose foreign keys cascade', () => {
  const tables = ['orders', 'line', 'tag'];
  const schema = `create table orders (id integer primary key, who text);
    create table line (id integer primary key, order_id integer references orders (id), what text);
    create table tag (id integer primary key, line_id integer references line (id), what text);
    insert into orders values (1, 'hub'), (2, 'hub'); insert into line values (20, 2, 'hub')`;

  test('SF-02 the hub deletes what an unsent line or its child hangs on here: they stay, and it is told', async () => {
    const stage = await setStage({ binding: 'in process', schema, tables });
    const a = await stage.replica('A', (file) => {
      const db = new Sqlite(file);
      db.exec(`create table orders (id integer primary key, who text);
        create table line (id integer primary key, order_id integer references orders (id) on delete cascade, what text);
        create table tag (id integer primary key, line_id integer references line (id) on delete cascade, what text)`);
      db.close();
    });
    await a.sync();
    a.db.exec(`insert into line values (10, 1, 'mine'); insert into tag values (5, 20, 'mine too')`);
    stage.hubDb.exec(`delete from line where id = 20; delete from orders`);
    await a.sync();
    expect(rows(a.db, 'line')).toEqual([
      [10, 1, 'mine'],
      [20, 2, 'hub'],
    ]);
    expect(rows(a.db, 'tag')).toEqual([[5, 20, 'mine too']]);
    expect(a.errors(['open']).map(({ side, table }) => [side, table.name])).toEqual([
      ['hub', 'tag'],
      ['hub', 'line'],
      ['here', 'orders'],
      ['here', 'orders'],
      ['here', 'line'],
    ]);
    a.db.exec(`update tag set line_id = null; update line set order_id = null where id = 10`);
    await a.sync();
    expect(a.errors()).toEqual([]);
    expect([rows(a.db, 'orders'), rows(a.db, 'line'), rows(stage.hubDb, 'tag')]).toEqual([
      [],
      [[10, null, 'mine']],
      [[5, null, 'mine too']],
    ]);
  });
});

describe('a database whose foreign keys are asked at the commit only', () => {
  const schema = `create table orders (id integer primary key, who text);
    create table line (id integer primary key, order_id integer references orders (id), what text);
    insert into orders values (1, 'hub'), (2, 'hub')`;

  /** The hub and its replica; the replica's own application made the tables, with deferred keys. */
  async function deferring(): Promise<{ stage: Stage; a: StageReplica }> {
    const stage = await setStage({ binding: 'in process', schema, tables: ['orders', 'line'] });
    const a = await stage.replica('A', (file) => {
      const db = new Sqlite(file);
      db.exec(`create table orders (id integer primary key, who text);
        create table line (id integer primary key, order_id integer references orders (id) deferrable initially deferred, what text)`);
      db.close();
    });
    await a.sync();
    return { stage, a };
  }

  test('the hub deletes what an unsent line hangs on: the session is not stuck, both are told, all else goes', async () => {
    const { stage, a } = await deferring();
    a.db.exec(`insert into line values (10, 1, 'mine')`);
    stage.hubDb.exec(`delete from orders where id = 1; update orders set who = 'new' where id = 2`);
    expect(await a.counts()).toMatchObject({ U: 1, FS: 1, D: 2, AC: 1, FC: 1 });
    expect(rows(a.db, 'orders')).toEqual([
      [1, 'hub'],
      [2, 'new'],
    ]);
    expect(rows(a.db, 'line')).toEqual([[10, 1, 'mine']]);
    expect(a.errors().map(({ side, table }) => [side, table.name])).toEqual([
      ['hub', 'line'],
      ['here', 'orders'],
    ]);
    a.db.exec(`update line set order_id = 2 where id = 10`);
    await a.sync();
    expect(a.errors()).toEqual([]);
    expect([rows(a.db, 'orders'), rows(stage.hubDb, 'line')]).toEqual([[[2, 'new']], [[10, 2, 'mine']]]);
  });

  test('the hub adds a line to what was deleted here: the session is not stuck, both are told', async () => {
    const { stage, a } = await deferring();
    a.db.exec(`delete from orders where id = 1`);
    stage.hubDb.exec(`insert into line values (10, 1, 'theirs')`);
    expect(await a.counts()).toMatchObject({ U: 1, FS: 1, D: 1, AC: 0, FC: 1 });
    expect(a.errors().map(({ side, table }) => [side, table.name])).toEqual([
      ['hub', 'orders'],
      ['here', 'line'],
    ]);
    expect(rows(stage.hubDb, 'line')).toEqual([[10, 1, 'theirs']]);
    a.db.exec(`insert into orders values (1, 'mine')`);
    await a.sync();
    expect(a.errors()).toEqual([]);
    expect([rows(a.db, 'line'), rows(stage.hubDb, 'orders')[0]]).toEqual([[[10, 1, 'theirs']], [1, 'mine']]);
  });

  test('RS-08 decisions that the commit would refuse are named, the others are taken', async () => {
    const { stage, a } = await deferring();
    stage.hubDb.exec(`insert into line values (10, 1, 'one'), (11, 2, 'two')`);
    await a.sync();
    a.db.exec(`update line set what = 'mine'`);
    stage.hubDb.exec(`delete from line; delete from orders where id = 1`);
    await a.sync();
    const numbers = openEntries(a).map(({ no }) => no);
    expect(numbers).toHaveLength(2);
    const result = await a.inbox.resolveAll(numbers, { keep: 'mine' }, 'Ann');
    expect(result).toMatchObject({ decided: 1, refused: [{ code: 'decision-refused' }] });
    const no = result.refused[0]?.id ?? 0;
    await expect(a.inbox.resolve({ no, choice: { keep: 'mine' }, by: 'Ann' })).rejects.toMatchObject({
      code: 'decision-refused',
    });
    expect(a.inbox.get(no)).toMatchObject({ key: { id: 10 }, state: 'undecided' });
    expect(rows(a.db, 'line')).toEqual([[11, 2, 'mine']]);
  });
});

function cutAt(cut: Pick<Moment, 'name' | 'when'>): SyncOptions {
  return {
    remote: (remote) =>
      withMoments(remote, (moment) => {
        if (moment.name === cut.name && moment.when === cut.when) throw new Cut(moment);
      }),
  };
}

async function keepMine(replica: StageReplica): Promise<void> {
  const [entry] = openEntries(replica);
  await replica.inbox.resolve({ no: entry?.no ?? 0, choice: { keep: 'mine' }, by: replica.name });
}

/** So often that everything has come everywhere. */
async function settle(...replicas: readonly StageReplica[]): Promise<void> {
  for (const replica of [...replicas, ...replicas]) await replica.sync();
}

function rows(db: Sqlite.Database, table: string): unknown[] {
  return db.prepare(`select * from ${table} order by 1`).raw().all();
}
