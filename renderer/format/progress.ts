// How far a running session is (FD-01): the part of its present phase, which phases are behind it, the time that is left.

import type { CallOutput } from '../../main/window/contract.ts';

/** A running session. */
export type Progress = NonNullable<CallOutput<'feed.list'>['progress']>;

/** One phase of a session. */
export type Phase = NonNullable<Progress['phase']>;

/** All phases, in the order of a session. */
export const phases: readonly Phase[] = [
  'connect',
  'operation',
  'provision',
  'snapshot',
  'select',
  'upload',
  'hub',
  'download',
  'apply',
  'clean-up',
  'end',
];

/** The part of the running phase that is done, 0…1; null where it cannot be told. */
export function phasePart(progress: Progress | null): number | null {
  if (!progress) return null;
  const { phase, part, parts, rows, rowsTotal } = progress;
  if ((phase === 'download' || phase === 'apply') && rowsTotal) return Math.min(1, rows / rowsTotal);
  if ((phase === 'download' || phase === 'upload') && part !== null && parts) return Math.min(1, part / parts);
  return null;
}
