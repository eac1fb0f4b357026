// The one algorithm when something goes wrong: a fault at every call, a cancel at every checkpoint, a session that must not begin.

import { describe, expect, it } from 'vitest';
import { ConcordError } from '../../../main/sync/problem.ts';
import { synchronize } from '../../../main/sync/synchronize.ts';
import { categorySchema, scopeOf } from '../../support/schemas.ts';
import { isNew, stageOf, type Plot, type Stage } from './session-fakes.ts';

const withSnapshot: Plot = { known: null, client: isNew, snapshot: 150n };
const newFile: Plot = { ...withSnapshot, newFile: true };
const twoRounds: Plot = { type: 'reinitialize-with-upload' };

async function fail(plot: Plot): Promise<{ stage: Stage; thrown: unknown }> {
  const stage = stageOf(plot);
  const thrown = await synchronize(stage.input).then(
    () => Promise.reject(new Error('the session ended well')),
    (reason: unknown) => reason,
  );
  return { stage, thrown };
}

const faults: [string, string, Plot][] = [
  ['remote.openScope normal', 'a normal session', {}],
  ['local.openScope', 'a normal session', {}],
  ['remote.getOperation known', 'a normal session', {}],
  ['local.selectChanges rows', 'a normal session', {}],
  ['remote.sendChanges normal', 'a normal session', {}],
  ['changes.complete', 'a normal session', {}],
  ['changes.end', 'a normal session', {}],
  ['changes.read', 'a normal session', {}],
  ['local.applyChanges', 'a normal session', {}],
  ['remote.getSnapshot first', 'a session with a snapshot', withSnapshot],
  ['snapshot.complete', 'a session with a snapshot', withSnapshot],
  ['snapshot.end', 'a session with a snapshot', withSnapshot],
  ['local.selectChanges time', 'a session with a snapshot', withSnapshot],
  ['remote.sendChanges first', 'a session with a snapshot', withSnapshot],
  ['changes.complete', 'a session with a snapshot', withSnapshot],
  ['snapshot.read', 'a session with a snapshot', withSnapshot],
  ['snapshot.complete', 'a session in a new file', newFile],
  ['changes.read', 'a session in a new file', newFile],
  ['changes.end', 'a session in a new file', newFile],
  ['local.applyChanges', 'a session in a new file', newFile],
];

describe('a fault', () => {
  it.each(faults)('R-84 W-112 W-126 at %s of %s changes nothing, and the hub is told', async (failAt, _, plot) => {
    const failure = new ConcordError('hub-busy', { status: 503 });
    const { stage, thrown } = await fail({ ...plot, failAt, failure });
    expect(thrown).toBe(failure);
    expect(stage.calls).toContain(failAt);
    expect(stage.committed).toEqual([]);
    expect([...stage.open]).toEqual([]);
    expect(stage.ends).toEqual([
      {
        started: new Date(0),
        ended: new Date(1000),
        error: 'hub-busy: The hub is busy or being restarted (503).',
      },
    ]);
    expect(stage.calls.at(-1)).toBe('remote.endSession with an error');
    expect(stage.phases).not.toContain('end');
  });

  it.each([
    [
      'an error without a code',
      new TypeError('x is not a function'),
      'Something unexpected happened: x is not a function.',
    ],
    ['a text', 'gone', 'Something unexpected happened: gone.'],
  ])('R-84 R-121 %s is told as unexpected and passed on unchanged', async (_, failure, message) => {
    const { stage, thrown } = await fail({ failAt: 'remote.sendChanges normal', failure });
    expect(thrown).toBe(failure);
    expect(stage.ends.map((report) => report.error)).toEqual([`unexpected: ${message}`]);
  });

  const second = [
    'remote.openScope reinitialize',
    'remote.getSnapshot reinitialize',
    'local.selectChanges time',
    'remote.sendChanges reinitialize',
  ];
  it.each(second)('R-84 R-86 at %s of the second round leaves the first', async (failAt) => {
    const { stage } = await fail({ ...twoRounds, failAt });
    expect(stage.committed).toEqual(['normal']);
    expect([...stage.open]).toEqual([]);
    expect(stage.ends.map((report) => report.error !== undefined)).toEqual([false, true]);
    expect(stage.ends[1]).not.toHaveProperty('appliedHub');
  });
});

