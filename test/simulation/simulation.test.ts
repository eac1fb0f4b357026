// Many random runs (ARCHITECTURE, Tests): no value is lost (SF-02, SF-03, L1…L35), counters never lie, all sides become
// equal, nothing is left behind. A seed that goes wrong is printed with its story. CONCORD_SEEDS=50 or 100-150 runs that
// many of each kind, CONCORD_SEED=7 one, CONCORD_SHORTEN=1 looks for the shortest run of it that still goes wrong.

import { describe, test } from 'vitest';
import { runSeed, shorten } from './run.ts';
import type { RunOptions } from './world.ts';

/** A kind of run, and how many seeds of it the suite has time for. */
interface Kind {
  readonly name: string;
  readonly seeds: number;
  readonly options: Omit<RunOptions, 'seed'>;
}

const kinds: readonly Kind[] = [
  { name: 'in process', seeds: 8, options: {} },
  { name: 'over HTTP, calls are lost and come twice', seeds: 2, options: { binding: 'over HTTP' } },
  { name: 'the hub takes all replicas for stock clients', seeds: 3, options: { concord: false } },
  { name: 'clients win on the hub', seeds: 3, options: { policy: 'client-wins' } },
  {
    name: 'the hub has rules, refused changes are taken back, others mended (R-157 to R-159, R-171, R-99)',
    seeds: 3,
    options: { refuses: true },
  },
];

describe.each(kinds)('$name', ({ seeds, options }) => {
  test.each(seedsOf(seeds))('seed %i', (seed) => expectWell({ ...options, seed }));
});

function seedsOf(usual: number): readonly number[] {
  const { CONCORD_SEED: one, CONCORD_SEEDS: many } = process.env;
  if (one !== undefined) return [Number(one)];
  const [to, from] = (many ?? String(usual)).split('-').map(Number).toReversed();
  return Array.from({ length: (to ?? usual) - (from ?? 1) + 1 }, (_, at) => (from ?? 1) + at);
}

async function expectWell(options: RunOptions): Promise<void> {
  if (process.env['CONCORD_SHORTEN'] !== undefined) {
    const { end, without } = await shorten(options);
    if (end.failure !== null) throw new Error(`without ${without.join(',')}\n${end.story}\n${end.failure}`);
    return;
  }
  const { failure, story } = await runSeed(options);
  if (failure !== null) throw new Error(`seed ${options.seed}\n${story}\n${failure}`);
}
