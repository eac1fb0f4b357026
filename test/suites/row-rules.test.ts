// Rules of the hub's owner for single rows: what they refuse stays as it is on the hub, the other rows go; Concord's clients are
// told record, rule and message, stock clients the counts. What they mend is the hub's own row, and comes back (HB-08).

import { describe, expect, test } from 'vitest';
import { createRowJudge, type RowRule } from '../../main/hub/row-rules.ts';
import type { RuleAnswer } from '../../main/hub/rule-answer.ts';
import { alterationsOf } from '../../main/replica/altered.ts';
import { openEntries } from '../support/category.ts';
import { expectSession } from '../support/figures.ts';
import type { HubDb } from '../support/postgres.ts';
import { bindings, setStage, type StageOptions } from '../support/stage.ts';

const rules: Readonly<Record<string, RowRule>> = {
  item(row, { action, before }) {
    if (action === 'delete') return before?.['state'] === 'kept' ? { message: 'kept items stay' } : null;
    if (action === 'update' && Number(row['amount']) < Number(before?.['amount']))
      return { message: 'an amount only grows', column: 'amount' };
    const { state } = row;
    return typeof state === 'string' && state.length > 8 ? { message: 'at most 8 letters', column: 'state' } : null;
  },
  broken: () => {
    throw new Error('no such thing');
  },
};

