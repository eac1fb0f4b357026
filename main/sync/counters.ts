// What a session counts, and the equations that its books must satisfy (CONFORMANCE 17, WIRE 22).

import type { ChangeKind } from './conflict.ts';
import { tableKey, type TableName } from './schema.ts';

/** Rows one side selected of one table. */
export interface SelectedCount {
  readonly table: TableName;
  readonly upserts: number;
  readonly deletes: number;
}

/** What one side did with the rows of one table and kind. */
export interface AppliedCount {
  readonly table: TableName;
  readonly kind: ChangeKind;
  readonly applied: number;
  /** Conflicts settled, written or kept. */
  readonly resolved: number;
  readonly failed: number;
  /** Rows of the whole delivery, all tables and kinds. */
  readonly received: number;
  /** Applied so far, cumulated over the entries. */
  readonly cumulative: number;
}

/** What the wire's counters do not tell apart: how many rows of a table were new, and how many needed no writing (FD-03). */
export interface SplitCount {
  readonly table: TableName;
  readonly kind: ChangeKind;
  /** Rows that the receiving side did not have. */
  readonly inserted: number;
  /** Rows that both sides had alike: both changed or deleted them the same way, or there was nothing to delete. */
  readonly unchanged: number;
}

/** The counters of a session under Dotmim.Sync's definitions, with both sides' conflicts apart (I4). */
export interface Totals {
  readonly uploaded: number;
  readonly downloaded: number;
  readonly appliedHub: number;
  readonly appliedHere: number;
  readonly failedHub: number;
  readonly failedHere: number;
  readonly resolvedHub: number;
  readonly resolvedHere: number;
}

/** What the replica did beyond the wire's counters, for the books. */
export interface OwnBooks {
  /** Conflict rows for which the own row stood (KC). */
  readonly kept: number;
  /** Deletes passed over because the replica is new (IC). */
  readonly ignored: number;
  /** Rows of earlier errors tried again (reC). */
  readonly retried: number;
}

/** rows selected are upserts and deletes together (WIRE 22). */
export function selectedTotal(counts: readonly SelectedCount[]): number {
  return counts.reduce((sum, count) => sum + count.upserts + count.deletes, 0);
}

/** rows that were not sent after all (W-75) are no part of what was sent. */
export function withoutRows(
  counts: readonly SelectedCount[],
  rows: readonly { readonly table: TableName; readonly kind: ChangeKind }[],
): readonly SelectedCount[] {
  if (rows.length === 0) return counts;
  const left = (count: SelectedCount, kind: ChangeKind): number =>
    rows.filter((row) => row.kind === kind && tableKey(row.table) === tableKey(count.table)).length;
  return counts.map((count) => ({
    ...count,
    upserts: count.upserts - left(count, 'upsert'),
    deletes: count.deletes - left(count, 'delete'),
  }));
}

/** one counter summed over all tables and kinds. */
export function appliedTotal(counts: readonly AppliedCount[], member: 'applied' | 'resolved' | 'failed'): number {
  return counts.reduce((sum, count) => sum + count[member], 0);
}

/** R-60: Dotmim.Sync reports the larger of both sides' conflicts, not the sum (W-238). */
export function resolvedConflicts(totals: Totals): number {
  return Math.max(totals.resolvedHub, totals.resolvedHere);
}

/** R-61 (I2): rows received and not accounted for; 0 when the books balance. */
export function downloadBalance(totals: Totals, books: OwnBooks): number {
  return totals.downloaded + books.retried - totals.appliedHere - totals.failedHere - books.kept - books.ignored;
}

/** R-62 (I1): rows sent and not accounted for by a hub that tells which it kept; 0 when the books balance. */
export function uploadBalance(totals: Totals, keptHub: number): number {
  return totals.uploaded - totals.appliedHub - totals.failedHub - keptHub;
}

/** A table and kind of which the hub accounts for fewer rows than were sent. */
export interface ShortDelivery {
  readonly table: TableName;
  readonly kind: ChangeKind;
  readonly sent: number;
  readonly accounted: number;
}

/**
 * R-63 (W-285): where the hub accounts for fewer rows than were sent, parts were dropped and nothing may be believed.
 * A forced conflict counts in `applied` and `resolved`, so more than sent is no fault.
 */
export function shortDeliveries(
  sent: readonly SelectedCount[],
  applied: readonly AppliedCount[],
): readonly ShortDelivery[] {
  const total = selectedTotal(sent);
  return sent.flatMap((count) =>
    (['upsert', 'delete'] as const).flatMap((kind) => {
      const rows = kind === 'upsert' ? count.upserts : count.deletes;
      const entry = applied.find((item) => item.kind === kind && tableKey(item.table) === tableKey(count.table));
      const accounted = entry ? entry.applied + entry.resolved + entry.failed : 0;
      const dropped = entry !== undefined && entry.received > 0 && entry.received < total;
      return rows > accounted || (rows > 0 && dropped) ? [{ table: count.table, kind, sent: rows, accounted }] : [];
    }),
  );
}
