// What a session is asked for and what it leaves: the summary that history, feed and terminal read (FD-01…FD-04, CL-01).

import type { ChangeKind } from '../sync/conflict.ts';
import type { AppliedCount, SelectedCount, ShortDelivery, SplitCount } from '../sync/counters.ts';
import type { Problem } from '../sync/problem.ts';
import type { TableName } from '../sync/schema.ts';
import { tableKey } from '../sync/schema.ts';
import type { HubOperation, Policy, SyncType } from '../sync/scope.ts';
import type { OutdatedAction, Round } from '../sync/session.ts';
import type { SessionResult } from '../sync/synchronize.ts';
import type { PhaseTime } from './phase-clock.ts';

/** Who or what started a session (FD-02). */
export type Trigger = 'by-hand' | 'schedule' | 'on-change' | 'decision' | 'retry' | 'start';

/** What kind of session it was (FD-02); a re-read counts as first (CL-03). */
export type Mode = 'first' | 'delta';

/** A session asked for. */
export interface SyncRequest {
  readonly type: SyncType;
  readonly trigger: Trigger;
  readonly outdatedAction: OutdatedAction;
}

/** What happened to one table's rows in one direction; all of them add up to the total (FD-03). */
export interface DirectionCounts {
  readonly inserted: number;
  readonly modified: number;
  readonly deleted: number;
  /** Both sides had them alike, so nothing was written. */
  readonly unchanged: number;
  readonly conflict: number;
  readonly failed: number;
  /** Deletes that a new replica has no use for (W-179). */
  readonly skipped: number;
  readonly total: number;
}

/** One table of a session. */
export interface TableCounts {
  readonly table: TableName;
  readonly sent: DirectionCounts;
  readonly received: DirectionCounts;
}

/** Calls and bytes of a session, as they went over the wire. */
export interface Traffic {
  readonly requests: number;
  readonly sent: number;
  readonly received: number;
}

/** The stored summary of a session. */
export interface SessionSummary {
  readonly mode: Mode;
  readonly type: SyncType;
  /** What the hub ordered and this session obeyed; absent = nothing (HB-05). */
  readonly ordered?: Exclude<HubOperation, 'normal'>;
  readonly policy: Policy | null;
  readonly uploaded: number;
  readonly downloaded: number;
  readonly appliedHere: number;
  readonly appliedHub: number;
  readonly failedHere: number;
  readonly failedHub: number;
  readonly resolvedHere: number;
  readonly resolvedHub: number;
  readonly conflicts: number;
  readonly equal: number;
  readonly keptHub: number | null;
  /** Rows unaccounted for in both directions; 0 = the books balance. Null in a failed session. */
  readonly balance: number | null;
  readonly short: readonly ShortDelivery[];
  readonly requests: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly repeats: number;
  readonly ms: number;
  readonly phases: readonly PhaseTime[];
  readonly tables: readonly TableCounts[];
}

/** A session that has ended. */
export interface EndedSession {
  readonly no: number;
  readonly result: 'done' | 'failed' | 'cancelled' | 'interrupted';
  readonly summary: SessionSummary;
  readonly problem: Problem | null;
}

/** The summary of a session that ended well; without a result that of one that did not. */
export function summarize(
  request: SyncRequest,
  books: { result: SessionResult | null; phases: readonly PhaseTime[]; ms: number; traffic: Traffic; repeats: number },
): SessionSummary {
  const { result, traffic } = books;
  const ordered = result?.ordered ?? 'normal';
  return {
    ...(ordered !== 'normal' && { ordered }),
    mode: result ? modeOf(result.round) : request.type === 'normal' ? 'delta' : 'first',
    type: request.type,
    policy: result?.policy ?? null,
    uploaded: result?.uploaded ?? 0,
    downloaded: result?.downloaded ?? 0,
    appliedHere: result?.appliedHere ?? 0,
    appliedHub: result?.appliedHub ?? 0,
    failedHere: result?.failedHere ?? 0,
    failedHub: result?.failedHub ?? 0,
    resolvedHere: result?.resolvedHere ?? 0,
    resolvedHub: result?.resolvedHub ?? 0,
    conflicts: result?.conflicts ?? 0,
    equal: result?.equal ?? 0,
    keptHub: result?.keptHub ?? null,
    balance: result ? Math.abs(result.downloadBalance) + Math.abs(result.uploadBalance ?? 0) : null,
    short: result?.short ?? [],
    requests: traffic.requests,
    bytesSent: traffic.sent,
    bytesReceived: traffic.received,
    repeats: books.repeats,
    ms: books.ms,
    phases: books.phases,
    tables: result ? tableCounts(result) : [],
  };
}

