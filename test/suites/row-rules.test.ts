// Rules of the hub's owner for single rows: what they refuse stays as it is on the hub, the other rows go; Concord's clients are
// told record, rule and message, stock clients the counts (HB-08).

import { describe, expect, test } from 'vitest';
import { createRowJudge, type RowRule } from '../../main/hub/row-rules.ts';
import { expectSession } from '../support/figures.ts';
import { bindings, setStage } from '../support/stage.ts';

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
