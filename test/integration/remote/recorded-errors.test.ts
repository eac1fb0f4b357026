// Recorded refusals of a stock server: of one row, and of a whole session (WIRE 12 K, 23; W-246, W-283).

import { expect, test } from 'vitest';
import { dump, edit, eventsOf, rowsIn, sync } from '../../support/replica-app.ts';
import { playAfter, playNew } from './recorded-sessions.ts';
import { shopRows } from '../../support/shop.ts';

test('row-error: one of two rows fails on the hub; it is told and stands out in the feed (W-246, L6, EG-a)', async () => {
  const play = await playNew('row-error');
  await sync(play.app);
  edit(play.file, `insert into a values (3, 'dup', 1), (4, 'ok', 1)`);
  const ended = await sync(play.app);
  expect(play.asked()).toEqual(play.recorded());
  expect(ended).toMatchObject({
    result: 'done',
    summary: { uploaded: 2, appliedHub: 1, failedHub: 1, downloaded: 1, short: [] },
  });
  expect(ended.summary.tables).toMatchObject([
    { table: { name: 'a' }, sent: { inserted: 1, modified: 0, failed: 1, total: 2 } },
  ]);
  expect(eventsOf(play.app, ended.no).at(-1)).toMatchObject({
    name: 'session.ended',
    level: 'warning',
    data: { failedHub: 1 },
  });
  expect(rowsIn(play.file, 'a')).toEqual([
    [2, 'dup', 1],
    [3, 'dup', 1],
    [4, 'ok', 1],
  ]);
});

test('error: a 400 of unknown cause is not repeated; the session fails, nothing changed, step 14 tells (W-104, W-126, W-283)', async () => {
  const play = await playAfter('error', shopRows);
  edit(play.file, `update orders set title = 'L' where id = 5`);
  const before = dump(play.file);
  const ended = await sync(play.app);
  expect(ended).toMatchObject({ result: 'failed', problem: { code: 'hub-refused', retryable: false } });
  expect(ended.problem?.message).toBe('The hub stopped the session: RollbackException.');
  expect(ended.problem?.details).toContain('Rollback action taken on conflict');
  const [scopes, operation, upload, , , end] = play.recorded();
  expect(play.asked()).toEqual([scopes, operation, upload, end]);
  expect(dump(play.file)).toEqual(before);
});
