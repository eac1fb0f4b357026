// Records that hang on others, where stock peers lose or mix them up, and where a replica's own foreign keys are asked late or
// act by themselves (CONFORMANCE 21: L33; Decisions 10, 17; SF-02).

import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { keepMine, openEntries } from '../support/category.ts';
import { rowsIn } from '../support/replica-app.ts';
import { hubBindings, setStage, type Stage, type StageReplica } from '../support/stage.ts';

describe.each(hubBindings)('L33 both create the same order with lines, hub %s', (binding) => {
  const schema = `create table orders (id integer primary key, who text);
    create table line (id integer primary key, order_id integer references orders (id), what text)`;

  async function orders(concord: boolean): Promise<{ stage: Stage; a: StageReplica; b: StageReplica }> {
    const stage = await setStage({ binding, schema, tables: ['orders', 'line'], concord });
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
    expect(stage.rows('line')).toEqual([[1, 100, 'ann 1']]);
    expect(b.inbox.behind(b.inbox.get(1))).toBe(2);
    await keepMine(b);
    await b.sync();
    expect(stage.rows('orders')).toEqual([[100, 'bob']]);
    expect(stage.rows('line')).toHaveLength(3);
  });

  test('a Concord hub: theirs is kept, so my lines are set aside and told, not hung on somebody’s order', async () => {
    const { stage, b } = await orders(true);
    await b.inbox.resolve({ no: 1, choice: { keep: 'theirs' }, by: 'Bob' });
    await b.sync();
    expect(stage.rows('line')).toEqual([[1, 100, 'ann 1']]);
    expect(rowsIn(b.file, 'line')).toHaveLength(3);
    expect(b.errors(['parked'])).toMatchObject([{ key: { id: 3 } }, { key: { id: 2 } }]);
    b.db.exec(`insert into orders values (101, 'bob'); update line set order_id = 101 where id > 1`);
    await b.sync();
    expect(stage.rows('line')).toEqual([
      [1, 100, 'ann 1'],
      [2, 101, 'bob 2'],
      [3, 101, 'bob 3'],
    ]);
    expect(b.errors()).toEqual([]);
  });

  test('both orders say the same: nobody has to decide, and the lines go with the next session', async () => {
    const stage = await setStage({ binding, schema, tables: ['orders', 'line'] });
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    await a.sync();
    await b.sync();
    a.db.exec(`insert into orders values (100, 'ann')`);
    b.db.exec(`insert into orders values (100, 'ann'); insert into line values (2, 100, 'bob 2')`);
    await a.sync();
    await b.sync();
    expect(openEntries(b)).toEqual([]);
    await b.sync();
    expect(stage.rows('line')).toEqual([[2, 100, 'bob 2']]);
    expect(b.errors()).toEqual([]);
  });

  test('a stock hub has taken the lines before anybody knew: all are there, and my order waits in the inbox', async () => {
    const { stage, a, b } = await orders(false);
    await a.sync();
    for (const rows of [stage.rows('line'), rowsIn(a.file, 'line'), rowsIn(b.file, 'line')])
      expect(rows).toHaveLength(3);
    expect(rowsIn(b.file, 'orders')).toEqual([[100, 'ann']]);
  });
});

describe.each(hubBindings)('a database whose foreign keys cascade, hub %s', (binding) => {
  const tables = ['orders', 'line', 'tag'];
  const schema = `create table orders (id integer primary key, who text);
    create table line (id integer primary key, order_id integer references orders (id), what text);
    create table tag (id integer primary key, line_id integer references line (id), what text);
    insert into orders values (1, 'hub'), (2, 'hub'); insert into line values (20, 2, 'hub')`;

  test('SF-02 the hub deletes what an unsent line or its child hangs on here: they stay, and it is told', async () => {
    const stage = await setStage({ binding, schema, tables });
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
    expect(rowsIn(a.file, 'line')).toEqual([
      [10, 1, 'mine'],
      [20, 2, 'hub'],
    ]);
    expect(rowsIn(a.file, 'tag')).toEqual([[5, 20, 'mine too']]);
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
    expect([rowsIn(a.file, 'orders'), rowsIn(a.file, 'line'), stage.rows('tag')]).toEqual([
      [],
      [[10, null, 'mine']],
      [[5, null, 'mine too']],
    ]);
  });
});

describe.each(hubBindings)('a database whose foreign keys are asked at the commit only, hub %s', (binding) => {
  const schema = `create table orders (id integer primary key, who text);
    create table line (id integer primary key, order_id integer references orders (id), what text);
    insert into orders values (1, 'hub'), (2, 'hub')`;

  /** The hub and its replica; the replica's own application made the tables, with deferred keys. */
  async function deferring(): Promise<{ stage: Stage; a: StageReplica }> {
    const stage = await setStage({ binding, schema, tables: ['orders', 'line'] });
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
    expect(rowsIn(a.file, 'orders')).toEqual([
      [1, 'hub'],
      [2, 'new'],
    ]);
    expect(rowsIn(a.file, 'line')).toEqual([[10, 1, 'mine']]);
    expect(a.errors().map(({ side, table }) => [side, table.name])).toEqual([
      ['hub', 'line'],
      ['here', 'orders'],
    ]);
    a.db.exec(`update line set order_id = 2 where id = 10`);
    await a.sync();
    expect(a.errors()).toEqual([]);
    expect([rowsIn(a.file, 'orders'), stage.rows('line')]).toEqual([[[2, 'new']], [[10, 2, 'mine']]]);
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
    expect(stage.rows('line')).toEqual([[10, 1, 'theirs']]);
    a.db.exec(`insert into orders values (1, 'mine')`);
    await a.sync();
    expect(a.errors()).toEqual([]);
    expect([rowsIn(a.file, 'line'), stage.rows('orders')[0]]).toEqual([[[10, 1, 'theirs']], [1, 'mine']]);
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
    expect(rowsIn(a.file, 'line')).toEqual([[11, 2, 'mine']]);
  });
});
