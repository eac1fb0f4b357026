// How far a running session is (FD-01): the part of its present phase, which phases are behind it, the time that is left.

import { phases, type Phase } from '../../main/sync/session.ts';
import type { CallOutput } from '../../main/window/contract.ts';

/** A running session. */
export type Progress = NonNullable<CallOutput<'feed.list'>['progress']>;

/** The part of the running phase that is done, 0…1; null where it cannot be told. */
export function phasePart(progress: Progress | null): number | null {
  if (!progress) return null;
  const { phase, part, parts, rows, rowsTotal } = progress;
  if ((phase === 'download' || phase === 'apply') && rowsTotal) return Math.min(1, rows / rowsTotal);
  if ((phase === 'download' || phase === 'upload') && part !== null && parts) return Math.min(1, part / parts);
  return null;
}

/** A phase of the running session. */
export interface PhaseStep {
  readonly phase: Phase;
  readonly state: 'done' | 'unused' | 'running' | 'ahead';
  /** How long it took; 0 unless done. */
  readonly ms: number;
}

/** All phases in order; one that was passed over is unused. A second round adds to the times of the first. */
export function phaseSteps(progress: Progress): readonly PhaseStep[] {
  const present = progress.phase === null ? -1 : phases.indexOf(progress.phase);
  return phases.map((phase, at) => {
    const times = progress.phases.filter((item) => item.phase === phase);
    const ms = times.reduce((sum, item) => sum + item.ms, 0);
    if (at === present) return { phase, state: 'running', ms: 0 };
    if (times.length > 0) return { phase, state: 'done', ms };
    return { phase, state: at < present ? 'unused' : 'ahead', ms: 0 };
  });
}

const leastMs = 1500;

/** Milliseconds that the running phase still needs at the rate it had so far; null while that is a guess. */
export function timeLeft(progress: Progress, now: Date): number | null {
  const part = phasePart(progress);
  const before = progress.phases.reduce((sum, item) => sum + item.ms, 0);
  const spent = now.getTime() - Date.parse(progress.startedAt) - before;
  if (part === null || part < 0.02 || spent < leastMs) return null;
  const left = (spent * (1 - part)) / part;
  return left < 1000 ? null : left;
}
