// What a session did to each table's rows, on either way (FD-03), between a Concord hub and two replicas.

import { expect, test } from 'vitest';
import type { App } from '../../../main/app.ts';
import type { CallOutput } from '../../../main/window/contract.ts';
import { edit, openTestApp, sync } from '../../support/replica-app.ts';
import { setStage } from '../../support/stage.ts';

type Counts = CallOutput<'feed.session'>['tables'][number]['sent'];

const none: Counts = {
  inserted: 0,
  modified: 0,
  deleted: 0,
  unchanged: 0,
  conflict: 0,
  failed: 0,
  skipped: 0,
  total: 0,
};

async function lastCounts(app: App): Promise<{ readonly sent: Counts; readonly received: Counts }> {
  const { no, summary } = await sync(app);
  const { tables, balance } = await app.handlers['feed.session']({ no });
  expect([summary.balance, balance]).toEqual([0, 0]);
  return { sent: tables[0]?.sent ?? none, received: tables[0]?.received ?? none };
}

test('new, changed, deleted, alike, conflicting and refused rows are told apart and add up (FD-03)', async () => {
  const stage = await setStage({
    binding: 'over HTTP',
    tables: ['item'],
    schema: `create table item (id integer primary key, name text, code text unique);
      insert into item values (1, 'a', null), (2, 'b', null), (3, 'c', null), (4, 'd', 'D')`,
  });
  const [ann, bob] = [
    await openTestApp({ hub: stage.url ?? '' }),
    await openTestApp({ hub: stage.url ?? '', user: 'Bob' }),
  ];
  expect(await lastCounts(ann)).toEqual({ sent: none, received: { ...none, inserted: 4, total: 4 } });
  await sync(bob);

  edit(
    ann.replica.file,
    `insert into item values (10, 'new', null), (11, 'taken', 'D2')`,
    `update item set name = 'A' where id = 1`,
    `delete from item where id = 3`,
  );
  expect(await lastCounts(ann)).toEqual({
    sent: { ...none, inserted: 2, modified: 1, deleted: 1, total: 4 },
    received: none,
  });

  // Bob: the same change, the same delete, another value, and a new row whose code is taken on the hub.
  edit(
    bob.replica.file,
    `update item set name = 'A' where id = 1`,
    `delete from item where id = 3`,
    `insert into item values (12, 'mine', 'D2'), (13, 'free', null)`,
    `update item set name = 'B' where id = 2`,
  );
  const met = await lastCounts(bob);
  expect(met.sent).toMatchObject({ inserted: 1, modified: 1, failed: 1, total: 5 });
  expect(met.received).toMatchObject({ inserted: 2, unchanged: 2, failed: 0, total: 4 });
  for (const { total, ...parts } of [met.sent, met.received])
    expect(Object.values(parts).reduce((sum: number, rows) => sum + (rows ?? 0), 0)).toBe(total);
});
