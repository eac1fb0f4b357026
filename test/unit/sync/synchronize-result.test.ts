// The one algorithm: what a session that ended well tells, here and to the hub.

import { describe, expect, it } from 'vitest';
import { applied, cutDelivery, isNew, offered, play, table, wholeDelivery, type Plot } from './session-fakes.ts';

describe('the result', () => {
  const counts: Plot = {
    offered,
    answers: [
      {
        policy: 'client-wins',
        selected: [{ table, upserts: 4, deletes: 2 }],
        applied: [
          applied({ applied: 1, resolved: 1, received: 3 }),
          applied({ kind: 'delete', failed: 1, received: 3 }),
        ],
        kept: [{ table, key: ['a'] }],
      },
    ],
    outcomes: [
      {
        applied: [applied({ applied: 3, resolved: 2, failed: 1 })],
        kept: 1,
        ignored: 2,
        retried: 1,
        conflicts: 2,
        equal: 1,
      },
    ],
  };

  it('R-60 R-61 R-62 R-65 W-237 holds both sides’ counters', async () => {
    const { result } = await play(counts);
    expect(result).toMatchObject({
      round: 'normal',
      policy: 'client-wins',
      uploaded: 3,
      downloaded: 6,
      appliedHub: 1,
      failedHub: 1,
      resolvedHub: 1,
      appliedHere: 3,
      failedHere: 1,
      resolvedHere: 2,
      conflicts: 2,
      equal: 1,
      books: { kept: 1, ignored: 2, retried: 1 },
      keptHub: 1,
      uploadBalance: 0,
      downloadBalance: 0,
      short: [],
    });
  });

  it('R-61 I6 a snapshot’s rows are received rows', async () => {
    const { result } = await play({ known: null, client: isNew, snapshot: 150n, ...counts });
    expect(result.received).toEqual([
      { table, upserts: 1, deletes: 0 },
      { table, upserts: 4, deletes: 2 },
    ]);
    expect(result.downloaded).toBe(7);
    expect(result.downloadBalance).toBe(1);
  });

  it('R-62 a hub that does not tell what it kept leaves the balance unknown', async () => {
    const { result } = await play({ offered, answers: [{ applied: wholeDelivery }] });
    expect([result.keptHub, result.uploadBalance]).toEqual([null, null]);
  });

  it('R-84 W-54 the hub is told the counters and times of the session', async () => {
    const { ends, result } = await play(counts);
    expect(ends).toEqual([
      {
        started: new Date(0),
        ended: new Date(1000),
        appliedHub: result.appliedHubBy,
        appliedHere: result.appliedHereBy,
        selectedHere: result.sent,
        selectedHub: result.received,
      },
    ]);
    expect(result.appliedHubBy).toHaveLength(2);
    expect(result.appliedHereBy).toHaveLength(1);
  });
});

describe('two rounds', () => {
  const late = [applied({ applied: 5, resolved: 6, failed: 7, received: 18 })];
  const early = [applied({ applied: 2, resolved: 3, failed: 1 }), applied({ kind: 'delete', applied: 1 })];
  const hub = [
    { selected: [{ table, upserts: 4, deletes: 0 }], applied: early, policy: 'server-wins' as const },
    { selected: [{ table, upserts: 50, deletes: 0 }], applied: late, policy: 'client-wins' as const },
  ];
  const here = [
    { applied: [applied({ applied: 1, resolved: 1 })], conflicts: 1, equal: 2, kept: 1, ignored: 0, retried: 1 },
    {
      applied: [applied({ applied: 49, resolved: 2, failed: 1 })],
      conflicts: 3,
      equal: 4,
      kept: 2,
      ignored: 5,
      retried: 7,
    },
  ];
  const plot: Plot = { type: 'reinitialize-with-upload', offered, answers: hub, outcomes: here };

  it('R-86 W-281 are one session here: everything is added', async () => {
    const { result } = await play(plot);
    expect(result).toEqual({
      round: 'reinitialize',
      ordered: 'normal',
      policy: 'client-wins',
      uploaded: 3,
      downloaded: 54,
      appliedHub: 8,
      failedHub: 8,
      resolvedHub: 9,
      appliedHere: 50,
      failedHere: 1,
      resolvedHere: 3,
      conflicts: 4,
      equal: 6,
      books: { kept: 3, ignored: 5, retried: 8 },
      keptHub: null,
      uploadBalance: null,
      // 4 + 1 − 1 − 1 of the first round, 50 + 7 − 49 − 1 − 2 − 5 of the second.
      downloadBalance: 3 + 0,
      short: [],
      sent: offered[0],
      received: hub.flatMap((answer) => answer.selected),
      appliedHubBy: [...early, ...late],
      appliedHereBy: here.flatMap((outcome) => outcome.applied),
      splitHere: [],
      splitHub: [],
    });
  });

  const key = { table, key: ['a'] };
  it.each([
    ['in both rounds', [[key], [key, key]], 3, 3 - 3 - 1 - 1 + (0 - 5 - 7 - 2)],
    ['in the first alone', [[key], null], null, null],
    ['in the second alone', [null, [key]], null, null],
    ['in neither', [null, null], null, null],
  ])('R-86 R-62 a hub that tells what it kept %s', async (_, kept, keptHub, uploadBalance) => {
    const answers = hub.map((answer, at) => ({ ...answer, kept: kept[at] ?? null }));
    const { result } = await play({ ...plot, answers });
    expect([result.keptHub, result.uploadBalance]).toEqual([keptHub, uploadBalance]);
  });

  it('R-86 each is closed with its own counters', async () => {
    const { ends } = await play(plot);
    expect(ends.map((report) => report.selectedHub)).toEqual(hub.map((answer) => answer.selected));
    expect(ends.map((report) => report.selectedHere)).toEqual([offered[0], []]);
    expect(ends.map((report) => report.started.getTime())).toEqual([0, 0]);
  });

  it('R-85 R-86 a first round that fell short is told with the sum', async () => {
    const { result, applies } = await play({ ...plot, answers: [{ ...hub[0], applied: cutDelivery }, { ...hub[1] }] });
    expect(result.short).toHaveLength(2);
    expect(applies.map((request) => request.moveWatermark)).toEqual([false, true]);
  });

  it('R-86 R-72 the second round runs as planned, though the hub repeats its order', async () => {
    const { applies } = await play({ operation: 'reinitialize-with-upload' });
    expect(applies.map((request) => request.round)).toEqual(['normal', 'reinitialize']);
  });
});
