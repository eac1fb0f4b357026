// One step for many entries: in one transaction where they can be, each named that does not fit (RS-08, RS-19).

import { ConcordError, problemFrom, type ProblemCode } from '../sync/problem.ts';
import type { Writer } from '../sqlite/database.ts';
import { ConstraintError } from '../sqlite/problem.ts';
import { createSlices } from '../sqlite/slices.ts';
import type { Decided } from './decide.ts';

/** An entry that a step did not fit, and why. */
export interface Refusal {
  readonly id: number;
  readonly code: ProblemCode;
  readonly message: string;
}

/** How many a step was done for, and the rest. */
export interface Outcome {
  readonly done: number;
  readonly refused: readonly Refusal[];
}

interface Tools {
  readonly db: Writer;
  write<T>(work: () => T | Promise<T>): Promise<T>;
}

/** Does a step for each entry: all in one transaction or, where the file takes the whole of it back, one by one. */
export async function forEach(
  tools: Tools,
  numbers: readonly number[],
  step: (no: number) => Decided,
): Promise<Outcome> {
  const these = (some: readonly number[]): Promise<Outcome> => tools.write(() => inOne(tools.db, some, step));
  return these(numbers).catch((thrown: unknown) => {
    const isRefused = thrown instanceof ConcordError && thrown.code === 'decision-refused';
    if (!isRefused && !(thrown instanceof ConstraintError)) throw thrown;
    return oneByOne(numbers, these);
  });
}

/** A deferred foreign key speaks at the commit only; by then everything is taken back. */
export function refusedAtCommit(thrown: unknown): never {
  if (!(thrown instanceof ConstraintError)) throw thrown;
  throw new ConcordError('decision-refused', { reason: thrown.message });
}

/** Where the whole step was taken back: those that do fit are decided, the others are named (RS-08). */
async function oneByOne(
  numbers: readonly number[],
  these: (some: readonly number[]) => Promise<Outcome>,
): Promise<Outcome> {
  const refused: Refusal[] = [];
  let done = 0;
  for (const no of numbers) {
    try {
      const result = await these([no]).catch(refusedAtCommit);
      done += result.done;
      refused.push(...result.refused);
    } catch (thrown) {
      if (!(thrown instanceof ConcordError)) throw thrown;
      const { code, message } = problemFrom(thrown);
      refused.push({ id: no, code, message });
    }
  }
  return { done, refused };
}

async function inOne(db: Writer, numbers: readonly number[], step: (no: number) => Decided): Promise<Outcome> {
  const slices = createSlices();
  const refused: Refusal[] = [];
  let done = 0;
  for (const no of numbers) {
    db.run('savepoint concord_one');
    try {
      if (step(no) === 'decided') done++;
      else
        refused.push({
          id: no,
          code: 'decision-stale',
          message: new ConcordError('decision-stale', { id: no }).message,
        });
    } catch (thrown) {
      if (!(thrown instanceof ConcordError)) throw thrown;
      // A trigger's own ROLLBACK takes all of them back, as a refused commit does.
      if (!db.inTransaction) throw thrown;
      db.run('rollback to concord_one');
      const { code, message } = problemFrom(thrown);
      refused.push({ id: no, code, message });
    }
    db.run('release concord_one');
    if (slices.due()) await slices.pause();
  }
  return { done, refused };
}
