// Recorded conflicts of a stock server with both policies, replayed against the agent (WIRE 12 C, D; CONFORMANCE 6).

import { expect, test } from 'vitest';
import { edit, eventsOf, rowsIn, sync } from '../../support/replica-app.ts';
import { guid, shopRows } from '../../support/shop.ts';
import { playAfter, type Played, type Recording } from './recorded-sessions.ts';

/** What the recorded client did before: both sides changed 1 and 50; 2, 3 and 4 were deleted on one side or on both. */
async function conflicting(file: Played): Promise<Recording> {
  const play = await playAfter(file, shopRows);
  edit(
    play.file,
    `update orders set title = 'L' || id where id in (1, 3)`,
    `insert into orders values (50, null, 'L50')`,
    `delete from orders where id in (2, 4)`,
  );
  return play;
}

test('conflict-server-wins: the hub’s rows stand here, four entries wait with their types and versions (W-116, W-227, C1 C6 C15 C19 C21)', async () => {
  const play = await conflicting('conflict-server-wins');
  const ended = await sync(play.app);
  expect(play.asked()).toEqual(play.recorded());
  expect(ended.summary).toMatchObject({
    uploaded: 5,
    downloaded: 5,
    resolvedHub: 5,
    conflicts: 4,
    policy: 'server-wins',
    short: [],
  });
  expect(rowsIn(play.file, 'orders')).toEqual([
    [1, guid(1), 'R1'],
    [2, guid(1), 'R2'],
    [5, guid(1), 'o5'],
    [6, guid(1), 'o6'],
    [50, null, 'R50'],
  ]);
  const { entries } = play.app.inbox.list({ limit: 10, offset: 0 });
  const told = entries.map(({ key, type, state, versions }) => ({
    id: key['id'],
    type,
    state,
    titles: [versions.base, versions.mine, versions.theirs].map((version) => version && version['title']),
  }));
  expect(told.toSorted((a, b) => Number(a.id) - Number(b.id))).toEqual([
    { id: 1, type: 'local-update/hub-update', state: 'undecided', titles: ['o1', 'L1', 'R1'] },
    { id: 2, type: 'local-delete/hub-update', state: 'undecided', titles: ['o2', null, 'R2'] },
    { id: 3, type: 'local-update/hub-delete', state: 'undecided', titles: ['o3', 'L3', null] },
    { id: 50, type: 'local-insert/hub-insert', state: 'undecided', titles: [null, 'L50', 'R50'] },
  ]);
});

test('conflict-client-wins: nothing is parked, and it is told that the hub’s values gave way unseen (W-117, W-232, RS-26)', async () => {
  const play = await conflicting('conflict-client-wins');
  const ended = await sync(play.app);
  expect(play.asked()).toEqual(play.recorded());
  expect(ended.summary).toMatchObject({
    uploaded: 5,
    downloaded: 1,
    resolvedHub: 5,
    conflicts: 0,
    policy: 'client-wins',
    short: [],
  });
  expect(rowsIn(play.file, 'orders')).toEqual([
    [1, guid(1), 'L1'],
    [3, guid(1), 'L3'],
    [5, guid(1), 'o5'],
    [6, guid(1), 'o6'],
    [50, null, 'L50'],
  ]);
  expect(play.app.inbox.list({ limit: 10, offset: 0 }).total).toBe(0);
  expect(eventsOf(play.app, ended.no).find((event) => event.name === 'session.hub-overrules')).toMatchObject({
    level: 'warning',
    data: { resolvedHub: 5 },
  });
});
