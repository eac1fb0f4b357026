// The state of a replica and its tick.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionOf, tickReasons, type Condition, type StatusFacts } from '../../../main/sync/status.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Everything sent, received and checked a minute ago. */
const fine: StatusFacts = {
  running: false,
  everSynchronised: true,
  lastEnd: 'done',
  openErrors: 0,
  parked: 0,
  undecided: 0,
  waitingRecords: 0,
  sinceSuccess: minute,
  interval: 10 * minute,
};

/** Without a network the last good session is longer ago; an interrupted one has not failed (ER-15). */
const away = { sinceSuccess: 15 * minute };

describe('the condition', () => {
  const combinations: [string, Partial<StatusFacts>, Condition][] = [
    ['connected', {}, 'up-to-date'],
    ['not connected', away, 'up-to-date'],
    ['connected and refreshing', { running: true }, 'syncing'],
    ['connected, pending', { waitingRecords: 2 }, 'waiting'],
    ['not connected, pending', { ...away, waitingRecords: 2 }, 'waiting'],
    ['connected, error', { openErrors: 1 }, 'error'],
    ['not connected, error', { ...away, openErrors: 1, waitingRecords: 2 }, 'error'],
    ['connected, warning', { parked: 1 }, 'warning'],
    ['not connected, warning', { ...away, parked: 1, waitingRecords: 1 }, 'warning'],
    ['working offline, with changes', { sinceSuccess: day, waitingRecords: 3 }, 'waiting'],
    ['never synchronised', { everSynchronised: false, sinceSuccess: null }, 'never-synchronised'],
  ];
  it.each(combinations)('R-100 ST-03 %s', (_, facts, condition) => {
    expect(conditionOf({ ...fine, ...facts })).toBe(condition);
  });

  it.each([
    ['a failed session', { lastEnd: 'failed' }, 'error'],
    ['a failed session, tried again now', { lastEnd: 'failed', running: true }, 'syncing'],
    ['a failed session, with a conflict', { lastEnd: 'failed', undecided: 1 }, 'error'],
    ['an open error while it runs', { openErrors: 1, running: true }, 'error'],
    ['a conflict while it runs', { undecided: 1, running: true }, 'needs-you'],
    ['a conflict and a parked record', { undecided: 1, parked: 1 }, 'needs-you'],
    ['a parked record while it runs', { parked: 1, running: true }, 'warning'],
    ['the first session runs', { everSynchronised: false, sinceSuccess: null, running: true }, 'syncing'],
    [
      'never synchronised, with changes',
      { everSynchronised: false, sinceSuccess: null, waitingRecords: 1 },
      'never-synchronised',
    ],
    [
      'never synchronised, the first try failed',
      { everSynchronised: false, sinceSuccess: null, lastEnd: 'failed' },
      'error',
    ],
    ['not checked for long', { sinceSuccess: 20 * minute }, 'waiting'],
  ] as [string, Partial<StatusFacts>, Condition][])('R-100 ST-02 %s', (_, facts, condition) => {
    expect(conditionOf({ ...fine, ...facts })).toBe(condition);
  });

  it('R-100 ST-02 names the gravest thing, whatever else there is', () => {
    const graver: readonly [Condition, Partial<StatusFacts>][] = [
      ['error', { openErrors: 1 }],
      ['needs-you', { undecided: 1 }],
      ['warning', { parked: 1 }],
      ['syncing', { running: true }],
      ['waiting', { waitingRecords: 1 }],
    ];
    fc.assert(
      fc.property(fc.subarray([...graver.keys()]), (chosen) => {
        const facts = chosen.reduce((all, at) => ({ ...all, ...graver[at]?.[1] }), fine);
        expect(conditionOf(facts)).toBe(graver[Math.min(...chosen)]?.[0] ?? 'up-to-date');
      }),
    );
  });
});

describe('the tick', () => {
  const unfulfilled = (facts: Partial<StatusFacts>): string[] =>
    tickReasons({ ...fine, ...facts }).flatMap((reason) =>
      reason.fulfilled ? [] : [`${reason.what} ${reason.count}`],
    );

  it.each([
    ['nothing', {}, []],
    ['the last session failed', { lastEnd: 'failed' }, ['last-session null']],
    ['the last session was cancelled', { lastEnd: 'cancelled' }, ['last-session null']],
    ['no session yet', { everSynchronised: false, sinceSuccess: null }, ['last-session null', 'checked null']],
    ['records wait', { waitingRecords: 3 }, ['waiting 3']],
    ['conflicts wait', { undecided: 2 }, ['undecided 2']],
    ['parked records', { parked: 2 }, ['parked 2']],
    ['open errors', { openErrors: 1 }, ['parked 1']],
    ['parked records and open errors', { parked: 2, openErrors: 1 }, ['parked 3']],
    ['just within twice the interval', { sinceSuccess: 20 * minute - 1 }, []],
    ['at twice the interval', { sinceSuccess: 20 * minute }, [`checked ${20 * minute}`]],
    ['by hand, just within a day', { interval: null, sinceSuccess: day - 1 }, []],
    ['by hand, a day ago', { interval: null, sinceSuccess: day }, [`checked ${day}`]],
    ['a session that runs changes nothing', { running: true }, []],
    [
      'all of it',
      { lastEnd: 'failed', waitingRecords: 1, undecided: 1, parked: 1, sinceSuccess: null },
      ['last-session null', 'waiting 1', 'undecided 1', 'parked 1', 'checked null'],
    ],
  ] as [string, Partial<StatusFacts>, string[]][])('R-101 SF-01 what is missing: %s', (_, facts, missing) => {
    expect(unfulfilled(facts)).toEqual(missing);
  });

  it('R-101 R-100 SF-01 up to date is said exactly when all five hold and no session runs', () => {
    const facts = fc.record<StatusFacts>({
      running: fc.boolean(),
      everSynchronised: fc.boolean(),
      lastEnd: fc.constantFrom('done', 'failed', 'interrupted', 'cancelled', null),
      openErrors: fc.nat(1),
      parked: fc.nat(1),
      undecided: fc.nat(1),
      waitingRecords: fc.nat(1),
      sinceSuccess: fc.constantFrom(null, minute, 20 * minute, day),
      interval: fc.constantFrom(null, 10 * minute),
    });
    fc.assert(
      fc.property(facts, (known) => {
        const reasons = tickReasons(known);
        expect(reasons.map((reason) => reason.what)).toEqual([
          'last-session',
          'waiting',
          'undecided',
          'parked',
          'checked',
        ]);
        const tick = reasons.every((reason) => reason.fulfilled) && !known.running;
        expect(conditionOf(known) === 'up-to-date').toBe(tick);
      }),
      { numRuns: 2000 },
    );
  });
});
