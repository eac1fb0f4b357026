// What Status says first, by what is true (ST-02, ST-03, ST-08, ST-09).

import { describe, expect, it } from 'vitest';
import type { Status } from '../../../../renderer/bridge/use-status.ts';
import { conflictTone, errorTone, factsOf } from '../../../../renderer/status/facts.ts';
import { defaultThresholds, readThresholds } from '../../../../renderer/status/thresholds.ts';
import { hubLight } from '../../../../renderer/status/hub-light.ts';

const session: NonNullable<Status['lastSession']> = {
  no: 8,
  scope: 'field',
  trigger: 'schedule',
  mode: 'delta',
  started: '2026-06-15T10:45:00Z',
  ended: '2026-06-15T10:45:02Z',
  result: 'done',
  uploaded: 0,
  accepted: 0,
  written: 0,
  skipped: 0,
  activeMs: 1000,
  tries: 1,
  slow: false,
  balance: 0,
  bytesSent: 0,
  bytesReceived: 0,
  downloaded: 0,
  conflicts: 0,
  failed: 0,
  ms: 1900,
  problem: null,
};

function status(change: Partial<Status> = {}): Status {
  return {
    hub: 'http://hub/',
    scope: 'field',
    connectivity: 'connected',
    condition: 'up-to-date',
    reasons: [],
    waiting: { changes: 0, records: 0 },
    undecided: 0,
    decided: 0,
    openErrors: 0,
    parked: 0,
    parkedErrors: 0,
    refused: { count: 0, newest: null },
    removed: 0,
    oldestUndecided: null,
    oldestError: null,
    notAdopted: 0,
    hubOverrules: false,
    progress: null,
    lastSession: session,
    lastSuccess: '2026-06-15T10:45:02Z',
    next: { at: '2026-06-15T11:00:00Z', reason: 'interval', tries: 0 },
    contact: null,
    network: null,
    offlineSince: null,
    intervalMinutes: 15,
    onChange: false,
    tables: [],
    storage: { replica: 1, conflicts: 0, log: 1, spool: 0, free: 10_000_000_000 },
    ...change,
  };
}

const kinds = (change: Partial<Status>): string[] => factsOf(status(change)).map((fact) => fact.kind);
const table = (errors: number): Status['tables'][number] => ({
  table: { name: 'orders', schema: '' },
  status: 'available',
  direction: 'both',
  rows: 1,
  waiting: { changes: 0, records: 0 },
  conflicts: 0,
  errors,
  lastSync: null,
  lastChange: null,
});

describe('the facts', () => {
  it('are one where all is well', () => expect(kinds({})).toEqual(['up-to-date']));

  it('begin with the gravest and are three at most', () => {
    expect(
      kinds({
        condition: 'error',
        openErrors: 3,
        parked: 2,
        tables: [table(5)],
        undecided: 291,
        waiting: { changes: 14, records: 9 },
        lastSession: { ...session, result: 'failed' },
      }),
    ).toEqual(['errors', 'failed', 'needs-you']);
  });

  it('tell parked rows from decisions that were refused', () => {
    const [rows] = factsOf(status({ condition: 'warning', parked: 2, tables: [table(2)] }));
    expect(rows).toMatchObject({ kind: 'parked', count: 2, where: 'errors' });
    const [decisions] = factsOf(status({ condition: 'warning', parked: 1 }));
    expect(decisions).toMatchObject({ kind: 'parked', count: 1, where: 'conflicts' });
  });

  it.each([
    ['connected', 'next'],
    ['working-offline', 'working-offline'],
    ['no-network', 'no-network'],
    ['hub-not-answering', 'hub-not-answering'],
  ] as const)('say of waiting changes, %s, what they wait for', (connectivity, hold) => {
    const facts = factsOf(status({ condition: 'waiting', connectivity, waiting: { changes: 3, records: 2 } }));
    expect(facts).toEqual([{ kind: 'waiting', hold }]);
  });

  it('say by hand where no session is planned', () => {
    const next = { at: null, reason: 'by-hand', tries: 0 };
    expect(factsOf(status({ next }))).toEqual([{ kind: 'up-to-date', hold: 'by-hand' }]);
  });

  it('say never, and not checked lately', () => {
    expect(kinds({ condition: 'never-synchronised', lastSuccess: null, lastSession: null })).toEqual(['never']);
    expect(kinds({ condition: 'waiting' })).toEqual(['stale']);
  });

  it('warn of a full disk', () => {
    expect(kinds({ storage: { replica: 1, conflicts: 0, log: 1, spool: 0, free: 420_000_000 } })).toEqual([
      'storage',
      'up-to-date',
    ]);
  });
});

