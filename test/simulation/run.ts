// A whole run from its seed, and the search for the shortest one that still goes wrong.

import { ConcordError } from '../../main/sync/problem.ts';
import { becomeQuiet } from './checks.ts';
import { createWorld, stepAtRandom, type RunOptions, type World } from './world.ts';

/** How a run ended: null, or what was wrong with everything that happened before. */
export interface RunEnd {
  readonly failure: string | null;
  readonly story: string;
}

const defaultSteps = 60;
/** So often all is decided and looked through; later on the noise would hide what went wrong before. */
const stepsToQuiet = 15;

/** Runs a seed to its end. */
export async function runSeed(options: RunOptions): Promise<RunEnd> {
  const world = await createWorld(options);
  try {
    for (let index = 0; index < (options.steps ?? defaultSteps); index++) {
      if (!options.without?.has(index)) await stepAtRandom(world, index);
      if (index % stepsToQuiet === stepsToQuiet - 1) await becomeQuiet(world);
    }
    return { failure: null, story: '' };
  } catch (thrown) {
    return { failure: describe(thrown), story: tell(world) };
  }
}

/** Leaves out steps one after the other as long as the run still goes wrong in some way. */
export async function shorten(
  options: RunOptions,
): Promise<{ readonly end: RunEnd; readonly without: readonly number[] }> {
  let end = await runSeed(options);
  const without = new Set(options.without);
  const steps = options.steps ?? defaultSteps;
  const kind = (found: RunEnd): string => (found.failure ?? '').slice(0, 8);
  for (let size = 16; size >= 1; size = Math.floor(size / 2)) {
    for (let from = steps - size; from >= 0; from -= size) {
      const tried = new Set([...without, ...Array.from({ length: size }, (_, at) => from + at)]);
      if (tried.size === without.size) continue;
      const found = await runSeed({ ...options, without: tried });
      if (found.failure === null || kind(found) !== kind(end)) continue;
      end = found;
      for (const index of tried) without.add(index);
    }
  }
  return { end, without: [...without].toSorted((a, b) => a - b) };
}

function describe(thrown: unknown): string {
  if (thrown instanceof ConcordError) return `${thrown.code} ${thrown.details ?? ''} ${thrown.stack ?? ''}`;
  return thrown instanceof Error ? `${thrown.message}\n${thrown.stack ?? ''}` : String(thrown);
}

function tell({ lines }: World): string {
  return lines.join('\n');
}
