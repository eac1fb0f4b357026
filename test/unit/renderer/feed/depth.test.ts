// One session in depth: whole milliseconds that add up, ticks, what to blame (FD-03…FD-05).

import { describe, expect, it } from 'vitest';
import { axisTicks, compareUsual, phaseBars, type SessionDetail } from '../../../../renderer/feed/depth.ts';

const none = { inserted: 0, modified: 0, deleted: 0, unchanged: 0, conflict: 0, failed: 0, skipped: 0, total: 0 };

function detail(change: Partial<SessionDetail> = {}): SessionDetail {
  return {
    no: 1882,
    scope: 'field',
    trigger: 'by-hand',
    mode: 'delta',
    started: '2026-06-15T09:44:02Z',
    ended: '2026-06-15T09:44:16Z',
    result: 'done',
    uploaded: 530,
    accepted: 0,
    written: 0,
    skipped: 0,
    activeMs: 1000,
    tries: 1,
    slow: false,
    downloaded: 61,
    conflicts: 19,
    failed: 0,
    ms: 14_200,
    problem: null,
    policy: 'server-wins',
    appliedHere: 0,
    appliedHub: 0,
    failedHere: 0,
    failedHub: 0,
    resolvedHere: 0,
    resolvedHub: 0,
    equal: 0,
    balance: 0,
    requests: 9,
    bytesSent: 0,
    bytesReceived: 0,
    repeats: 0,
    phases: [
      { phase: 'connect', start: 0, ms: 120, waited: 100 },
      { phase: 'upload', start: 120, ms: 11_500, waited: 200 },
      { phase: 'hub', start: 11_620, ms: 2580, waited: 2580 },
    ],
    tables: [
      { table: { name: 'orders', schema: '' }, sent: { ...none, modified: 58, total: 58 }, received: none },
      { table: { name: 'order_lines', schema: '' }, sent: { ...none, modified: 456, total: 456 }, received: none },
    ],
    short: 0,
    left: 0,
    altered: { count: 0, records: [] },
    usualMs: 3900,
    usualOf: 20,
    ...change,
  };
}

describe('phases (FD-04)', () => {
  it('add up to the session in whole milliseconds', () => {
    const cuts = [0, 0.4, 0.9, 1.4, 1.9, 2.4, 2.9, 3.4, 3.9, 4.4, 4.9, 5.4];
    const names = phaseBars({ phases: [] }).map((bar) => bar.phase);
    const phases = names.map((phase, at) => ({
      phase,
      start: cuts[at] ?? 0,
      ms: (cuts[at + 1] ?? 0) - (cuts[at] ?? 0),
      waited: 0,
    }));
    const total = phaseBars({ phases }).reduce((sum, bar) => sum + bar.ms, 0);
    expect(total).toBe(Math.round(5.4));
  });

  it('tell waiting from work, and unused from short', () => {
    const bars = phaseBars(detail());
    expect(bars.find((bar) => bar.phase === 'connect')).toMatchObject({ ms: 120, waited: 100, used: true });
    expect(bars.find((bar) => bar.phase === 'connect')?.pieces).toEqual([
      { start: 0, ms: 100, waits: true },
      { start: 100, ms: 20, waits: false },
    ]);
    expect(bars.find((bar) => bar.phase === 'snapshot')?.used).toBe(false);
  });

  it('draw a phase of two rounds where it happened', () => {
    const [, , , , select] = phaseBars({
      phases: [
        { phase: 'select', start: 0, ms: 10, waited: 0 },
        { phase: 'select', start: 50, ms: 20, waited: 0 },
      ],
    });
    expect(select?.ms).toBe(30);
    expect(select?.pieces.map((piece) => piece.start)).toEqual([0, 50]);
  });
});

describe('the axis', () => {
  it.each([
    [14_200, [0, 5000, 10_000]],
    [220, [0, 100, 200]],
    [1000, [0, 500]],
    [0, [0]],
  ])('of %d ms has round marks', (ms, ticks) => expect(axisTicks(ms)).toEqual(ticks));
});

describe('the comparison (FD-05)', () => {
  it('names the longest phase and the table with most rows on that way', () => {
    const found = compareUsual(detail({ slow: true }));
    expect(found).toMatchObject({ kind: 'slow', phase: 'upload', table: { name: 'order_lines' }, of: 20 });
    expect(found?.kind === 'slow' && found.times.toFixed(1)).toBe('3.6');
    expect(found?.kind === 'slow' && Math.round(found.part * 100)).toBe(81);
  });

  it('names no table where the hub worked, and none for a session without rows', () => {
    const phases = detail().phases.map((phase) => (phase.phase === 'hub' ? { ...phase, ms: 20_000 } : phase));
    expect(compareUsual(detail({ slow: true, phases, ms: 31_620 }))).toMatchObject({ phase: 'hub', table: null });
    expect(compareUsual(detail({ slow: true, tables: [] }))).toMatchObject({ phase: 'upload', table: null });
  });

  it('is made only of good sessions, and not of fewer than 5', () => {
    expect(compareUsual(detail({ usualMs: null, usualOf: 3 }))).toEqual({ kind: 'none', of: 3 });
    expect(compareUsual(detail({ result: 'failed' }))).toBeNull();
    expect(compareUsual(detail({ ms: 4000 }))).toEqual({ kind: 'usual', usual: 3900, of: 20 });
  });
});
