// When the next session starts by itself, and why not earlier (SC-01, SC-04, SC-08, ST-11).

/** Why the next session starts when it does. */
export type WaitReason = 'interval' | 'back-off' | 'on-change' | 'offline' | 'by-hand' | 'elsewhere';

/** The next session by itself; `at` null = none is planned. */
export interface NextSession {
  readonly at: Date | null;
  readonly reason: WaitReason;
  /** Failed tries in a row, of at most `maximumTries`; then the interval takes over. */
  readonly tries: number;
}

/** Tries after a failure of network or hub before the interval takes over (SC-08). */
export const maximumTries = 5;

/** the next start. Pauses grow 5, 10, 20, 40 … s up to 5 min, ± 20 %; the interval moves by up to 10 %. */
export function nextSession(state: {
  interval: number | null;
  failures: number;
  offline: boolean;
  now: Date;
  random: number;
}): NextSession {
  const { failures, now, random } = state;
  if (state.offline) return { at: null, reason: 'offline', tries: failures };
  if (failures > 0 && failures <= maximumTries) {
    const pause = Math.min(5000 * 2 ** (failures - 1), 300_000) * (0.8 + 0.4 * random);
    return { at: new Date(now.getTime() + pause), reason: 'back-off', tries: failures };
  }
  if (state.interval === null) return { at: null, reason: 'by-hand', tries: 0 };
  return { at: new Date(now.getTime() + state.interval * (0.9 + 0.2 * random)), reason: 'interval', tries: 0 };
}