describe.each(bindings)('HB-08 rules of the hub’s owner %s', (binding) => {
  const setScene = async (concord: boolean) => {
    const failures: unknown[] = [];
    const judgeRow = createRowJudge(new Map(Object.entries(rules)), (thrown) => void failures.push(thrown));
    const stage = await setStage({
      binding,
      schema: `create table item (id int primary key, state varchar(40), amount int);
        create table broken (id int primary key, word varchar(20));
        insert into item values (1, 'new', 5), (2, 'kept', 5), (3, 'new', 5)`,
      tables: ['item', 'broken'],
      concord,
      handlers: { judgeRow },
    });
    const a = await stage.replica('A');
    await a.sync();
    a.db.exec(`insert into item values (4, 'much too long', 1), (5, 'fine', 1);
      update item set amount = 1 where id = 1; update item set amount = 9 where id = 3;
      delete from item where id = 2; insert into broken values (1, 'x'), (2, 'y')`);
    return { stage, a, failures };
  };
  const hubItems = (stage: Awaited<ReturnType<typeof setStage>>): unknown =>
    stage.hubDb.prepare('select id, state, amount from item order by id').all();

  test('a Concord client is told each record with its rule, and keeps its values', async () => {
    const { stage, a, failures } = await setScene(true);
    await expectSession(a, 'U7 AS2 FS5');
    const told = a.errors().map(({ key, code, message }) => [key['id'], code, message]);
    expect(told.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual([
      [1, 'rule-failed', 'a rule of the hub could not be asked'],
      [1, 'rule-refused', 'amount: an amount only grows'],
      [2, 'rule-failed', 'a rule of the hub could not be asked'],
      [2, 'rule-refused', 'kept items stay'],
      [4, 'rule-refused', 'state: at most 8 letters'],
    ]);
    expect(a.replica.reader.value(`select column_name from _concord_error where key = '{"id":4}'`)).toBe('state');
    expect(hubItems(stage)).toEqual([
      { id: 1, state: 'new', amount: 5 },
      { id: 2, state: 'kept', amount: 5 },
      { id: 3, state: 'new', amount: 9 },
      { id: 5, state: 'fine', amount: 1 },
    ]);
    // Told once a table, to the hub's owner.
    expect(failures).toMatchObject([{ code: 'rules-failed', message: 'The rule for broken failed: no such thing.' }]);
    a.db.exec(`update item set state = 'short' where id = 4`);
    await expectSession(a, 'U5 AS1 FS4');
    expect(stage.hubDb.prepare('select state from item where id = 4').pluck().get()).toBe('short');
  });

  test('a stock client is told the counts; nothing that was refused is written', async () => {
    const { stage, a } = await setScene(false);
    await expectSession(a, 'U7 AS2 FS5');
    expect(stage.hubDb.prepare('select count(*) from broken').pluck().get()).toBe(0);
    expect(stage.hubDb.prepare('select id from item order by id').pluck().all()).toEqual([1, 2, 3, 5]);
  });
});

const mending: RowRule = (row, { action, before }): RuleAnswer => {
  if (action === 'delete') return { set: { state: 'gone' } };
  const { id, state, amount } = row;
  if (id === 7) return { set: { id: 8 } };
  if (id === 9) return { set: { secret: 'known' } };
  if (id === 11) return { set: { amount: 'many' } };
  if (id === 13) return { set: { state: 'x'.repeat(21) } };
  const trimmed = typeof state === 'string' ? state.trim() : null;
  return { set: { state: trimmed, amount: Math.max(Number(amount), Number(before?.['amount'] ?? 0)) } };
};

describe.each(bindings)('EG-d HB-08 rows that a rule mends %s', (binding) => {
  const setScene = async (options: Partial<StageOptions> = {}) => {
    const judgeRow = createRowJudge(new Map([['item', mending]]), () => undefined);
    const stage = await setStage({
      binding,
      schema: `create table item (id int primary key, state varchar(20), amount int, secret varchar(20));
        insert into item values (1, 'one', 5, 's1'), (2, 'two', 5, 's2'), (3, 'three', 5, 's3')`,
      tables: ['item'],
      columns: { item: ['id', 'state', 'amount'] },
      handlers: { judgeRow },
      ...options,
    });
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    await a.sync();
    await b.sync();
    return { stage, a, b };
  };
  const itemsIn = (place: { readonly db: HubDb } | { readonly hubDb: HubDb }): unknown =>
    ('hubDb' in place ? place.hubDb : place.db).prepare('select id, state, amount from item order by id').raw().all();

  test('R-170 R-171 cells are set, the row is the hub’s own and comes back; what means the same is left as it was sent', async () => {
    const { stage, a, b } = await setScene();
    a.db.exec(`update item set state = ' uno ' where id = 1; update item set state = 'dos' where id = 2;
      update item set amount = 1 where id = 3; insert into item values (4, ' four', 1), (5, 'five', 1)`);
    // Those that were mended come back.
    await expectSession(a, 'U5 AS5 D3 AC3');
    const rows = [
      [1, 'uno', 5],
      [2, 'dos', 5],
      [3, 'three', 5],
      [4, 'four', 1],
      [5, 'five', 1],
    ];
    expect([itemsIn(stage), itemsIn(a), a.errors(), openEntries(a)]).toEqual([rows, rows, [], []]);
    await expectSession(b, 'D5 AC5');
    expect(itemsIn(b)).toEqual(rows);
    expect(stage.hubDb.prepare('select secret from item where id < 4 order by id').pluck().all()).toEqual([
      's1',
      's2',
      's3',
    ]);
    // The hub holds already what this is mended to; the sender does not.
    a.db.exec(`update item set state = 'uno  ' where id = 1`);
    await expectSession(a, 'U1 AS1 D1 AC1');
    expect(itemsIn(a)).toEqual(rows);
    for (const replica of [a, b]) await replica.sync();
    for (const replica of [a, b]) await expectSession(replica, '');
  });

  test('R-170 a key, a column that does not travel, a value that does not fit, a delete: the row is refused with the reason', async () => {
    const { stage, a } = await setScene();
    a.db.exec(
      `insert into item values (7, 'x', 1), (9, 'x', 1), (11, 'x', 1), (13, 'x', 1); delete from item where id = 3`,
    );
    await expectSession(a, 'U5 AS0 FS5');
    const told = a.errors().map(({ key, code, message }) => [Number(key['id']), code, message] as const);
    expect(told.toSorted(([one], [other]) => one - other)).toEqual([
      [3, 'rule-failed', 'a rule of the hub would set cells of a record that is deleted'],
      [7, 'rule-failed', 'a rule of the hub sets id, which belongs to the key'],
      [9, 'rule-failed', 'a rule of the hub sets secret, which is no column of this scope'],
      [11, 'value-invalid', 'amount: a whole number is expected'],
      [13, 'value-invalid', 'state: at most 20 characters are allowed'],
    ]);
    expect(stage.hubDb.prepare('select id from item order by id').pluck().all()).toEqual([1, 2, 3]);
  });

  test('R-99 SF-03 what gives way to the hub’s own row is kept, also where all is read anew', async () => {
    const { a } = await setScene();
    const kept = (): unknown =>
      alterationsOf(a.replica.reader, { table: { name: 'item', schema: '' }, key: { id: 1 } }, 9).map(
        ({ session, mine, theirs }) => [session, mine['state'], theirs['state'], theirs['amount']],
      );
    a.db.exec(`update item set state = ' uno ' where id = 1`);
    await a.sync();
    expect(kept()).toEqual([[2, ' uno ', 'uno', 5]]);
    a.db.exec(`update item set amount = 1 where id = 1`);
    await a.sync({ type: 'reinitialize-with-upload' });
    // The amount only grows.
    expect(kept()).toEqual([
      [2, ' uno ', 'uno', 5],
      [3, 'uno', 'uno', 5],
    ]);
    expect(itemsIn(a)).toContainEqual([1, 'uno', 5]);
    // Blanks were not typed: nothing of the person's gives way.
    a.db.exec(`update item set amount = 7 where id = 1`);
    await a.sync();
    expect(kept()).toHaveLength(2);
  });

  test('R-171 of a conflict that a client wins the row that wins is mended; whoever sent it is shown both', async () => {
    const { stage, a, b } = await setScene({ policy: 'client-wins' });
    stage.hubDb.exec(`update item set state = 'hub' where id = 1`);
    a.db.exec(`update item set state = ' mine ' where id = 1`);
    await expectSession(a, 'U1 AS1 rcS1 D1 AC1 rcC1 RC1');
    const [first] = itemsIn(a) as unknown[];
    expect([first, openEntries(a).map(({ versions }) => versions.mine?.['state'])]).toEqual([
      [1, 'mine', 5],
      [' mine '],
    ]);
    await b.sync();
    expect([itemsIn(a), itemsIn(b)]).toEqual([itemsIn(stage), itemsIn(stage)]);
  });

  test('R-171 many rows at a time, from a stock client: each comes back as it was mended', async () => {
    const { stage, a, b } = await setScene({ concord: false });
    a.db.exec(`with recursive n (i) as (select 10 union all select i + 10 from n where i < 500)
      insert into item select i, ' s' || i, 1 from n`);
    await expectSession(a, 'U50 AS50 D50 AC50 rcC50 RC50');
    await b.sync();
    expect([itemsIn(a), itemsIn(b)]).toEqual([itemsIn(stage), itemsIn(stage)]);
    expect(stage.hubDb.prepare(`select count(*) from item where state like 's%'`).pluck().get()).toBe(50);
  });
});
