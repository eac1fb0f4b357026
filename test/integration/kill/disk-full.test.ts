// The disk is full where a replica writes: what was begun is taken back whole, is told in words, and heals when there is
// room again (SF-02, SF-07, W-112). The file may not grow: to SQLite that is the same as no room.

import { expect, test } from 'vitest';
import { createScene, type Scene } from './room.ts';
import { dump, edit, rowsIn, sync } from '../../support/replica-app.ts';

test('a download that does not fit changes nothing; the next session brings it, and its conflict once', async () => {
  const { app, file, hubDb, fill, free } = await createScene();
  edit(file, `update item set title = 'mine' where id = 1`);
  hubDb.exec(`update item set title = 'theirs' where id = 1`);
  hubDb.exec(longRows);
  const before = dump(file);
  fill();
  const full = await sync(app);
  expect(full).toMatchObject({ result: 'failed', problem: { code: 'disk-full' } });
  expect(dump(file)).toEqual(before);
  expect(app.inbox.counts().undecided).toBe(0);
  free();
  const { result, summary } = await sync(app);
  expect(result).toBe('done');
  expect(summary).toMatchObject({ downloaded: 301, conflicts: 1, balance: 0 });
  expect(app.inbox.get(1).versions).toMatchObject({ mine: { title: 'mine' }, theirs: { title: 'theirs' } });
  expect(rowsIn(file, 'item')).toEqual(hubRows({ hubDb }));
});

test('a decision that does not fit is not taken: the record and the entry stand as before', async () => {
  const { app, file, hubDb, fill, free } = await createScene();
  edit(file, `update item set title = 'mine' where id = 1`);
  hubDb.exec(`update item set title = 'theirs' where id = 1`);
  await sync(app);
  const before = dump(file);
  fill();
  const text = 'x'.repeat(500_000);
  const choice = { keep: 'merged' as const, take: {}, set: { title: text } };
  await expect(app.inbox.resolve({ no: 1, choice, by: 'Ann' })).rejects.toMatchObject({ code: 'disk-full' });
  expect(dump(file)).toEqual(before);
  free();
  expect((await app.inbox.resolve({ no: 1, choice, by: 'Ann' })).state).toBe('decided');
  await sync(app);
  expect(app.inbox.get(1).state).toBe('confirmed');
  expect(hubRows({ hubDb })[0]).toEqual([1, text]);
});

const longRows = `with recursive n (n) as (select 100 union all select n + 1 from n where n < 399)
  insert into item select n, hex(zeroblob(1000)) from n`;

function hubRows({ hubDb }: Pick<Scene, 'hubDb'>): unknown[][] {
  return hubDb.prepare(`select * from item order by 1`).raw().all() as unknown[][];
}
