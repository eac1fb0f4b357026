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
  readonly current: Phase | null;
  /** Ends the last phase. */
  finish(): { readonly phases: readonly PhaseTime[]; readonly ms: number };
}

/** A clock that starts now. `now` gives milliseconds of any steady clock. */
export function createPhaseClock(now: () => number = () => performance.now()): PhaseClock {
  const started = now();
  const phases: PhaseTime[] = [];
  let current: { phase: Phase; start: number; waits: [number, number][] } | null = null;
  const close = (): void => {
    if (!current) return;
    const end = now() - started;
    phases.push({
      phase: current.phase,
      start: current.start,
      ms: end - current.start,
      waited: covered(current.waits),
    });
    current = null;
  };
  return {
    get current() {
      return current?.phase ?? null;
    },
    enter(phase) {
      if (current?.phase === phase) return;
      const start = phases.length === 0 && !current ? 0 : now() - started;
      close();
      current = { phase, start, waits: [] };
    },
    called(ms) {
      const end = now() - started;
      current?.waits.push([Math.max(end - ms, current.start), end]);
    },
    finish() {
      close();
      return { phases, ms: now() - started };
    },
  };
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
