// The one algorithm: what is called, in which order, with what, for each kind of session that ends well.

import { describe, expect, it } from 'vitest';
import { synchronize } from '../../../main/sync/synchronize.ts';
import { mayFollow } from '../../../main/sync/session.ts';
import type { RefusedRow } from '../../../main/sync/orchestrator.ts';
import {
  applied,
  cutDelivery,
  isNew,
  offered,
  play,
  stageOf,
  table,
  wholeDelivery,
  type Plot,
} from './session-fakes.ts';

const begin = ['# connect', 'remote.openScope normal', 'local.openScope', '# operation'];
const ended = ['# end', 'remote.endSession well'];
const applyOf = (...downloads: string[]): string[] => ['# apply', ...downloads.map((name) => `${name}.read`)];
const closing = (...names: string[]): string[] => ['upload.close', ...names.map((name) => `${name}.close`)];

const normal = [
  '# select',
  'local.selectChanges rows',
  '# upload',
  'remote.sendChanges normal',
  '# download',
  'changes.complete',
  'changes.end',
  ...applyOf('changes'),
  'local.applyChanges',
  '# clean-up',
  ...closing('changes'),
];

const reread = [
  '# snapshot',
  'remote.getSnapshot reinitialize',
  '# select',
  'local.selectChanges time',
  '# upload',
  'remote.sendChanges reinitialize',
  '# download',
  'changes.complete',
  'changes.end',
  ...applyOf('changes'),
  'local.applyChanges',
  '# clean-up',
  ...closing('changes'),
];

const first = (changes: string[], finish: string[], snapshot: string[] = []): string[] => [
  ...begin,
  'remote.getOperation unknown',
  '# snapshot',
  'remote.getSnapshot first',
  ...snapshot.flatMap((name) => [`${name}.complete`, `${name}.end`]),
  '# select',
  'local.selectChanges time',
  '# upload',
  'remote.sendChanges first',
  '# download',
  ...changes,
  '# provision',
  ...applyOf(...snapshot, 'changes'),
  ...finish,
  'local.applyChanges',
  '# clean-up',
  ...closing(...snapshot, 'changes'),
  ...ended,
];

const brought = ['changes.complete', 'changes.end'];

const anew = reread.map((name) => name.replace('reinitialize', 'anew'));

const walks: [string, Plot, string[]][] = [
  ['W-109 a normal session', {}, [...begin, 'remote.getOperation known', ...normal, ...ended]],
  ['W-107 a first session in an existing file', { known: null, client: isNew }, first(brought, [])],
  ['W-107 a first session in a new file', { known: null, client: isNew, newFile: true }, first([], ['changes.end'])],
  [
    'W-122 a first session with a snapshot',
    { known: null, client: isNew, snapshot: 150n },
    first(brought, [], ['snapshot']),
  ],
  [
    'W-122 a first session with a snapshot in a new file',
    { known: null, client: isNew, snapshot: 150n, newFile: true },
    first([], ['changes.end'], ['snapshot']),
  ],
  [
    'W-118 reinitialize',
    { type: 'reinitialize' },
    [
      '# connect',
      'remote.openScope reinitialize',
      'local.openScope',
      '# operation',
      'remote.getOperation known',
      ...reread,
      ...ended,
    ],
  ],
  [
    'W-121 reinitialize, ordered by the hub',
    { operation: 'reinitialize' },
    [...begin, 'remote.getOperation known', 'local.saveUnsent', ...reread, ...ended],
  ],
  [
    'W-121 drop all and synchronise, ordered by the hub: a first session over what is here',
    { operation: 'drop-all-and-sync', concord: true },
    [...begin, 'remote.getOperation known', 'local.saveUnsent', ...anew, ...ended],
  ],
  [
    'W-121 drop all and synchronise, ordered by a stock hub: its snapshots leave out what this replica itself wrote since',
    { operation: 'drop-all-and-sync' },
    [
      ...begin,
      'remote.getOperation known',
      'local.saveUnsent',
      ...anew.filter((name) => !/snapshot/i.test(name)),
      ...ended,
    ],
  ],
  [
    'W-121 drop all and exit, ordered by the hub: no exchange',
    { operation: 'drop-all-and-exit' },
    [...begin, 'remote.getOperation known', 'local.saveUnsent', 'local.disconnect', ...ended],
  ],
  [
    'W-121 deprovision, ordered by the hub',
    { operation: 'deprovision-and-sync' },
    [...begin, 'remote.getOperation known', 'local.renewTracking', ...normal, ...ended],
  ],
  [
    'W-120 outdated, told to reinitialize',
    { scope: { cleanedUpTo: 101n }, outdatedAction: 'reinitialize' },
    [...begin, 'remote.getOperation known', ...reread, ...ended],
  ],
  [
    'W-119 reinitialize with upload, Concord hub',
    { type: 'reinitialize-with-upload', concord: true },
    [
      ...begin,
      'remote.getOperation known',
      '# snapshot',
      'remote.getSnapshot reinitialize-with-upload',
      '# select',
      'local.selectChanges rows',
      '# upload',
      'remote.sendChanges reinitialize-with-upload',
      '# download',
      ...brought,
      ...applyOf('changes'),
      'local.applyChanges',
      '# clean-up',
      ...closing('changes'),
      ...ended,
    ],
  ],
  [
    'W-281 reinitialize with upload, stock hub: two rounds',
    { type: 'reinitialize-with-upload' },
    [
      ...begin,
      'remote.getOperation known',
      ...normal,
      'remote.endSession well',
      '# connect',
      'remote.openScope reinitialize',
      'local.openScope',
      '# operation',
      'remote.getOperation known',
      ...reread,
      ...ended,
    ],
  ],
];

