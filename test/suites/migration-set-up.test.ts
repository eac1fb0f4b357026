// A scope that is set up anew under its name (CONFORMANCE 13: M5, M6), and moves where filters are.

import { expect, describe, test } from 'vitest';
import { expectSettled } from '../support/closing.ts';
import { expectSession } from '../support/figures.ts';
import { cells, schema, serve, tables, widen } from '../support/migration.ts';
import { bindings, hubBindings, setStage, type Stage } from '../support/stage.ts';

const setUpAnew = async ({ hub, store, hubDb }: Stage): Promise<void> => {
  hubDb.exec(widen);
  await store.provision({
    name: 'DefaultScope',
    overwrite: true,
    setup: {
      tables: ['category', 'product'].map((name) => ({ name, schema: '', columns: [], direction: 'both' as const })),
      filters: [],
      affixes: {},
    },
  });
  expect(hub.scopes().map(({ name }) => name)).toEqual(['DefaultScope']);
};

describe.each(bindings)('a scope that is set up anew under its name %s', (binding) => {
  const again = { from: ['DefaultScope'] };

  test('M5 M6 only by the owner’s order; a replica is told and takes it up when it is told to', async () => {
    const stage = await setStage({ binding, schema, tables: ['category'] });
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    for (const replica of [a, b]) await replica.sync();
    await expect(
      serve(stage, 'DefaultScope', ['category'], { columns: { category: ['category_id'] } }),
    ).rejects.toMatchObject({
      code: 'database-unsuitable',
      message: /--overwrite/,
    });
    await setUpAnew(stage);
    stage.hubDb.exec(
      `insert into category values ('U', 'Fourth', 4, 'new'); insert into product values ('p', 'R', 'Pen');`,
    );
    a.db.exec(`update category set name = 'mine' where category_id = 'R'`);
    const before = a.db.prepare('select * from category').all();
    await expect(a.sync()).rejects.toMatchObject({ code: 'scope-setup-changed', message: /table product is new/ });
    expect(a.db.prepare('select * from category').all()).toEqual(before);
    await expectSession(a, 'D2 AC2 U1 AS1', again);
    await expectSession(a, '', again);
    await expectSession(b, 'D3 AC3', again);
    await expectSettled(stage, [a, b], tables);
  });

  test('M5 R-21 a setup that names no column means those of its time', async () => {
    const stage = await setStage({ binding, schema, tables: ['category'] });
    const a = await stage.replica('A');
    await a.sync();
    stage.hubDb.exec(`alter table category add column note varchar(50)`);
    await serve(stage, 'DefaultScope', ['category']);
    await expectSession(a, '');
    const columns = [{ name: 'category', schema: '', columns: [], direction: 'both' as const }];
    await stage.store.provision({
      name: 'defaultscope',
      overwrite: true,
      setup: { tables: columns, filters: [], affixes: {} },
    });
    await expect(a.sync()).rejects.toMatchObject({ code: 'scope-setup-changed', message: /columns of table category/ });
    await expectSession(a, '', again);
    a.db.exec(`update category set note = 'mine' where category_id = 'R'`);
    await expectSession(a, 'U1 AS1');
    await expectSettled(stage, [a], { category: 'category_id' });
  });

  test('M5 a session that is under way when it happens begins anew, and loses nothing', async () => {
    const stage = await setStage({ binding, schema, tables: ['category'] });
    const a = await stage.replica('A');
    await a.sync();
    a.db.exec(`update category set name = 'mine' where category_id = 'R'`);
    const during = a.sync({
      remote: (remote) => ({
        ...remote,
        async sendChanges(request) {
          await setUpAnew(stage);
          return remote.sendChanges(request);
        },
      }),
    });
    await expect(during).rejects.toThrow();
    expect(cells(stage, 'R')).toEqual(['Root', null]);
    await expectSession(a, 'U1 AS1', again);
    await expectSettled(stage, [a], tables);
  });
});

describe.each(hubBindings)('moving under filters %s', (binding) => {
  const of = (name: string) => [{ name: 'owner', value: name }];
  const filters = (column: string) => ({
    parameters: [{ name: 'owner', type: 'text' as const }],
    filters: [
      {
        table: { name: 'item', schema: '' },
        equals: [{ table: { name: 'item', schema: '' }, column, parameter: 'owner' }],
      },
    ],
  });
  const setup = {
    tables: [{ name: 'item', schema: '', columns: [], direction: 'both' as const }],
    filters: [],
    affixes: {},
  };

  test('R-162 the same filter goes on; another one reads anew, and what it does not let through goes', async () => {
    const stage = await setStage({
      binding,
      schema: `create table item (id int primary key, owner text, deputy text, title text);
        insert into item values (1, 'ann', 'bob', 'a'), (2, 'ann', 'ann', 'b'), (3, 'bob', 'ann', 'c'), (4, 'bob', 'bob', 'd');`,
      tables: ['item'],
      filters: filters('owner'),
    });
    const a = await stage.replica('A');
    const ids = (): unknown => a.db.prepare('select id from item order by id').pluck().all();
    await expectSession(a, 'D2 AC2', { parameters: of('ann') });
    stage.hubDb.exec(`alter table item add column note text; update item set note = 'x' where id in (1, 3)`);
    await stage.store.provision({ name: 'same', setup, filters: filters('owner') });
    await stage.store.provision({ name: 'other', setup, filters: filters('deputy') });
    await expectSession(a, 'D1 AC1', { scope: 'same', from: ['DefaultScope'], parameters: of('ann') });
    expect(ids()).toEqual([1, 2]);
    a.db.exec(`update item set title = 'mine' where id in (1, 2)`);
    await a.sync({ scope: 'other', from: ['same'], parameters: of('ann') });
    // Record 1 waited when it was let go: it was sent, and then the hub told that it is outside.
    expect(ids()).toEqual([2, 3]);
    expect(stage.hubDb.prepare('select title from item order by id').pluck().all()).toEqual(['mine', 'mine', 'c', 'd']);
    await a.sync({ scope: 'other', parameters: of('ann') });
    expect(await a.counts({ scope: 'other', parameters: of('ann') })).toMatchObject({ D: 0, U: 0 });
  });

  test('PR-04 several sets of parameters do not move at once; nothing has changed, each goes on', async () => {
    const stage = await setStage({
      binding,
      schema: `create table item (id int primary key, owner text);`,
      tables: ['item'],
      filters: filters('owner'),
    });
    const a = await stage.replica('A');
    for (const name of ['ann', 'bob']) await a.sync({ parameters: of(name) });
    await stage.store.provision({ name: 'next', setup, filters: filters('owner') });
    await expect(a.sync({ scope: 'next', from: ['DefaultScope'], parameters: of('ann') })).rejects.toMatchObject({
      code: 'parameters-refused',
      message: /--replace/,
    });
    expect(a.replica.scopes().map(({ name }) => name)).toEqual(['DefaultScope', 'DefaultScope']);
    stage.hubDb.exec(`insert into item values (1, 'ann'), (2, 'bob')`);
    for (const name of ['ann', 'bob']) await expectSession(a, 'D1 AC1', { parameters: of(name) });
  });
});
