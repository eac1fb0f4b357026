// How far a running session is (FD-01).

import { describe, expect, it } from 'vitest';
import { phasePart, phaseSteps, timeLeft, type Progress } from '../../../../renderer/format/progress.ts';

const running: Progress = {
  session: 1,
  startedAt: '2026-06-15T10:45:20.000Z',
  trigger: 'by-hand',
  phase: 'download',
  table: 'products',
  part: 7,
  parts: 11,
  rows: 12_877,
  rowsTotal: 20_120,
  bytesReceived: 3_100_000,
  phases: [
    { phase: 'connect', ms: 200 },
    { phase: 'select', ms: 100 },
    { phase: 'upload', ms: 700 },
  ],
};

describe('the part of a phase', () => {
  it('is told by rows, else by batches, else not at all', () => {
    expect(phasePart(running)).toBeCloseTo(0.64);
    expect(phasePart({ ...running, rowsTotal: null })).toBeCloseTo(7 / 11);
    expect(phasePart({ ...running, phase: 'upload', part: 1, parts: 4 })).toBe(0.25);
    expect(phasePart({ ...running, phase: 'hub' })).toBeNull();
    expect(phasePart(null)).toBeNull();
  });

  it('never passes the whole', () => {
    expect(phasePart({ ...running, rows: 30_000 })).toBe(1);
  });
});

describe('the phases', () => {
  it('are behind, passed over, running or ahead', () => {
    const states = Object.fromEntries(phaseSteps(running).map(({ phase, state }) => [phase, state]));
    expect(states).toMatchObject({
      connect: 'done',
      operation: 'unused',
      upload: 'done',
      hub: 'unused',
      download: 'running',
      apply: 'ahead',
    });
  });

  it('add up over two rounds', () => {
    const twice = { ...running, phases: [...running.phases, { phase: 'select' as const, ms: 50 }] };
    expect(phaseSteps(twice).find(({ phase }) => phase === 'select')?.ms).toBe(150);
  });
});

describe('the time left', () => {
  it('goes by the rate of the running phase', () => {
    const half = { ...running, rows: 10_060 };
    expect(timeLeft(half, new Date('2026-06-15T10:45:31.000Z'))).toBeCloseTo(10_000, -2);
  });

  it('is not guessed at the beginning, at the end, or where nothing is counted', () => {
    expect(timeLeft(running, new Date('2026-06-15T10:45:21.500Z'))).toBeNull();
    expect(timeLeft({ ...running, rows: 20_120 }, new Date('2026-06-15T10:45:31.000Z'))).toBeNull();
    expect(timeLeft({ ...running, phase: 'hub' }, new Date('2026-06-15T10:45:31.000Z'))).toBeNull();
  });
});
