// What one exchange of a session came to, table by table and both ways (HB-09): from what was received, and from the hub's counts.

import type { AppliedCount, SelectedCount } from '../sync/counters.ts';
import type { RefusedRow } from '../sync/orchestrator.ts';
import { tableKey, type TableName } from '../sync/schema.ts';
import type { Policy } from '../sync/scope.ts';
import type { SessionRound } from './round.ts';
import type { SessionNote } from './stores/store.ts';

/** Rows of one table that came from a client, and what became of them. */
export interface TableReceived {
  readonly rows: number;
  /** Written, new ones and changed ones alike. */
  readonly upserted: number;
  readonly deleted: number;
  readonly conflicts: number;
  readonly failed: number;
}

/** Rows of one table that were prepared for a client. */
export interface TableSent {
  readonly upserts: number;
  readonly deletes: number;
}

/** One table of a session; null = nothing went that way. */
export interface TableOutcome {
  readonly table: TableName;
  readonly received: TableReceived | null;
  readonly sent: TableSent | null;
}

/** One exchange: a session has one a round (W-29). */
export interface Exchanged {
  readonly mode: SessionNote['mode'] | null;
  /** Who wins a conflict. */
  readonly policy: Policy;
  readonly tables: readonly TableOutcome[];
  readonly refused: readonly RefusedRow[];
}

/** The exchange of a round; null if there was none. */
export function exchangedIn({ summary, note, parts, fromSnapshot }: SessionRound): Exchanged | null {
  if (!summary) return null;
  const received = [
    ...parts.list().map(({ table, rows }) => ({ table, ...nothing.received, rows })),
    ...parts.misfits().map(({ table }) => ({ table, ...nothing.received, rows: 1 })),
  ];
  const outcomes = [
    ...received.map(({ table, ...rows }) => ({ table, received: rows, sent: null })),
    ...summary.applied.map(({ table, ...count }) => ({ table, received: receivedOf(count), sent: null })),
    ...[...fromSnapshot, ...summary.selected].map((count) => ({
      table: count.table,
      received: null,
      sent: sentOf(count),
    })),
  ];
  const rowsHere = received.reduce((total, { rows }) => total + rows, 0);
  // Its parts may have come to another process: then the counts alone tell how many there were. A row of the hub's error set that
  // is tried again is counted, but did not come.
  const isWhole = rowsHere >= (summary.applied[0]?.received ?? 0);
  const tables = mergeTables(outcomes).map((table) =>
    isWhole ? table : { ...table, received: table.received && atLeast(table.received, summary.policy) },
  );
  return { mode: note?.session.mode ?? null, policy: summary.policy, tables, refused: summary.refused };
}

const nothing = {
  received: { rows: 0, upserted: 0, deleted: 0, conflicts: 0, failed: 0 },
  sent: { upserts: 0, deletes: 0 },
} as const;

function receivedOf({ kind, applied, resolved, failed }: Omit<AppliedCount, 'table'>): TableReceived {
  const [upserted, deleted] = kind === 'upsert' ? [applied, 0] : [0, applied];
  return { rows: 0, upserted, deleted, conflicts: resolved, failed };
}

function sentOf({ upserts, deletes }: SelectedCount): TableSent | null {
  return upserts + deletes === 0 ? null : { upserts, deletes };
}

/** Where the client wins, a conflict's row is counted as written, too (W-214). */
function atLeast(received: TableReceived, policy: Policy): TableReceived {
  const { rows, upserted, deleted, conflicts, failed } = received;
  const kept = policy === 'server-wins' ? conflicts : 0;
  return { ...received, rows: Math.max(rows, upserted + deleted + kept + failed) };
}

/** One entry a table, in the order of their first. */
export function mergeTables(outcomes: readonly TableOutcome[]): TableOutcome[] {
  const tables = new Map<string, TableOutcome>();
  for (const { table, received, sent } of outcomes) {
    const key = tableKey(table);
    const before = tables.get(key);
    tables.set(key, {
      table: before?.table ?? { name: table.name, schema: table.schema },
      received: sum(before?.received ?? null, received),
      sent: sum(before?.sent ?? null, sent),
    });
  }
  return [...tables.values()].filter(({ received, sent }) => received !== null || sent !== null);
}

function sum<T extends object>(before: T | null, more: T | null): T | null {
  if (!before || !more) return before ?? more;
  const figures = Object.entries(before).map(([name, figure]) => [
    name,
    Number(figure) + Number(more[name as keyof T]),
  ]);
  return Object.fromEntries(figures) as T;
}