describe('the order of calls', () => {
  it.each(walks)('R-72 R-80 R-83 R-86 %s', async (_, plot, calls) => {
    expect((await play(plot)).calls).toEqual(calls);
  });

  it.each(walks)('R-70 FD-01 the phases only move forward: %s', async (_, plot) => {
    const { phases } = await play(plot);
    for (const [at, phase] of phases.entries())
      expect([phases[at - 1], phase, mayFollow(phases[at - 1] ?? null, phase)]).toEqual([phases[at - 1], phase, true]);
    expect(phases[0]).toBe('connect');
    expect(phases.at(-1)).toBe('end');
  });

  it.each(walks)('R-84 everything that was opened is closed, and the hub hears the end: %s', async (_, plot) => {
    const { open, ends, committed, result } = await play(plot);
    expect(open.size).toBe(0);
    expect(ends).toHaveLength(Math.max(committed.length, 1));
    expect(ends.every((report) => report.error === undefined)).toBe(true);
    expect(committed.at(-1) ?? null).toBe(result.round);
  });
});

describe('the watermarks that are sent', () => {
  it.each([
    ['W-109 normal: as they stand', {}, { isNew: false, lastSync: 10n, lastHubSync: 100n }],
    ['W-121 dropped all: none, as a new replica', { operation: 'drop-all-and-sync' }, isNew],
    ['W-107 first: none', { known: null, client: isNew }, isNew],
    ['W-118 reinitialize: none', { type: 'reinitialize' }, { isNew: false, lastSync: null, lastHubSync: null }],
    [
      'W-119 reinitialize with upload: none',
      { type: 'reinitialize-with-upload', concord: true },
      { isNew: false, lastSync: null, lastHubSync: null },
    ],
    [
      'W-122 first, with a snapshot',
      { known: null, client: isNew, snapshot: 150n },
      { isNew: false, lastSync: null, lastHubSync: 150n },
    ],
    [
      'W-122 reinitialize, with a snapshot',
      { type: 'reinitialize', snapshot: 150n },
      { isNew: false, lastSync: null, lastHubSync: 150n },
    ],
  ] as [string, Plot, object][])('R-81 %s', async (_, plot, watermarks) => {
    const { uploads, applies } = await play(plot);
    expect(uploads[0]?.client).toMatchObject({ id: 'replica', ...watermarks });
    // The replica itself goes on from what it knows.
    expect(applies[0]?.client).toMatchObject(plot.client ?? { lastSync: 10n, lastHubSync: 100n });
  });
});

const unsent: RefusedRow = { table, key: ['a'], kind: 'upsert', code: 'misfit', message: '' };

