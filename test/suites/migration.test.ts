// A hub's tables change: a new scope with other columns and tables, and replicas that move over to it (CONFORMANCE 13: M2 to
// M4, M7, M8), in process and over HTTP, on both stores.

import { expect, describe, test } from 'vitest';
import { expectSame, expectSettled } from '../support/closing.ts';
import { expectSession } from '../support/figures.ts';
import { cells, merged, scopesOf, serve, setScene, tables, toV2, v2 } from '../support/migration.ts';
import { bindings, setStage } from '../support/stage.ts';

describe.each(bindings)('a new scope with more columns %s', (binding) => {
  test('M2 R-160 a column and a table more: what is new comes down, and nothing else', async () => {
    const { stage, a } = await setScene(binding);
    stage.hubDb.exec(`insert into category values ('U', 'Fourth', 4, 'new');
      insert into product values ('p', 'R', 'Pen');`);
    await expectSession(a, 'D2 AC2', toV2);
    expectSame(stage, [a], tables);
    expect(scopesOf(a)).toEqual(['v2']);
    await expectSession(a, '', v2);
    a.db.exec(
      `update category set note = 'mine' where category_id = 'R'; insert into product values ('q', 'S', 'Quill');`,
    );
    await expectSession(a, 'U2 AS2', v2);
    await expectSettled(stage, [a], tables, v2);
  });

  test('M2 R-161 what stood in the new column before comes down too, whoever wrote the row', async () => {
    const { stage, a, b } = await setScene(binding);
    a.db.exec(`update category set name = 'by A' where category_id = 'S'`);
    await expectSession(a, 'U1 AS1');
    stage.hubDb.exec(
      `update category set note = 'old' where category_id in ('S', 'T'); insert into product values ('p', 'R', 'Pen')`,
    );
    for (const replica of [a, b]) await replica.sync();
    await expectSession(a, 'D3 AC3', toV2);
    await expectSession(b, 'D3 AC3', toV2);
    expectSame(stage, [a, b], tables);
    await expectSettled(stage, [a, b], tables, v2);
  });

  test('M3 R-164 changes that wait stay, take in the new column, and go with the same session', async () => {
    const { stage, a, b } = await setScene(binding, {}, `update category set note = 'hub' where category_id = 'R';`);
    for (const [k, replica] of [a, b].entries()) {
      replica.db.exec(`update category set name = 'mine' where category_id = 'R' and ${k} = 0;
        delete from category where category_id = 'S' and ${k} = 0; insert into category values ('N${k}', 'New', 9);`);
      stage.hubDb.exec(`insert into category values ('H${k}', 'Hub', 9, null)`);
    }
    // R, the two of the hub; and its own, which the first round leaves to the second one.
    await expectSession(a, 'D3 AC3 U3 AS3', toV2);
    expect([cells(stage, 'R'), cells(a, 'R'), cells(a, 'S')]).toEqual([['mine', 'hub'], ['mine', 'hub'], undefined]);
    await expectSession(b, 'D5 AC5 U1 AS1', toV2);
    await expectSettled(stage, [a, b], tables, v2);
    expect([a, b].map(({ inbox }) => inbox.counts().undecided)).toEqual([0, 0]);
  });

  test('M3 R-164 where both sides changed a record it is a conflict as ever, with its base; the new column is the hub’s', async () => {
    const { stage, a } = await setScene(binding);
    a.db.exec(`update category set name = 'mine' where category_id = 'R'`);
    stage.hubDb.exec(`update category set weight = 7, note = 'hub' where category_id = 'R'`);
    await expectSession(a, 'D1 AC1 RC1', toV2);
    const [entry] = a.inbox.list({ limit: 5, offset: 0 }).entries;
    const no = entry?.no ?? 0;
    expect(a.inbox.get(no).versions).toMatchObject({
      base: { name: 'Root', weight: 1, note: null },
      mine: { name: 'mine', weight: 1, note: null },
      theirs: { name: 'Root', weight: 7, note: 'hub' },
    });
    await a.inbox.resolve({ no, choice: merged, by: 'Ann' });
    await expectSession(a, 'U1 AS1', v2);
    expect(cells(stage, 'R', 'name, weight, note')).toEqual(['mine', 7, 'hub']);
    await expectSettled(stage, [a], tables, v2);
  });

  test('R-164 an open conflict, and an edit behind it, move along', async () => {
    const { stage, a } = await setScene(binding, {}, `update category set note = 'hub' where category_id <> 'R';`);
    a.db.exec(`update category set name = 'mine'`);
    stage.hubDb.exec(`update category set name = 'theirs'`);
    await a.sync();
    a.db.exec(`update category set weight = 50 where category_id <> 'S'`);
    expect(a.inbox.counts().undecided).toBe(3);
    await a.sync(toV2);
    expect(a.inbox.counts().undecided).toBe(3);
    for (const { no } of a.inbox.list({ limit: 5, offset: 0 }).entries) {
      const decide = (): Promise<unknown> => a.inbox.resolve({ no, choice: { keep: 'mine' }, by: 'Ann' });
      // Whoever decides is told once that the record was edited meanwhile.
      await decide().catch((thrown: unknown) => (expect(thrown).toMatchObject({ code: 'decision-stale' }), decide()));
    }
    await a.sync(v2);
    await expectSettled(stage, [a], tables, v2);
    expect(stage.hubDb.prepare('select name, weight, note from category order by 1, category_id').raw().all()).toEqual([
      ['mine', 50, null],
      ['mine', 2, 'hub'],
      ['mine', 50, 'hub'],
    ]);
  });

  test('M4 one replica on v2, one still on v1: neither harms the other; then it moves and reads anew', async () => {
    const { stage, a, b } = await setScene(binding);
    await a.sync(toV2);
    stage.hubDb.exec(
      `insert into category values ('U', 'Fourth', 4, 'new'); insert into product values ('p', 'R', 'Pen');`,
    );
    await expectSession(a, 'D2 AC2', v2);
    expect(cells(a, 'U')).toEqual(['Fourth', 'new']);
    await expectSession(b, 'D1 AC1');
    expect(
      b.db
        .prepare('select * from category')
        .columns()
        .map(({ name }) => name),
    ).not.toContain('note');
    // An old replica's changes leave the column alone that it does not know; only a new row has nothing in it.
    b.db.exec(
      `update category set name = 'by B' where category_id = 'U'; insert into category values ('V', 'by B', 5);`,
    );
    await expectSession(b, 'U2 AS2');
    expect([cells(stage, 'U'), cells(stage, 'V')]).toEqual([
      ['by B', 'new'],
      ['by B', null],
    ]);
    a.db.exec(`update category set note = 'by A' where category_id = 'U'`);
    await expectSession(a, 'D2 AC2 U1 RC1', v2);
    const [entry] = a.inbox.list({ limit: 5, offset: 0 }).entries;
    await a.inbox.resolve({ no: entry?.no ?? 0, choice: merged, by: 'Ann' });
    await expectSession(a, 'U1 AS1', v2);
    expect(cells(stage, 'U')).toEqual(['by B', 'by A']);
    b.db.exec(`update category set weight = 44 where category_id = 'U'`);
    stage.hubDb.exec(`delete from product; insert into product values ('q', 'S', 'Quill');`);
    await b.sync(toV2);
    await expectSession(b, 'D6 AC6', { ...v2, type: 'reinitialize' });
    await expectSettled(stage, [a, b], tables, v2);
  });

  test('R-21 R-163 without a word of it nothing moves, and nothing that waits is left behind', async () => {
    const { stage, a } = await setScene(binding);
    await expect(a.sync(v2)).rejects.toMatchObject({ code: 'scope-differs', cure: /--from DefaultScope/ });
    await serve(stage, 'less', ['category'], { columns: { category: ['category_id', 'name'] } });
    a.db.exec(`update category set weight = 10 where category_id = 'R'`);
    const less = { scope: 'less', from: ['DefaultScope'] };
    await expect(a.sync(less)).rejects.toMatchObject({ code: 'scope-leaves-changes', message: /weight of category/ });
    await expectSession(a, 'U1 AS1');
    await expectSession(a, '', less);
    expect(scopesOf(a)).toEqual(['less']);
    a.db.exec(`update category set weight = 11, name = 'one' where category_id = 'R'`);
    await expectSession(a, 'U1 AS1', { scope: 'less' });
    expect([cells(stage, 'R', 'name, weight'), cells(a, 'R', 'name, weight')]).toEqual([
      ['one', 10],
      ['one', 11],
    ]);
  });

  test('R-164 what stood in a column that a person added by hand waits, and is weighed against the hub’s', async () => {
    const { stage, a } = await setScene(
      binding,
      {},
      `update category set note = 'hub' where category_id in ('R', 'S');`,
    );
    a.db.exec(`alter table category add column note text;
      update category set note = 'own' where category_id in ('R', 'T')`);
    await a.sync(toV2);
    expect([cells(stage, 'T'), cells(a, 'S')]).toEqual([
      ['Third', 'own'],
      ['Second', 'hub'],
    ]);
    expect(a.inbox.list({ limit: 5, offset: 0 }).entries).toMatchObject([
      { versions: { base: { note: null }, mine: { note: 'own' }, theirs: { note: 'hub' } } },
    ]);
  });

  test('M7 R-162 a scope a table, then one for all: from the smallest watermark on', async () => {
    const one = ['employee', 'category', 'product'];
    const stage = await setStage({
      binding,
      schema: one
        .map((name) => `create table ${name} (id int primary key, name text); insert into ${name} values (1, 'a');`)
        .join(''),
      tables: ['employee'],
      scopes: [...one.map((name) => ({ name, tables: [name] })), { name: 'ALL', tables: one }],
    });
    const a = await stage.replica('A');
    for (const scope of one) {
      await expectSession(a, 'D1 AC1', { scope });
      stage.hubDb.exec(one.map((name) => `update ${name} set name = name || 'x' where id = 1;`).join(''));
    }
    await expectSession(a, 'D1 AC1', { scope: 'employee' });
    stage.hubDb.exec(`insert into employee values (2, 'b'); insert into product values (2, 'b')`);
    a.db.exec(`insert into category values (3, 'c')`);
    // Since the smallest of them: the employee comes once more.
    await expectSession(a, 'D5 AC5 U1 AS1', { scope: 'ALL', from: one });
    expect(scopesOf(a)).toEqual(['ALL']);
    const byId = Object.fromEntries(one.map((name) => [name, 'id']));
    await expectSettled(stage, [a], byId, { scope: 'ALL' });
  });

  test('M8 both ways, then to the hub only but for one table; and back again', async () => {
    const four = ['t1', 't2', 't3', 't4'];
    const stage = await setStage({
      binding,
      schema: four.map((name) => `create table ${name} (id int primary key, name text);`).join(''),
      tables: four,
    });
    const replicas = [await stage.replica('A'), await stage.replica('B')];
    for (const replica of replicas) await replica.sync();
    const directions = Object.fromEntries(four.slice(1).map((name) => [name, 'upload-only' as const]));
    await serve(stage, 'up', four, { directions });
    stage.hubDb.exec(four.map((name) => `insert into ${name} values (1, 'hub');`).join(''));
    for (const [k, replica] of replicas.entries()) {
      replica.db.exec(four.map((name) => `insert into ${name} values (${10 + k}, 'own');`).join(''));
      await expectSession(replica, `U4 AS4 D${1 + k} AC${1 + k}`, { scope: 'up', from: ['DefaultScope'] });
    }
    await serve(stage, 'down', four, {
      directions: Object.fromEntries(four.map((name) => [name, 'download-only' as const])),
    });
    const [a] = replicas;
    if (!a) return;
    await expectSession(a, 'D10 AC10', { scope: 'down', from: ['up'] });
    a.db.exec(`update t1 set name = 'kept' where id = 1`);
    await expectSession(a, '', { scope: 'down' });
    await serve(stage, 'both', four);
    await expectSession(a, 'U1 AS1', { scope: 'both', from: ['down'] });
    await expectSettled(stage, [a], Object.fromEntries(four.map((name) => [name, 'id'])), { scope: 'both' });
  });

  test('R-20 R-73 a replica that is outdated in v1 is so in v2', async () => {
    const { stage, a } = await setScene(binding);
    stage.hubDb.exec(
      `delete from category where category_id = 'T'; insert into category values ('U', 'Fourth', 4, 'new');`,
    );
    await stage.store.cleanUp(await stage.store.hubTime());
    a.db.exec(`update category set name = 'mine' where category_id = 'R'`);
    await expect(a.sync(toV2)).rejects.toMatchObject({ code: 'outdated' });
    expect(scopesOf(a)).toContain('DefaultScope');
    await a.sync({ ...toV2, outdated: 'reinitialize' });
    expectSame(stage, [a], tables);
    expect(a.inbox.counts().undecided).toBe(1);
  });

  test('R-160 a program that has the file open while another one moves it goes on with the new columns', async () => {
    const { stage, a } = await setScene(binding, {}, `update category set note = 'hub' where category_id = 'R';`);
    const same = await stage.replica('A');
    await same.sync(toV2);
    a.db.exec(`update category set note = 'own' where category_id = 'S'`);
    expect(
      a.replica.records.read({ table: { name: 'category', schema: '' }, key: { category_id: 'R' } }),
    ).toMatchObject({
      note: 'hub',
    });
    await expectSession(a, 'U1 AS1', v2);
    await expectSettled(stage, [a], tables, v2);
  });

  test('HB-07 the hub hears that v1 was left: it holds no clean-up back', async () => {
    const { stage, a } = await setScene(binding);
    const id = a.replica.scopes()[0]?.client.id ?? '';
    await a.sync(toV2);
    await expect.poll(async () => (await stage.store.findClient(id)).map(({ scopeName }) => scopeName)).toEqual(['v2']);
  });
});

