// The light question whether a hub can be reached at all: the way to it, then one call that changes nothing (ST-05).

import type { ConcordError } from '../sync/problem.ts';
import { testHub, type HubTest } from './test-hub.ts';

/** What the question showed: milliseconds until the hub's answer, or why there was none. */
export interface HubCheckUp {
  readonly ms: number | null;
  readonly problem: ConcordError | null;
}

/** Asks once; a hub that answers anything is there, whatever else it may lack. Throws `cancelled` alone. */
export async function checkHub(test: Omit<HubTest, 'begins' | 'ends'>): Promise<HubCheckUp> {
  let began = performance.now();
  let ms: number | null = null;
  let problem: ConcordError | null = null;
  await testHub({
    ...test,
    begins: () => void (began = performance.now()),
    ends(check, finding) {
      if (check === 'hub' || check === 'token') ms ??= performance.now() - began;
      if (finding.state === 'failed') problem = finding.problem;
    },
  });
  return problem === null ? { ms, problem } : { ms: null, problem };
}
