// Which sessions count as slow (FD-05).

import { describe, expect, it } from 'vitest';
import { isSlow, usualDuration } from '../../../main/sync/usual.ts';

describe('slow sessions (FD-05)', () => {
  it('R-102 FD-05 are twice the usual and 2 s more', () => {
    expect(isSlow(14_200, 3900)).toBe(true);
    expect(isSlow(3999, 2000)).toBe(false);
    expect(isSlow(4000, 2000)).toBe(true);
    expect(isSlow(900, 100)).toBe(false);
    expect(isSlow(90_000, null)).toBe(false);
    expect(isSlow(null, 100)).toBe(false);
  });

  it('R-102 FD-05 are measured by the median of 5 earlier ones at least', () => {
    expect(usualDuration([1, 2, 3, 4])).toBeNull();
    expect(usualDuration([900, 30_000, 1000, 1100, 950])).toBe(1000);
  });
});
