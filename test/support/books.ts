// The books of a session: its counters as CONFORMANCE names them, and that they balance (CONFORMANCE 17).

import { resolvedConflicts } from '../../main/sync/counters.ts';
import type { SessionResult } from '../../main/sync/synchronize.ts';

/** The counters of CONFORMANCE 1. */
export interface Counters {
  readonly D: number;
  readonly U: number;
  readonly AC: number;
  readonly AS: number;
  readonly FC: number;
  readonly FS: number;
  readonly RC: number;
  readonly rcC: number;
  readonly rcS: number;
}

/** The counters of a session as CONFORMANCE names them. */
export function countersOf(result: SessionResult): Counters {
  return {
    D: result.downloaded,
    U: result.uploaded,
    AC: result.appliedHere,
    AS: result.appliedHub,
    FC: result.failedHere,
    FS: result.failedHub,
    RC: resolvedConflicts(result),
    rcC: result.resolvedHere,
    rcS: result.resolvedHub,
  };
}

/** I1, I2: after every session of every test the books balance. */
export function assertBalance(result: SessionResult): void {
  if (result.downloadBalance !== 0) throw new Error(`${result.downloadBalance} received rows are unaccounted for (I2)`);
  if (result.uploadBalance !== null && result.uploadBalance !== 0)
    throw new Error(`${result.uploadBalance} sent rows are unaccounted for (I1)`);
}
