// The way of a record, put together from what is kept of it: the version agreed on, edits, conflicts with their versions
// and decisions, reverts. Plain data in, points out, newest first (PD-08).

import type { JsonCell } from '../sync/cell.ts';

/** A version by column; null = no record. */
export type Version = Readonly<Record<string, JsonCell>> | null;

/** One point. `version` undefined: the point has none. */
export interface Point<K extends string = string> {
  readonly id: string;
  readonly kind: K;
  readonly at: string | null;
  readonly side: 'mine' | 'theirs' | 'both';
  readonly user: string | null;
  readonly device: string | null;
  readonly session: number | null;
  readonly conflict: number | null;
  readonly keep: 'mine' | 'theirs' | 'merged' | null;
  readonly why: string | null;
  readonly version: Version | undefined;
  /** What it changed, where that is not seen from the points before it. */
  readonly columns?: readonly string[];
}

/** A point with what it changed. */
export interface TimelinePoint<K extends string = string> extends Point<K> {
  readonly columns: readonly string[];
}

/** Points in the order of their times, newest first; what says the same twice is said once. `now` heads them unless one holds it. */
export function timelineOf<K extends string>(points: readonly Point<K>[], now: Point<K>): TimelinePoint<K>[] {
  const inOrder = points.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
  const told: TimelinePoint<K>[] = [];
  for (const point of inOrder) {
    if (point.version !== undefined && isTold(told, point)) continue;
    told.push({ ...point, columns: point.columns ?? changedColumns(told, point) });
  }
  const isKnown = told.some((point) => point.version !== undefined && isSame(point.version, now.version));
  return [...(isKnown ? [] : [{ ...now, columns: [] }]), ...told.toReversed()];
}

/** True where the same side's last version, or the last agreed one, is this one. */
function isTold(told: readonly Point[], point: Point): boolean {
  if (point.keep !== null || point.why !== null) return false;
  const last = told.findLast((other) => other.version !== undefined && sameLine(other, point));
  return last !== undefined && last.side === point.side && isSame(last.version, point.version);
}

/** What a version changed: against the one before on its own line. */
function changedColumns(told: readonly Point[], point: Point): readonly string[] {
  if (!point.version || point.side === 'both') return [];
  const before = told.findLast((other) => other.version !== undefined && sameLine(other, point))?.version;
  return before ? differing(before, point.version) : [];
}

function sameLine(other: Point, point: Point): boolean {
  return other.side === point.side || other.side === 'both';
}

/** The columns that both versions know and hold differently. */
export function differing(before: NonNullable<Version>, after: NonNullable<Version>): string[] {
  return Object.keys(after).filter(
    (name) => Object.hasOwn(before, name) && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}

function isSame(a: Version | undefined, b: Version | undefined): boolean {
  if (!a || !b) return a === b;
  return differing(a, b).length === 0;
}
