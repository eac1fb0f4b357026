// Long work in short slices, so that the thread answers others in between (law 6).

import { setImmediate as nextTurn } from 'node:timers/promises';

/** Tells when a slice is used up, and lets others run. */
export interface Slices {
  /** Cheap: looks at the clock only every 64th call. */
  due(): boolean;
  pause(): Promise<void>;
}

/** Slices of `ms` milliseconds each. */
export function createSlices(ms = 8): Slices {
  let calls = 0;
  let until = performance.now() + ms;
  return {
    due: () => (++calls & 63) === 0 && performance.now() > until,
    async pause() {
      await nextTurn();
      until = performance.now() + ms;
    },
  };
}
