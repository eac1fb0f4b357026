// Where stock peers lose data (CONFORMANCE 21), with Concord at this end: nothing is lost, whoever is at the other. What
// other suites prove stands there: L1 errors-hub, upload-repeats · L4 L16 L17 L19 L35 conflict-gaps · L8 scopes ·
// L9 L34 rereads · L24 recorded-types, hub/apply ·
// L33 losses-keys.

import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { countNotAdopted } from '../../main/replica/pending.ts';
import {
  categoryScene,
  categorySchema,
  insert,
  keepMine,
  nameIn,
  openEntries,
  remove,
  rename,
  type CategoryScene,
} from '../support/category.ts';
import { Cut, withMoments, type Moment } from '../support/moments.ts';
import { rowsIn } from '../support/replica-app.ts';
import { hubBindings, setStage, type Stage, type StageReplica, type SyncOptions } from '../support/stage.ts';
import { casesOfOurs, testOurs } from '../support/stock-site.ts';

/** What the hub shows itself as; a stock one does not tell what it kept. */
const hubs = hubBindings.flatMap((binding) => [
  [`a Concord hub ${binding}`, { concord: true, binding }] as const,
  [`a hub ${binding} that shows itself as stock`, { concord: false, binding }] as const,
]);

describe.each(hubs)('with %s', (_, { concord, binding }) => {
  const scene = (synced: string): Promise<CategoryScene> => categoryScene({ binding, concord }, synced);

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
      db.exec(categorySchema().split(';')[0] ?? '');
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

describe.each(hubs)('rows that stand in each other’s way, with %s', (_, { concord, binding }) => {
  const schema = `create table item (id integer primary key, code text unique, title text);
    insert into item values (1, 'a', 'one'), (2, 'b', 'two'), (3, 'c', 'three')`;

  async function items(): Promise<{ stage: Stage; a: StageReplica; b: StageReplica }> {
    const stage = await setStage({ binding, schema, tables: ['item'], concord });
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

  testOurs(
    'L27 a primary key is changed on either side: the old one is gone everywhere, no session is stuck',
    async () => {
      const { stage, a, b } = await items();
      stage.hubDb.exec(`update item set id = 10 where id = 1`);
      a.db.exec(`update item set id = 20 where id = 2`);
      await settle(a, b);
      for (const rows of everywhere(stage, a, b))
        expect(rows).toEqual([
          [3, 'c', 'three'],
          [10, 'a', 'one'],
          [20, 'b', 'two'],
        ]);
      expect([a.errors(), b.errors()]).toEqual([[], []]);
    },
  );

  testOurs('L29 insert-or-replace removes another row by its unique value: that row goes everywhere', async () => {
    const { stage, a, b } = await items();
    a.db.exec(`insert or replace into item values (9, 'a', 'nine')`);
    stage.hubDb.exec(`delete from item where code = 'b'; insert into item values (8, 'b', 'eight')`);
    await settle(a, b);
    for (const rows of everywhere(stage, a, b))
      expect(rows).toEqual([
        [3, 'c', 'three'],
        [8, 'b', 'eight'],
        [9, 'a', 'nine'],
      ]);
  });

  testOurs(
    'L30 a trigger on the hub changes what was sent: its sender gets it too, or is asked where the hub cannot tell',
    async () => {
      const { stage, a, b } = await items();
      stage.hubDb.exec(tidying[binding === 'in process' ? 'onSqlite' : 'onPostgres']);
      await stage.restart();
      a.db.exec(`update item set title = 'mine' where id = 1`);
      await settle(a, b);
      for (const rows of everywhere(stage, a, b)) expect(rows[0]).toEqual([1, 'a', 'MINE']);
      expect(a.inbox.counts().undecided).toBe(concord ? 0 : 1);
    },
  );
});

/** A trigger of the hub's own that changes what is written. */
const tidying = {
  onSqlite: `create trigger tidy after update on item begin update item set title = upper(title) where id = new.id; end`,
  onPostgres: `create function tidy() returns trigger language plpgsql as $$ begin new.title := upper(new.title); return new; end $$;
    create trigger tidy before update on item for each row execute function tidy()`,
};

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
    for (const rows of everywhere(stage, a, b)) expect(rows).toEqual([[1, stored]]);
  });

  test('12,50 is not sent to a stock hub, which would make 1250 of it: it is told, and goes when it is put right', async () => {
    const { stage, a } = await prices(false);
    a.db.exec(`update item set price = '12,50' where id = 1`);
    expect(await a.counts()).toMatchObject({ U: 0, FS: 0 });
    expect(stage.rows('item')).toEqual([[1, 1.5]]);
    expect(a.errors()).toMatchObject([{ key: { id: 1 }, side: 'hub', code: 'cell-does-not-fit' }]);
    a.db.exec(`update item set price = '12.50' where id = 1`);
    expect(await a.counts()).toMatchObject({ U: 1, AS: 1 });
    expect(stage.rows('item')).toEqual([[1, 12.5]]);
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

test.each(casesOfOurs(hubBindings))(
  'Decisions 15, hub %s: an error of a row that the hub has deleted since is over after a re-read, and the row stays away',
  async (binding) => {
    const schema = `create table item (id integer primary key, code text); insert into item values (1, 'a')`;
    const stage = await setStage({ binding, schema, tables: ['item'] });
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
    expect(rowsIn(a.file, 'item')).toEqual([[1, 'a']]);
    expect(a.errors()).toEqual([]);
    expect(a.errors(['resolved'])).toMatchObject([{ row: { id: 2, code: 'a' } }]);
  },
);

function cutAt(cut: Pick<Moment, 'name' | 'when'>): SyncOptions {
  return {
    remote: (remote) =>
      withMoments(remote, (moment) => {
        if (moment.name === cut.name && moment.when === cut.when) throw new Cut(moment);
      }),
  };
}

/** The rows of the hub and of both replicas. */
function everywhere(stage: Stage, a: StageReplica, b: StageReplica): unknown[][][] {
  return [stage.rows('item'), rowsIn(a.file, 'item'), rowsIn(b.file, 'item')];
}

/** So often that everything has come everywhere. */
async function settle(...replicas: readonly StageReplica[]): Promise<void> {
  for (const replica of [...replicas, ...replicas]) await replica.sync();
}
