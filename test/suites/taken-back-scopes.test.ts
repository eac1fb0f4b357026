// A refused change that another scope of the file delivers is not taken back: the hub has it.

import { describe, expect, test } from 'vitest';
import { createRowJudge, type RowRule } from '../../main/hub/row-rules.ts';
import { saveRefusalPolicy } from '../../main/replica/refusal-policy.ts';
import { expectSettled } from '../support/closing.ts';
import { hubBindings, setStage } from '../support/stage.ts';

describe.each(hubBindings)('several scopes %s', (binding) => {
  test('R-158 refused in one scope and delivered in another, a change stays as it is, and both sides come to hold the same', async () => {
    let refuses = true;
    const item: RowRule = () => (refuses ? { message: 'not now' } : null);
    const stage = await setStage({
      binding,
      schema: `create table item (id int primary key, word varchar(20)); insert into item values (1, 'one')`,
      tables: ['item'],
      scopes: [{ name: 'Other', tables: ['item'] }],
      handlers: { judgeRow: createRowJudge(new Map([['item', item]]), () => undefined) },
    });
    const a = await stage.replica('A');
    await a.sync();
    await a.sync({ scope: 'Other' });
    await a.replica.write(() => saveRefusalPolicy(a.replica.db, { table: null, policy: 'revert' }));
    a.db.exec(`update item set word = 'mine' where id = 1`);
    await a.sync();
    refuses = false;
    await a.sync({ scope: 'Other' });
    expect(stage.rows('item')).toEqual([[1, 'mine']]);
    refuses = true;
    await a.sync();
    await a.sync();
    expect([a.db.prepare('select word from item').pluck().get(), a.errors()]).toEqual(['mine', []]);
    // Refused in both, it is taken back by the one that is told so the second time.
    a.db.exec(`update item set word = 'refused' where id = 1`);
    await a.sync();
    await a.sync({ scope: 'Other' });
    expect(a.errors()).toMatchObject([{ state: 'parked', takenBackAt: expect.any(String) as unknown }]);
    await a.sync();
    await a.sync({ scope: 'Other' });
    expect([stage.rows('item'), a.db.prepare('select word from item').pluck().get()]).toEqual([[[1, 'mine']], 'mine']);
    await expectSettled(stage, [a], { item: 'id' });
  });
});
