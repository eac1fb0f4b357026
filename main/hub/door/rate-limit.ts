// How many calls one caller may make (HB-04, W-265): a minute's worth at once, then as they grow back.

/** Calls of callers by name. */
export interface RateLimit {
  /** Counts a call: null = it may go on, else the seconds after which it may come again. */
  take(caller: string): number | null;
}

interface Bucket {
  left: number;
  at: number;
}

/** More callers than this are not remembered: those who have made no call for a minute are forgotten. */
const mostCallers = 10_000;

/** `perMinute` calls each; `now` in milliseconds. */
export function createRateLimit(perMinute: number, now: () => number): RateLimit {
  const buckets = new Map<string, Bucket>();
  const perMs = perMinute / 60_000;
  return {
    take(caller) {
      const at = now();
      if (buckets.size > mostCallers)
        for (const [name, { at: last }] of buckets) if (at - last > 60_000) buckets.delete(name);
      const bucket = buckets.get(caller) ?? { left: perMinute, at };
      bucket.left = Math.min(perMinute, bucket.left + (at - bucket.at) * perMs);
      bucket.at = at;
      buckets.set(caller, bucket);
      if (bucket.left >= 1) {
        bucket.left -= 1;
        return null;
      }
      return Math.max(1, Math.ceil((1 - bucket.left) / perMs / 1000));
    },
  };
}