describe.each(bindings)('moving where the hub does not hear what is here %s', (binding) => {
  test('R-162 everything comes, then what was deleted since; what waits loses nothing', async () => {
    const { stage, a, b } = await setScene(
      binding,
      { concord: false },
      `update category set note = 'hub' where category_id = 'R';`,
    );
    a.db.exec(
      `update category set name = 'mine' where category_id = 'R'; insert into category values ('N', 'New', 9);`,
    );
    stage.hubDb.exec(`delete from category where category_id = 'T'; insert into product values ('p', 'R', 'Pen')`);
    await a.sync(toV2);
    expect([cells(stage, 'R'), cells(a, 'R'), a.inbox.counts().undecided]).toEqual([
      ['mine', 'hub'],
      ['mine', 'hub'],
      0,
    ]);
    await b.sync(toV2);
    await expectSettled(stage, [a, b], tables, v2);
  });

  test('L7 a move that is cut off has changed nothing; the next one goes through', async () => {
    const { stage, a } = await setScene(binding, {}, `update category set note = 'hub' where category_id = 'R';`);
    a.db.exec(`update category set name = 'mine' where category_id = 'R'`);
    const before = a.db.prepare('select name, sql from sqlite_schema order by name').all();
    for (const last of ['apply', 'clean-up'] as const) {
      const cut = a.sync({
        ...toV2,
        enter(phase) {
          if (phase === last) throw new Error('cut');
        },
      });
      await expect(cut).rejects.toThrow('cut');
      expect(a.db.prepare('select name, sql from sqlite_schema order by name').all()).toEqual(before);
    }
    await expectSession(a, 'D1 AC1 U1 AS1', toV2);
    expect(cells(stage, 'R')).toEqual(['mine', 'hub']);
    await expectSettled(stage, [a], tables, v2);
  });
});
