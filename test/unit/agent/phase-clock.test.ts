// The times of a session's phases: no gap, waiting told apart from work (FD-04).

import { expect, test } from 'vitest';
import { createPhaseClock } from '../../../main/agent/phase-clock.ts';

function clockAt(): { clock: ReturnType<typeof createPhaseClock>; pass(ms: number): void } {
  let now = 1000;
  return { clock: createPhaseClock(() => now), pass: (ms) => void (now += ms) };
}

test('calls that overlap count once, and the phases add up to the session', () => {
  const { clock, pass } = clockAt();
  pass(5);
  clock.enter('connect');
  pass(100);
  clock.called(100);
  clock.called(60);
  clock.enter('select');
  pass(30);
  const { phases, ms } = clock.finish();
  expect(phases).toEqual([
    { phase: 'connect', start: 0, ms: 105, waited: 100 },
    { phase: 'select', start: 105, ms: 30, waited: 0 },
  ]);
  expect(ms).toBe(135);
});

test('an apply that stands still for rows on their way is downloading; calls beside its work are no waiting', () => {
  const { clock, pass } = clockAt();
  clock.enter('apply');
  pass(40);
  clock.blocked(40);
  pass(100);
  // A part that was fetched meanwhile.
  clock.called(90);
  pass(20);
  clock.blocked(20);
  clock.called(110);
  pass(15);
  const { phases, ms } = clock.finish();
  expect(phases).toEqual([
    { phase: 'download', start: 0, ms: 60, waited: 60 },
    { phase: 'apply', start: 60, ms: 115, waited: 0 },
  ]);
  expect(phases.reduce((sum, phase) => sum + phase.ms, 0)).toBe(ms);
});