describe('a cancel', () => {
  const sessions: [string, Plot, number][] = [
    ['a normal session', {}, 4],
    ['a first session with a snapshot', withSnapshot, 4],
    ['a first session in a new file', newFile, 4],
    ['two rounds', twoRounds, 8],
  ];
  const cancels = sessions.flatMap(([name, plot, count]) =>
    Array.from({ length: count }, (_, at): [number, string, Plot] => [at + 1, name, plot]),
  );

  it.each(sessions)('R-84 FD-06 %s can be cancelled at every step', async (_, plot, count) => {
    const stage = stageOf(plot);
    await synchronize(stage.input);
    expect(stage.checkpoints()).toBe(count);
  });

  it.each(cancels)('R-84 FD-06 at checkpoint %d of %s stops there', async (cancelAt, _, plot) => {
    const { stage, thrown } = await fail({ ...plot, cancelAt });
    expect(thrown).toMatchObject({ code: 'cancelled' });
    expect(stage.checkpoints()).toBe(cancelAt);
    expect(stage.committed).toEqual(cancelAt > 4 ? ['normal'] : []);
    expect([...stage.open]).toEqual([]);
    expect(stage.ends.at(-1)?.error).toBe('cancelled: The session was cancelled.');
  });

  it.each([
    [1, 'local.openScope'],
    [2, 'remote.getOperation known'],
    [3, 'remote.sendChanges normal'],
    [4, 'changes.end'],
  ])('R-84 FD-06 checkpoint %d comes right after %s', async (cancelAt, last) => {
    const { stage } = await fail({ cancelAt });
    const calls = stage.calls.filter((name) => !/close$|^#|endSession/.test(name));
    expect(calls.at(-1)).toBe(last);
  });
});

describe('a session that must not begin', () => {
  const known = scopeOf(categorySchema);
  const other = { ...known, setup: { ...known.setup, tables: [] } };
  const cases: [string, Plot, string, string][] = [
    ['W-64 another setup', { known: other }, 'scope-setup-changed', 'local.openScope'],
    [
      'W-64 another setup, also for a re-read',
      { known: other, type: 'reinitialize' },
      'scope-setup-changed',
      'local.openScope',
    ],
    ['W-121 the hub says stop', { operation: 'abort' }, 'hub-aborted', 'remote.getOperation known'],
    ['W-120 outdated', { scope: { cleanedUpTo: 101n } }, 'outdated', 'remote.getOperation known'],
  ];
  it.each(cases)('R-21 R-72 R-73 %s', async (_, plot, code, last) => {
    const { stage, thrown } = await fail(plot);
    expect(thrown).toMatchObject({ code });
    expect(stage.calls.slice(-2)).toEqual([last, 'remote.endSession with an error']);
    expect(stage.uploads).toEqual([]);
    expect(stage.applies).toEqual([]);
  });
});

describe('a replica and a hub that do not remember the same', () => {
  it.each([
    ['replica-behind', 'local.takeNewId'],
    ['hub-restored', 'local.startOver'],
  ] as const)('R-88 R-89 %s: %s, then the session begins anew, once', async (code, cure) => {
    const failure = new ConcordError(code);
    const { stage, thrown } = await fail({ failAt: 'remote.getOperation known', failure });
    expect(thrown).toBe(failure);
    const begin = ['remote.openScope normal', 'local.openScope', 'remote.getOperation known'];
    const end = [cure, 'remote.endSession with an error'];
    expect(stage.calls.filter((call) => !call.startsWith('#'))).toEqual([...begin, ...end, ...begin, ...end]);
    expect(stage.committed).toEqual([]);
  });
});
