// Pauses before repeats pass twenty times as fast; how long they are to be is told by the events.

import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';

/** For the tests of one file. */
export function quickenPauses(): void {
  const { setTimeout: real } = timers;
  const put = (setTimeout: typeof real): void => {
    Object.assign(timers, { setTimeout });
    syncBuiltinESMExports();
  };
  beforeAll(() => put((ms, value, options) => real((ms ?? 0) / 20, value, options)));
  afterAll(() => put(real));
}
