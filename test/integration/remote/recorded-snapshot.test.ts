// A recorded first session from a snapshot, replayed against the agent (WIRE 12 H).

import { expect, test } from 'vitest';
import type { EndedSession } from '../../../main/agent/session.ts';
import { rowsIn, sync } from '../../support/replica-app.ts';
import type { Comparable } from '../../support/recorded-calls.ts';
import { playNew, type Recording } from './recorded-sessions.ts';

/** After a snapshot stock goes on with `way` 1 and its new time as `lst`, and counts the snapshot apart: nobody reads it. */
function withoutQuirks(calls: readonly Comparable[]): unknown[] {
  return calls.map((call) => {
    if (call.step === 14) return call.step;
    if (call.step !== 4) return call;
    const { sc, scopeclient, ...message } = call.message as { sc: object; scopeclient: object };
    return {
      ...call,
      message: { ...message, sc: { ...sc, way: 2 }, scopeclient: { ...scopeclient, lst: null }, clst: 'now' },
    };
  });
}

async function fromSnapshot(): Promise<{ play: Recording; ended: EndedSession }> {
  const play = await playNew('snapshot');
  return { play, ended: await sync(play.app) };
}

test('snapshot: it is fetched before the upload, what has changed since comes after (W-122, SN1)', async () => {
  const { play, ended } = await fromSnapshot();
  expect(ended).toMatchObject({ result: 'done', summary: { mode: 'first', downloaded: 7 } });
  expect(withoutQuirks(play.asked())).toEqual(withoutQuirks(play.recorded()));
  const rows = rowsIn(play.file, 'orders');
  for (const row of [
    [1, 'after'],
    [3, 'o3'],
    [4, 'o4'],
    [5, 'after snapshot'],
  ])
    expect(rows).toContainEqual(row);
});

// The replica ignores the deletes of every download of a first session, not of the snapshot's alone (main/replica/apply.ts).
test('snapshot: a row that was deleted since is not here (W-122, L14)', async () => {
  const { play } = await fromSnapshot();
  expect(rowsIn(play.file, 'orders').map((row) => row[0])).toEqual([1, 3, 4, 5]);
});
