// What the head card of Status says, gravest first (ST-02, ST-03): each fact with what it counts; at most three are shown.

import { lowStorage } from '../../main/sync/status.ts';
import type { Thresholds } from './thresholds.ts';
import type { Status } from '../bridge/use-status.ts';

/** One fact. */
export type Fact =
  | { readonly kind: 'errors'; readonly open: number; readonly parked: number }
  | { readonly kind: 'failed'; readonly session: NonNullable<Status['lastSession']> }
  | { readonly kind: 'needs-you'; readonly count: number; readonly oldest: string | null }
  | { readonly kind: 'parked'; readonly count: number; readonly where: 'errors' | 'conflicts' }
  | { readonly kind: 'storage'; readonly free: number }
  | { readonly kind: 'syncing'; readonly progress: NonNullable<Status['progress']> }
  | { readonly kind: 'waiting'; readonly hold: Hold }
  | { readonly kind: 'never' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'up-to-date'; readonly hold: Hold };

/** What stands between waiting changes and the hub. */
export type Hold = 'next' | 'by-hand' | 'working-offline' | 'no-network' | 'hub-not-answering';

const most = 3;

/** The facts of a status, gravest first. */
export function factsOf(status: Status): readonly Fact[] {
  const facts = [...troubles(status), ...state(status)];
  return facts.slice(0, most);
}

/** Rows that could not be written and are set aside; the others of `parked` are decisions that were refused. */
export function parkedRows(status: Pick<Status, 'tables' | 'openErrors'>): number {
  return status.tables.reduce((sum, table) => sum + table.errors, 0) - status.openErrors;
}

function* troubles(status: Status): Generator<Fact> {
  const { openErrors, undecided, lastSession, storage, progress } = status;
  const parked = parkedRows(status);
  const refused = status.parked - parked;
  if (openErrors > 0) yield { kind: 'errors', open: openErrors, parked };
  if (lastSession?.result === 'failed' && !progress) yield { kind: 'failed', session: lastSession };
  if (undecided > 0) yield { kind: 'needs-you', count: undecided, oldest: status.oldestUndecided };
  if (refused > 0) yield { kind: 'parked', count: refused, where: 'conflicts' };
  if (openErrors === 0 && parked > 0) yield { kind: 'parked', count: parked, where: 'errors' };
  if (storage.free !== null && storage.free < lowStorage) yield { kind: 'storage', free: storage.free };
}

function* state(status: Status): Generator<Fact> {
  const { progress, waiting, lastSuccess } = status;
  if (progress) yield { kind: 'syncing', progress };
  if (waiting.records > 0 && !progress) yield { kind: 'waiting', hold: holdOf(status) };
  if (lastSuccess === null && !progress) yield { kind: 'never' };
  if (status.condition === 'up-to-date') yield { kind: 'up-to-date', hold: holdOf(status) };
  if (status.condition === 'waiting' && waiting.records === 0) yield { kind: 'stale' };
}

function holdOf({ connectivity, next }: Status): Hold {
  if (connectivity !== 'connected') return connectivity;
  return next.at === null ? 'by-hand' : 'next';
}

/** The colour and word of a tile (ST-08). */
export type Tone = 'plain' | 'amber' | 'red';

/** How long the oldest conflict waits, in ms; null where there is none, or where it came just now. */
export function waitedMs(oldest: string | null, now: Date): number | null {
  const age = oldest === null ? 0 : now.getTime() - Date.parse(oldest);
  return age < 60_000 ? null : age;
}

const dayMs = 86_400_000;

/** Conflicts: amber from a number on, red when the oldest is older than some days, however few they are. */
export function conflictTone({ undecided, oldestUndecided }: Status, now: Date, thresholds: Thresholds): Tone {
  if (undecided === 0) return 'plain';
  const age = oldestUndecided === null ? 0 : now.getTime() - Date.parse(oldestUndecided);
  if (age > thresholds.conflictsRedAfterDays * dayMs) return 'red';
  return undecided >= thresholds.conflictsAmberFrom ? 'amber' : 'plain';
}

/** Errors: red from a number of open ones on, amber from a number of open or parked ones. */
export function errorTone({ openErrors, parked }: Pick<Status, 'openErrors' | 'parked'>, thresholds: Thresholds): Tone {
  if (openErrors >= thresholds.errorsRedFrom) return 'red';
  return openErrors + parked >= thresholds.errorsAmberFrom ? 'amber' : 'plain';
}
