// Calls a minute (HB-04).

import { expect, test } from 'vitest';
import { createRateLimit } from '../../../main/hub/door/rate-limit.ts';

test('HB-04 a minute’s worth at once, then as calls grow back; callers do not take from each other', () => {
  let now = 0;
  const rate = createRateLimit(6, () => now);
  const take = (times: number, who = 'a'): (number | null)[] => Array.from({ length: times }, () => rate.take(who));
  expect(take(7)).toEqual([null, null, null, null, null, null, 10]);
  expect(take(1, 'b')).toEqual([null]);
  now = 9_000;
  expect(take(1)).toEqual([1]);
  now = 10_000;
  expect(take(2)).toEqual([null, 10]);
  now = 1_000_000;
  expect(take(7).at(-1)).toBe(10);
});
