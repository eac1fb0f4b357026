// How long each phase of a session took, and how much of it was waiting for the hub (FD-04). The phases cover the whole
// session without a gap, so they add up to its duration.

import type { Phase } from '../sync/session.ts';

/** One phase as it was gone through; a phase of a second round has an entry of its own. */
export interface PhaseTime {
  readonly phase: Phase;
  /** Milliseconds after the session's start. */
  readonly start: number;
  readonly ms: number;
  /** Part of `ms` spent waiting for the hub. */
  readonly waited: number;
}

/** Times the phases of one session. */
export interface PhaseClock {
  enter(phase: Phase): void;
  /** A call to the hub ended just now and took this long. */
  called(ms: number): void;
  /** The session stood still for this long until now: it wanted rows that were still on their way. */
  blocked(ms: number): void;
  readonly current: Phase | null;
  /** Ends the last phase. */
  finish(): { readonly phases: readonly PhaseTime[]; readonly ms: number };
}

/** A clock that starts now. `now` gives milliseconds of any steady clock. */
export function createPhaseClock(now: () => number = () => performance.now()): PhaseClock {
  const started = now();
  const phases: PhaseTime[] = [];
  let current: Running | null = null;
  const close = (): void => {
    if (current) phases.push(...timesOf(current, now() - started));
    current = null;
  };
  const span = (ms: number): [number, number] => {
    const end = now() - started;
    return [Math.max(end - ms, current?.start ?? end), end];
  };
  return {
    get current() {
      return current?.phase ?? null;
    },
    enter(phase) {
      if (current?.phase === phase) return;
      const start = phases.length === 0 && !current ? 0 : now() - started;
      close();
      current = { phase, start, waits: [], blocks: [] };
    },
    called(ms) {
      current?.waits.push(span(ms));
    },
    blocked(ms) {
      current?.blocks.push(span(ms));
    },
    finish() {
      close();
      return { phases, ms: now() - started };
    },
  };
}

interface Running {
  readonly phase: Phase;
  readonly start: number;
  readonly waits: [number, number][];
  readonly blocks: [number, number][];
}

/**
 * Where rows are applied while others arrive, the time that the apply stood still is told as download, all of it waiting; the
 * rest is work here, though calls were on their way meanwhile. Both stand one after the other.
 */
function timesOf({ phase, start, waits, blocks }: Running, end: number): readonly PhaseTime[] {
  if (phase !== 'apply') return [{ phase, start, ms: end - start, waited: covered(waits) }];
  const stood = covered(blocks);
  const apply: PhaseTime = { phase, start: start + stood, ms: end - start - stood, waited: 0 };
  return stood === 0 ? [apply] : [{ phase: 'download', start, ms: stood, waited: stood }, apply];
}

/** Total length of intervals that may overlap: parts are fetched side by side. */
function covered(intervals: readonly (readonly [number, number])[]): number {
  let total = 0;
  let reached = -Infinity;
  for (const [start, end] of intervals.toSorted((a, b) => a[0] - b[0])) {
    total += Math.max(0, end - Math.max(start, reached));
    reached = Math.max(reached, end);
  }
  return total;
}
