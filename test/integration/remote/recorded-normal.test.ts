// Recorded sessions of a stock server, replayed against the agent: first and ordinary ones (test/vectors/README, WIRE 12 A, B).

import { expect, test } from 'vitest';
import { edit, openTestApp, rowsIn, sync } from '../../support/replica-app.ts';
import { vectorFiles } from '../../unit/wire/vectors.ts';
import { goOn, notPlayed, played, playNew } from './recorded-sessions.ts';
import { guid } from '../../support/shop.ts';

const orders = (...titles: readonly (readonly [number, string, number | null])[]): unknown[][] =>
  titles.map(([id, title, customer]) => [id, customer === null ? null : guid(customer), title]);

test('every recording is replayed against the agent, but for those whose questions it has not: estimate, changes-only, timestamp, filter', () => {
  expect(Object.keys(notPlayed)).toEqual(['estimate', 'changes-only', 'timestamp', 'filter']);
  expect([...played, ...Object.keys(notPlayed)].toSorted()).toEqual(vectorFiles.toSorted());
});

test('first-sync: the requests of W-107 in their order, nine rows here (WIRE 12 A, H1)', async () => {
  const play = await playNew('first-sync');
  const ended = await sync(play.app);
  expect(ended).toMatchObject({ result: 'done', problem: null });
  expect(ended.summary).toMatchObject({
    mode: 'first',
    uploaded: 0,
    downloaded: 9,
    appliedHere: 9,
    balance: 0,
    repeats: 0,
  });
  expect(play.asked()).toEqual(play.recorded());
  expect(rowsIn(play.file, 'customer')).toEqual([
    [guid(1), 'c1', '1.1', 0],
    [guid(2), 'c2', '2.2', 1],
    [guid(3), 'c3', '3.3', 0],
  ]);
  expect(rowsIn(play.file, 'orders')).toEqual(orders(...[1, 2, 3, 4, 5, 6].map((id) => [id, `o${id}`, 1] as const)));
  expect(play.app.inbox.list({ limit: 10, offset: 0 }).total).toBe(0);
});

test('incremental: update, insert and delete up, four rows down, then five calls with nothing to do (WIRE 12 B, W-109, W-111)', async () => {
  const first = await playNew('first-sync');
  await sync(first.app);
  const play = goOn(first, 'incremental');
  edit(
    play.file,
    `update orders set title = 'client' where id = 1`,
    `insert into orders values (100, '${guid(2)}', 'Zoë 😀')`,
    `delete from orders where id = 2`,
  );
  const busy = await sync(play.app);
  const idle = await sync(play.app);
  expect(play.asked()).toEqual(play.recorded());
  expect(busy.summary).toMatchObject({
    mode: 'delta',
    uploaded: 3,
    downloaded: 4,
    appliedHere: 4,
    appliedHub: 3,
    short: [],
  });
  expect(idle.summary).toMatchObject({ uploaded: 0, downloaded: 0, requests: 5 });
  expect(rowsIn(play.file, 'orders')).toEqual(
    orders(
      [1, 'client', 1],
      [3, 'server', 1],
      [5, 'o5', 1],
      [6, 'o6', 1],
      [100, 'Zoë 😀', 2],
      [200, 'new server', null],
    ),
  );
  expect(rowsIn(play.file, 'customer')[0]).toEqual([guid(1), 'Ann', '1.1', 0]);
  expect(play.app.inbox.list({ limit: 10, offset: 0 }).total).toBe(0);
});

test('batches: parts of 100 KB down, upserts and deletes in parts of their own up (W-85, W-87, W-89)', async () => {
  const play = await playNew('batches');
  const first = await sync(play.app);
  expect(first.summary).toMatchObject({ downloaded: 4, appliedHere: 4 });
  expect(rowsIn(play.file, 'doc').map((row) => String(row[1]).length)).toEqual([35000, 35000, 35000, 35000]);
  edit(play.file, `update doc set body = 'short' where id < 3`, `delete from doc where id = 4`);
  const second = await sync(play.app);
  expect(second.summary).toMatchObject({ uploaded: 3, appliedHub: 3, downloaded: 0 });
  expect(play.asked()).toEqual(play.recorded());
  expect(rowsIn(play.file, 'doc').map((row) => row[0])).toEqual([1, 2, 3]);
});

test('two-scopes: one client id, a change of a shared table goes up in both scopes (W-195, W-196)', async () => {
  const play = await playNew('two-scopes');
  const file = play.file;
  await play.app.close();
  const one = await openTestApp({ file, hub: play.hub.url, scope: 'one' });
  const two = await openTestApp({ file, hub: play.hub.url, scope: 'two' });
  await sync(one);
  await sync(two);
  edit(file, `update a set t = 'loc' where id = 1`);
  const sent = [await sync(one), await sync(two)];
  expect(sent.map((ended) => [ended.result, ended.summary.uploaded])).toEqual([
    ['done', 1],
    ['done', 1],
  ]);
  expect(play.asked()).toEqual(play.recorded());
  expect([rowsIn(file, 'a'), rowsIn(file, 'b')]).toEqual([[[1, 'loc']], [[1, 'b1']]]);
  const status = await two.handlers['status.read']({});
  expect(status.waiting).toEqual({ changes: 0, records: 0 });
});
