// The problem that a piece of work ends with.

import { problemFrom, type Problem } from '../../../main/sync/problem.ts';

/** Runs the work, which must throw, and returns what was thrown as a problem. */
export function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (thrown) {
    return problemFrom(thrown);
  }
  throw new Error('nothing was thrown');
}
