// Recorded sessions that read everything again: by wish, by age, by the hub's order (WIRE 12 E, F, G; L9, L11).

import { describe, expect, test } from 'vitest';
import type { EndedSession } from '../../../main/agent/session.ts';
import { dump, edit, rowsIn, sync } from '../../support/replica-app.ts';
import { recordedScope } from '../../support/recorded-hub.ts';
import { stepsOf } from '../../support/sync-call.ts';
import { guid, type RowsByTable } from '../../support/shop.ts';
import { laterShopRows, playAfter, type Played, type Recording } from './recorded-sessions.ts';

/** Entries of the inbox: key, state, and the titles here and at the hub. */
function inboxOf({ app }: Recording): unknown[] {
  return app.inbox
    .list({ limit: 10, offset: 0 })
    .entries.map(({ key, state, versions }) => [
      key['id'],
      state,
      versions.mine?.['title'],
      versions.theirs?.['title'],
    ]);
}

const titles = (play: Recording): unknown[] =>
  rowsIn(play.file, 'orders').map((row) => `${String(row[0])} ${String(row.at(-1))}`);

test('reinitialize: asked as recorded; the update that stock throws away waits in the inbox (W-118, L9, H22)', async () => {
  const play = await playAfter('reinitialize', laterShopRows);
  edit(play.file, `update orders set title = 'unsent' where id = 1`);
  const ended = await sync(play.app, { type: 'reinitialize' });
  expect(play.asked()).toEqual(play.recorded());
  expect(ended.summary).toMatchObject({ mode: 'first', uploaded: 0, downloaded: 9, appliedHere: 9, conflicts: 1 });
  expect(rowsIn(play.file, 'orders')).toContainEqual([1, guid(1), 'client']);
  expect(inboxOf(play)).toEqual([[1, 'undecided', 'unsent', 'client']]);
});

test('reinitialize-with-upload: the first questions as recorded, then a normal round and a re-read: no update is lost (W-119, W-281, L9)', async () => {
  const play = await playAfter('reinitialize-with-upload', laterShopRows);
  play.hub.intercept = null;
  edit(play.file, `insert into orders values (101, null, 'kept')`, `update orders set title = 'lost' where id = 3`);
  const before = play.hub.calls().length;
  const ended = await sync(play.app, { type: 'reinitialize-with-upload' });
  expect(ended).toMatchObject({ result: 'done', summary: { uploaded: 2, appliedHub: 2, conflicts: 0 } });
  expect(stepsOf(play.hub.calls().slice(before))).toEqual([2, 13, 4, 11, 14, 2, 13, 10, 4, 7, 7, 11, 14]);
  expect(play.hub.rows.present('orders')).toContainEqual([3, guid(1), 'lost']);
  expect(titles(play)).toEqual(['1 client', '3 lost', '5 counted', '6 o6', '100 Zoë 😀', '101 kept', '200 new server']);
  expect(inboxOf(play)).toEqual([]);
});

describe('outdated (W-120, W-199)', () => {
  const start = async (): Promise<Recording> => {
    const play = await playAfter('outdated', {
      ...laterShopRows,
      orders: [...(laterShopRows['orders'] ?? []), [101, null, 'kept']],
    });
    edit(play.file, `insert into orders values (102, null, 'pending')`);
    return play;
  };

  test('it stops with the code `outdated`, as recorded, and nothing has changed (O1, H30)', async () => {
    const play = await start();
    const before = dump(play.file);
    const ended = await sync(play.app);
    expect(ended).toMatchObject({ result: 'failed', problem: { code: 'outdated', retryable: false } });
    expect(play.asked()).toEqual(play.recorded(0));
    expect(dump(play.file)).toEqual(before);
  });

  test('with the action reinitialize everything comes anew and the unsent row waits in the inbox (L9)', async () => {
    const play = await start();
    await sync(play.app);
    play.hub.intercept = null;
    play.hub.scope = recordedScope(play.sessions[1]);
    const ended = await sync(play.app, { outdatedAction: 'reinitialize' });
    expect(ended).toMatchObject({ result: 'done', summary: { downloaded: 10, uploaded: 0, conflicts: 1 } });
    const asked = play.asked().slice(3);
    expect(asked.slice(0, 2)).toEqual(play.recorded(0, 1).slice(3, 5));
    expect(asked.map((call) => call.step)).toEqual([2, 13, 10, 4, 7, 7, 11, 14]);
    expect(inboxOf(play)).toEqual([[102, 'undecided', 'pending', undefined]]);
  });
});

const oneOrder: RowsByTable = { orders: [[1, 'o1']] };