function modeOf(round: Round | null): Mode {
  return round === 'normal' || round === null ? 'delta' : 'first';
}

function tableCounts(result: SessionResult): TableCounts[] {
  const names = new Map<string, TableName>();
  for (const { table } of [...result.sent, ...result.received]) names.set(tableKey(table), table);
  return [...names.values()].map((table) => ({
    table,
    sent: directionCounts(table, { selected: result.sent, applied: result.appliedHubBy, split: result.splitHub }),
    received: directionCounts(table, {
      selected: result.received,
      applied: result.appliedHereBy,
      split: result.splitHere,
    }),
  }));
}

interface Told {
  readonly selected: readonly SelectedCount[];
  readonly applied: readonly AppliedCount[];
  readonly split: readonly SplitCount[];
}

function directionCounts(table: TableName, { selected, applied, split }: Told): DirectionCounts {
  const own = <T extends { readonly table: TableName }>(counts: readonly T[]): readonly T[] =>
    counts.filter((count) => tableKey(count.table) === tableKey(table));
  const of = (kind: ChangeKind): KindCounts =>
    kindCounts({
      rows: total(own(selected), (count) => (kind === 'upsert' ? count.upserts : count.deletes)),
      applied: own(applied).filter((count) => count.kind === kind),
      split: own(split).filter((count) => count.kind === kind),
    });
  const upserts = of('upsert');
  const deletes = of('delete');
  return {
    inserted: upserts.inserted,
    modified: upserts.plain - upserts.inserted,
    deleted: deletes.plain,
    unchanged: upserts.unchanged + deletes.unchanged,
    conflict: upserts.conflict + deletes.conflict,
    failed: upserts.failed + deletes.failed,
    skipped: upserts.skipped + deletes.skipped,
    total: upserts.rows + deletes.rows,
  };
}

interface KindCounts {
  readonly rows: number;
  readonly plain: number;
  readonly inserted: number;
  readonly unchanged: number;
  readonly conflict: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A conflict row that was written counts in `applied` and in `resolved` (W-238): it is told once, as a conflict. */
function kindCounts({
  rows,
  applied,
  split,
}: {
  readonly rows: number;
  readonly applied: readonly AppliedCount[];
  readonly split: readonly SplitCount[];
}): KindCounts {
  const settled = Math.min(
    total(applied, (count) => count.resolved),
    rows,
  );
  const unchanged = Math.min(
    total(split, (count) => count.unchanged),
    settled,
  );
  const failed = Math.min(
    total(applied, (count) => count.failed),
    rows - settled,
  );
  const plain = Math.min(
    total(applied, (count) => count.applied),
    rows - settled - failed,
  );
  const inserted = Math.min(
    total(split, (count) => count.inserted),
    plain,
  );
  const skipped = rows - settled - failed - plain;
  return { rows, plain, inserted, unchanged, conflict: settled - unchanged, failed, skipped };
}

function total<T>(counts: readonly T[], rowsOf: (count: T) => number): number {
  return counts.reduce((sum, count) => sum + rowsOf(count), 0);
}

/** What the history shows of a session (FD-02). Active is what is left of the time without the waiting for the hub. */
export function figuresOf(summary: SessionSummary): {
  readonly sent: number;
  readonly accepted: number;
  readonly received: number;
  readonly written: number;
  readonly conflicts: number;
  readonly failed: number;
  readonly skipped: number;
  readonly ms: number;
  readonly activeMs: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly tries: number;
  readonly tables: readonly TableName[];
} {
  const waited = summary.phases.reduce((sum, phase) => sum + phase.waited, 0);
  return {
    sent: summary.uploaded,
    accepted: summary.appliedHub,
    received: summary.downloaded,
    written: summary.appliedHere,
    conflicts: summary.conflicts,
    failed: summary.failedHere + summary.failedHub,
    skipped: summary.tables.reduce((sum, { sent, received }) => sum + sent.skipped + received.skipped, 0),
    ms: summary.ms,
    activeMs: Math.max(summary.ms - waited, 0),
    bytesUp: summary.bytesSent,
    bytesDown: summary.bytesReceived,
    tries: 1 + summary.repeats,
    tables: summary.tables.filter(({ sent, received }) => sent.total + received.total > 0).map(({ table }) => table),
  };
}