describe('tiles (ST-08)', () => {
  const now = new Date('2026-06-15T12:00:00Z');
  it('colour conflicts amber, and red after 7 days', () => {
    expect(conflictTone(status({}), now, defaultThresholds)).toBe('plain');
    expect(
      conflictTone(status({ undecided: 1, oldestUndecided: '2026-06-08T12:00:00Z' }), now, defaultThresholds),
    ).toBe('amber');
    expect(
      conflictTone(status({ undecided: 1, oldestUndecided: '2026-06-08T11:59:59Z' }), now, defaultThresholds),
    ).toBe('red');
  });

  it('colour errors red when open, amber when only parked', () => {
    expect(errorTone({ openErrors: 1, parked: 2 }, defaultThresholds)).toBe('red');
    expect(errorTone({ openErrors: 0, parked: 2 }, defaultThresholds)).toBe('amber');
    expect(errorTone({ openErrors: 0, parked: 0 }, defaultThresholds)).toBe('plain');
  });
});

describe('thresholds of one’s own (ST-08)', () => {
  const now = new Date('2026-06-15T12:00:00Z');
  const own = readThresholds(
    '{"conflictsAmberFrom":3,"conflictsRedAfterDays":2,"errorsRedFrom":5,"errorsAmberFrom":2}',
  );
  it.each([
    [2, '2026-06-14T12:00:00Z', 'plain'],
    [3, '2026-06-14T12:00:00Z', 'amber'],
    [1, '2026-06-13T11:59:59Z', 'red'],
  ])('%i conflicts since %s are %s', (undecided, oldestUndecided, tone) => {
    expect(conflictTone(status({ undecided, oldestUndecided }), now, own)).toBe(tone);
  });

  it.each([
    [5, 0, 'red'],
    [4, 0, 'amber'],
    [1, 1, 'amber'],
    [1, 0, 'plain'],
  ])('%i open and %i parked errors are %s', (openErrors, parked, tone) => {
    expect(errorTone({ openErrors, parked }, own)).toBe(tone);
  });

  it.each([null, 'no JSON', 'null', '{"errorsRedFrom":0,"errorsAmberFrom":1.5,"conflictsAmberFrom":"1"}'])(
    'kept as %j they are the defaults',
    (kept) => {
      expect(readThresholds(kept)).toEqual(defaultThresholds);
    },
  );
});

describe('the light of the hub (ST-04)', () => {
  const contact = { at: '2026-06-15T10:45:12Z', ok: true, ms: 38, status: 200, code: null };
  it('is on, half, off or not known', () => {
    expect(hubLight({ connectivity: 'connected', contact: null })).toMatchObject({
      light: 'unknown',
      says: 'notAsked',
    });
    expect(hubLight({ connectivity: 'connected', contact })).toMatchObject({ light: 'on', status: 200 });
    expect(hubLight({ connectivity: 'connected', contact: { ...contact, ms: 6000 } })).toMatchObject({ says: 'slow' });
    expect(
      hubLight({ connectivity: 'connected', contact: { ...contact, ok: false, code: 'hub-refused' } }),
    ).toMatchObject({ light: 'half', says: 'refuses' });
    expect(
      hubLight({ connectivity: 'no-network', contact: { ...contact, ok: false, code: 'hub-unreachable' } }),
    ).toMatchObject({ light: 'off', says: 'silent', status: null });
    expect(hubLight({ connectivity: 'working-offline', contact })).toMatchObject({ light: 'unknown', says: 'offline' });
  });
});
