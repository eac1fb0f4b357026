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

/** Milliseconds after a local write, and between sessions started by writes (SC-04). */
const onChangePause = 2000;
const onChangeRest = 10_000;

/** when a change starts a session: 2 s after the last one, at most once in 10 s. */
function onChangePauseMs(state: { now: Date; lastEnd: number }): number {
  return Math.max(onChangePause, state.lastEnd + onChangeRest - state.now.getTime());
}

/** What the planner must know at each moment. */
export interface PlannerParts {
  /** A change waits that no session has offered yet. */
  hasNews(): boolean;
  settings(): { readonly offlineSince: string | null; readonly interval: number | null; readonly onChange: boolean };
  isRunning(): boolean;
  start(trigger: 'schedule' | 'retry' | 'on-change'): void;
  /** Told when the plan is another one. */
  changed(): void;
  now(): Date;
  random(): number;
}

/** Starts sessions when it is time. */
export interface Planner {
  next(): NextSession;
  begin(): void;
  /** A session ended; `failed` counts towards the back-off. */
  ended(failed: boolean): void;
  /** Something else changed: plan anew, without the memory of failures. */
  reset(): void;
  /** Something was written to the replica, by whomever. */
  wrote(): void;
  /** Starts nothing until the next plan. */
  pause(): void;
  close(): void;
}

/** A planner that starts nothing until `begin`. */
export function createPlanner(parts: PlannerParts): Planner {
  const planned = createAlarm();
  const soon = createAlarm();
  let begun = false;
  let failures = 0;
  let lastEnd = 0;
  let next: NextSession = { at: null, reason: 'elsewhere', tries: 0 };
  const pause = (): void => {
    planned.clear();
    soon.clear();
  };
  const plan = (): void => {
    pause();
    if (begun) {
      const { interval, offlineSince } = parts.settings();
      const now = parts.now();
      next = nextSession({ interval, failures, offline: offlineSince !== null, now, random: parts.random() });
      const trigger = next.reason === 'back-off' ? 'retry' : 'schedule';
      if (next.at) planned.set(next.at, now, () => parts.start(trigger));
    }
    parts.changed();
  };
  // In addition to the plan: a program that writes all the time never puts off the interval (SC-04).
  const wrote = (): void => {
    const { onChange, offlineSince } = parts.settings();
    if (!begun || !onChange || offlineSince !== null || next.reason === 'back-off' || parts.isRunning()) return;
    if (!parts.hasNews()) return;
    const now = parts.now();
    soon.set(new Date(now.getTime() + onChangePauseMs({ now, lastEnd })), now, () => parts.start('on-change'));
    parts.changed();
  };
  return {
    next: () => (soon.at && (!next.at || soon.at < next.at) ? { at: soon.at, reason: 'on-change', tries: 0 } : next),
    begin() {
      begun = true;
      plan();
    },
    ended(failed) {
      failures = failed ? failures + 1 : 0;
      lastEnd = parts.now().getTime();
      plan();
      wrote();
    },
    reset() {
      failures = 0;
      plan();
    },
    wrote,
    pause,
    close() {
      begun = false;
      pause();
    },
  };
}

interface Alarm {
  readonly at: Date | null;
  set(at: Date, now: Date, ring: () => void): void;
  clear(): void;
}

/** One timer at a time; it keeps no process alive. */
function createAlarm(): Alarm {
  let timer: NodeJS.Timeout | null = null;
  let at: Date | null = null;
  const clear = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    at = null;
  };
  return {
    get at() {
      return at;
    },
    set(when, now, ring) {
      clear();
      at = when;
      timer = setTimeout(
        () => {
          clear();
          ring();
        },
        Math.max(when.getTime() - now.getTime(), 0),
      );
      timer.unref();
    },
    clear,
  };
}
