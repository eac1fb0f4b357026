// A session's time against the usual one: the median of the last good ones of the same scope and mode (FD-05).

/** Fewer earlier sessions than this are no measure. */
const fewest = 5;

/** the median of earlier durations in ms; null with fewer than 5. */
export function usualDuration(earlier: readonly number[]): number | null {
  if (earlier.length < fewest) return null;
  return earlier.toSorted((a, b) => a - b)[Math.floor(earlier.length / 2)] ?? null;
}

/** true for at least twice the usual time and 2 s more. */
export function isSlow(ms: number | null, usual: number | null): boolean {
  return ms !== null && usual !== null && ms >= 2 * usual && ms - usual >= 2000;
}
