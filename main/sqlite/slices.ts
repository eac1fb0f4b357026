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

/** Pieces of work one after the other: each begins at once where nothing is under way, and lets others run between its steps. */
export interface Turns {
  take(work: Iterator<void>): void;
  /** Resolves when nothing is left. */
  ended(): Promise<void>;
}

/** Turns of which none is taken yet; `failed` is told of a piece that threw, the next one follows all the same. */
export function createTurns(failed: (thrown: unknown) => void): Turns {
  const waiting: Iterator<void>[] = [];
  let isRunning = false;
  let last: Promise<void> = Promise.resolve();
  const finish = async (work: Iterator<void>): Promise<void> => {
    try {
      while (!work.next().done) await nextTurn();
    } catch (thrown) {
      failed(thrown);
    }
  };
  const run = async (): Promise<void> => {
    isRunning = true;
    for (let work = waiting.shift(); work; work = waiting.shift()) await finish(work);
    isRunning = false;
  };
  return {
    take(work) {
      waiting.push(work);
      if (!isRunning) last = run();
    },
    ended: () => last,
  };
}