/** A replica with one order, and one more that waits. */
async function ordered(file: Played): Promise<{ play: Recording; before: unknown; ended: EndedSession }> {
  const play = await playAfter(file, oneOrder);
  edit(play.file, `insert into orders values (2, 'pending')`);
  const before = dump(play.file);
  return { play, before, ended: await sync(play.app) };
}

describe('the hub orders (W-121, HB-05)', () => {
  test('operation-1: a re-read, asked as recorded; the unsent row waits in the inbox (L9)', async () => {
    const { play, ended } = await ordered('operation-1-reinitialize');
    expect(play.asked()).toEqual(play.recorded());
    expect(ended).toMatchObject({ result: 'done', summary: { downloaded: 1, conflicts: 1 } });
    expect(titles(play)).toEqual(['1 o1']);
    expect(inboxOf(play)).toEqual([[2, 'undecided', 'pending', undefined]]);
  });

  test('operation-2: a normal round, then a re-read, shown as one session: the unsent row is on both sides (W-281)', async () => {
    const play = await playAfter('operation-2-reinitialize-with-upload', oneOrder);
    play.hub.intercept = null;
    play.hub.operation = 2;
    edit(play.file, `insert into orders values (2, 'pending')`);
    const ended = await sync(play.app);
    expect(ended).toMatchObject({ result: 'done', summary: { uploaded: 1, appliedHub: 1, conflicts: 0 } });
    expect(play.asked().slice(0, 2)).toEqual(play.recorded().slice(0, 2));
    expect(play.asked().map((call) => call.step)).toEqual([2, 13, 4, 11, 14, 2, 13, 10, 4, 7, 11, 14]);
    expect(play.hub.rows.present('orders')).toEqual([
      [1, 'o1'],
      [2, 'pending'],
    ]);
    expect(titles(play)).toEqual(['1 o1', '2 pending']);
    expect(inboxOf(play)).toEqual([]);
  });

  test('operation-4: what the name says, a first session over an emptied replica; the unsent row waits in the inbox (W-121, L11)', async () => {
    const play = await playAfter('operation-4-drop-all-and-sync', oneOrder);
    play.hub.intercept = null;
    play.hub.operation = 4;
    edit(play.file, `insert into orders values (2, 'pending')`);
    const ended = await sync(play.app);
    const summary = { ordered: 'drop-all-and-sync', mode: 'first', downloaded: 1, uploaded: 0, conflicts: 1 };
    expect(ended).toMatchObject({ result: 'done', summary });
    expect(play.asked().map((call) => call.step)).toEqual([2, 13, 4, 7, 11, 14]);
    expect(play.asked()[2]?.message).toMatchObject({ scopeclient: { in: true, lst: null, lsst: null } });
    expect([titles(play), inboxOf(play)]).toEqual([['1 o1'], [[2, 'undecided', 'pending', undefined]]]);
  });

  test('operation-8: asked as recorded; rows and what waits stay, the next session is a first one (W-121, L11)', async () => {
    const { play, ended } = await ordered('operation-8-drop-all-and-exit');
    expect(ended).toMatchObject({
      result: 'done',
      summary: { ordered: 'drop-all-and-exit', downloaded: 0, uploaded: 0 },
    });
    expect(play.asked().map((call) => call.step)).toEqual(play.recorded().map((call) => call.step));
    expect([titles(play), play.app.replica.scopes()]).toEqual([['1 o1', '2 pending'], []]);
    play.hub.intercept = null;
    expect((await sync(play.app)).summary).toMatchObject({ mode: 'first', downloaded: 1, conflicts: 0 });
    expect((await sync(play.app)).summary).toMatchObject({ mode: 'delta', uploaded: 1, appliedHub: 1 });
    expect([titles(play), inboxOf(play)]).toEqual([['1 o1', '2 pending'], []]);
  });

  test('operation-16: the triggers are made anew, and an ordinary session, as recorded', async () => {
    const { play, ended } = await ordered('operation-16-deprovision-and-sync');
    expect(ended).toMatchObject({ result: 'done', summary: { uploaded: 1, appliedHub: 1 } });
    expect(play.asked()).toEqual(play.recorded());
    expect(titles(play)).toEqual(['1 o1', '2 pending']);
  });

  test('operation-32: the session stops, the row goes on waiting', async () => {
    const { play, before, ended } = await ordered('operation-32-abort');
    expect(ended).toMatchObject({ result: 'failed', problem: { code: 'hub-aborted' } });
    expect(dump(play.file)).toEqual(before);
    expect(play.asked().slice(0, 2)).toEqual(play.recorded().slice(0, 2));
    expect(play.asked().map((call) => call.step)).toEqual([2, 13, 14]);
  });
});