describe('what the apply is given', () => {
  it('R-83 W-112 the upload’s time, the hub’s answer, the downloads in order', async () => {
    const { applies, uploads } = await play({
      known: null,
      client: isNew,
      snapshot: 150n,
      concord: true,
      answers: [{ hubTime: 321n, kept: [], policy: 'client-wins' }],
    });
    expect(applies).toHaveLength(1);
    expect(applies[0]).toMatchObject({
      round: 'first',
      clientTime: 20n,
      concordHub: true,
      moveWatermark: true,
      sent: [],
      answer: { hubTime: 321n, policy: 'client-wins' },
      scope: { name: 'DefaultScope' },
    });
    expect(applies[0]?.downloads).toHaveLength(2);
    expect(uploads[0]?.upload.clientTime).toBe(20n);
  });

  it('R-64 W-75 rows that could not be sent are not among those sent', async () => {
    const { applies, result, ends } = await play({
      offered,
      unsent: [unsent],
      answers: [{ applied: [applied({ applied: 1 }), applied({ kind: 'delete', applied: 1 })] }],
    });
    const sent = [{ table, upserts: 1, deletes: 1 }];
    expect(applies[0]?.sent).toEqual(sent);
    expect(result).toMatchObject({ uploaded: 2, sent, short: [] });
    expect(ends[0]?.selectedHere).toEqual(sent);
  });
});

describe('a delivery that fell short', () => {
  it.each([
    ['whole', wholeDelivery, false, false, true, 0],
    ['whole, after a short one', wholeDelivery, true, false, true, 0],
    ['L1 short', cutDelivery, false, false, false, 2],
    ['L1 short, with a repeat', cutDelivery, false, true, false, 2],
    ['short again, with a repeat', cutDelivery, true, true, false, 2],
    ['short again, without a repeat', cutDelivery, true, false, true, 2],
  ])('R-82 R-85 W-285 stock hub, %s', async (_, counts, fellShort, repeated, moveWatermark, short) => {
    const { applies, result } = await play({ offered, fellShort, answers: [{ applied: counts, repeated }] });
    expect(applies[0]?.moveWatermark).toBe(moveWatermark);
    expect(result.short).toHaveLength(short);
  });

  it.each([
    ['refused some, and does not say which', 'reinitialize-with-upload', 1, [false, true]],
    ['refused none', 'reinitialize-with-upload', 0, [true, true]],
    ['refused some, and no re-read follows', 'normal', 1, [true]],
  ] as const)('R-87 L6 before a re-read, a stock hub %s', async (_, type, failed, moves) => {
    const counts = [applied({ applied: 2 - failed, failed }), applied({ kind: 'delete', applied: 1 })];
    const { applies } = await play({ type, offered, answers: [{ applied: counts }, {}] });
    expect(applies.map(({ moveWatermark }) => moveWatermark)).toEqual(moves);
  });

  it('R-82 W-286 a Concord hub’s answer is broken then', async () => {
    const stage = stageOf({ offered, concord: true, fellShort: true, answers: [{ applied: cutDelivery, kept: [] }] });
    await expect(synchronize(stage.input)).rejects.toMatchObject({
      code: 'hub-answer-broken',
      details: JSON.stringify([
        { table, kind: 'upsert', sent: 2, accounted: 0 },
        { table, kind: 'delete', sent: 1, accounted: 1 },
      ]),
    });
    expect(stage.committed).toEqual([]);
    expect(stage.open.size).toBe(0);
    expect(stage.calls).not.toContain('changes.complete');
  });

  it('R-82 one row that a Concord hub does not account for is enough', async () => {
    const counts = [applied({ applied: 1 }), applied({ kind: 'delete', applied: 1 })];
    const stage = stageOf({ offered, concord: true, answers: [{ applied: counts, kept: [] }] });
    await expect(synchronize(stage.input)).rejects.toMatchObject({ code: 'hub-answer-broken' });
  });

  it('R-82 a Concord hub that accounts for every row is believed', async () => {
    const { result } = await play({ offered, concord: true, answers: [{ applied: wholeDelivery, kept: [] }] });
    expect(result).toMatchObject({ short: [], uploadBalance: 0, keptHub: 0 });
  });
});
