// What a screen reader hears of sessions: start, each quarter of a long phase, end; once each, of a quick session only its end,
// and of a quick one that the schedule started and that moved nothing not a word (AX-03). Pure: it is handed what is known and the time.

import { phasePart } from '../format/progress.ts';
import type { Status } from '../bridge/use-status.ts';

/** A step must last this long to be worth a word, and words stand this far apart, ms. */
export const quietMs = 1500;

/** What was heard so far. */
export interface Heard {
  /** The running session; null while none runs. */
  readonly no: number | null;
  /** When it was first seen here, or when it was last spoken of, ms. */
  readonly since: number;
  readonly isTold: boolean;
  /** The quarters that were told: `download 2`. */
  readonly told: readonly string[];
  /** The last session whose end is known. */
  readonly ended: number;
}

/** What is said. */
export type Saying =
  | { readonly kind: 'start'; readonly no: number }
  | { readonly kind: 'quarter'; readonly no: number; readonly phase: string; readonly part: number }
  | { readonly kind: 'end'; readonly no: number; readonly result: string };

/** What was heard now; what is to be said; after how many ms to ask again, null = not before news. */
export interface Hearing {
  readonly heard: Heard;
  readonly say: Saying | null;
  readonly again: number | null;
}

/** Hears the status. At first (null) what has ended before is no news. */
export function hear(before: Heard | null, status: Pick<Status, 'progress' | 'lastSession'>, now: number): Hearing {
  const { progress, lastSession } = status;
  const last = lastSession !== null && lastSession.ended !== null ? lastSession : null;
  const none = { no: null, since: now, isTold: false, told: [] };
  const heard = before ?? { ...none, ended: last?.no ?? 0 };
  if (last && last.no > heard.ended) {
    const say = isIdle(last) && !heard.isTold ? null : ({ kind: 'end', no: last.no, result: last.result } as const);
    return { heard: { ...none, ended: last.no }, say, again: progress ? 0 : null };
  }
  if (!progress) return { heard: { ...heard, ...none }, say: null, again: null };
  if (heard.no !== progress.session)
    return { heard: { ...heard, ...none, no: progress.session }, say: null, again: quietMs };
  return hearRunning(heard, progress, now);
}

/** Such sessions come every few minutes. */
function isIdle({
  trigger,
  result,
  uploaded,
  downloaded,
  conflicts,
  failed,
}: NonNullable<Status['lastSession']>): boolean {
  return trigger === 'schedule' && result === 'done' && uploaded + downloaded + conflicts + failed === 0;
}

function hearRunning(heard: Heard, progress: NonNullable<Status['progress']>, now: number): Hearing {
  const no = progress.session;
  const quarter = Math.floor((phasePart(progress) ?? 0) * 4);
  const phase = progress.phase ?? 'connect';
  const name = `${phase} ${quarter}`;
  const isQuarter = quarter > 0 && quarter < 4 && !heard.told.includes(name);
  const left = heard.since + quietMs - now;
  if (heard.isTold && !isQuarter) return { heard, say: null, again: null };
  if (left > 0) return { heard, say: null, again: left };
  // The first word says that it runs; a quarter that is reached by then is said next.
  if (!heard.isTold)
    return { heard: { ...heard, isTold: true, since: now }, say: { kind: 'start', no }, again: quietMs };
  const told = [...heard.told, name];
  return { heard: { ...heard, since: now, told }, say: { kind: 'quarter', no, phase, part: quarter / 4 }, again: null };
}
