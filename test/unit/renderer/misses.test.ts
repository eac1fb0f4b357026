// Which records that left the filter count for the hint that it may be too narrow (PR-08).

import { expect, test } from 'vitest';
import { withMiss } from '../../../renderer/data/card/misses.ts';

const day = 86_400_000;
const now = 100 * day;

test('each record counts once, for seven days (PR-08)', () => {
  const kept = JSON.stringify({ a: now - 6 * day, b: now - 8 * day, c: now + day, d: 'never' });
  expect(withMiss(kept, 'e', now)).toEqual({ a: now - 6 * day, e: now });
  expect(withMiss(kept, 'a', now)).toEqual({ a: now });
});

test.each([null, '', '[', '7', 'null'])('what was kept and cannot be read counts nothing: %s (PR-08)', (text) => {
  expect(withMiss(text, 'a', now)).toEqual({ a: now });
});
