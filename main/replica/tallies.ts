// The counters of an apply, by table and kind, under the wire's definitions (WIRE 22, R-60…R-62).

import type { ChangeKind } from '../sync/conflict.ts';
import type { AppliedCount, SplitCount } from '../sync/counters.ts';
import { tableKey, type TableName } from '../sync/schema.ts';
import type { RowOutcome } from './apply-row.ts';

interface Tally {
  readonly table: TableName;
  readonly kind: ChangeKind;
  applied: number;
  resolved: number;
  failed: number;
  kept: number;
  inserted: number;
  unchanged: number;
}

/** Counts while rows are applied. */
export interface Tallies {
  /** `isNew`: there was no such row here. */
  count(table: TableName, kind: ChangeKind, outcome: RowOutcome, isNew?: boolean): void;
  fail(table: TableName, kind: ChangeKind): void;
  ignore(rows: number): void;
  retry(rows: number): void;
  /** One entry a table and kind with anything to tell. */
  applied(): readonly AppliedCount[];
  split(): readonly SplitCount[];
  books(): { readonly kept: number; readonly ignored: number; readonly equal: number; readonly retried: number };
}

/** Counters of one apply, all at zero. */
export function createTallies(): Tallies {
  const tallies = new Map<string, Tally>();
  const totals = { ignored: 0, retried: 0, equal: 0 };
  let last: Tally | null = null;
  const of = (table: TableName, kind: ChangeKind): Tally => {
    // Rows come table by table.
    if (last?.table === table && last.kind === kind) return last;
    const name = `${kind} ${tableKey(table)}`;
    const tally = tallies.get(name) ?? {
      table,
      kind,
      applied: 0,
      resolved: 0,
      failed: 0,
      kept: 0,
      inserted: 0,
      unchanged: 0,
    };
    tallies.set(name, tally);
    last = tally;
    return tally;
  };
  return {
    count(table, kind, outcome, isNew = false) {
      const tally = of(table, kind);
      if (outcome !== 'kept') tally.applied++;
      if (outcome !== 'applied') tally.resolved++;
      if (outcome === 'kept') tally.kept++;
      if (outcome === 'applied' && isNew) tally.inserted++;
      // A delete is kept only where there is nothing to delete.
      if (outcome === 'equal' || (outcome === 'kept' && kind === 'delete')) tally.unchanged++;
      if (outcome === 'equal') totals.equal++;
    },
    fail: (table, kind) => void of(table, kind).failed++,
    ignore: (rows) => void (totals.ignored += rows),
    retry: (rows) => void (totals.retried += rows),
    applied: () => appliedCounts([...tallies.values()]),
    split: () =>
      [...tallies.values()].map(({ table, kind, inserted, unchanged }) => ({ table, kind, inserted, unchanged })),
    books: () => ({ ...totals, kept: [...tallies.values()].reduce((sum, tally) => sum + tally.kept, 0) }),
  };
}

function appliedCounts(tallies: readonly Tally[]): readonly AppliedCount[] {
  const told = tallies.filter((tally) => tally.applied + tally.resolved + tally.failed > 0);
  const received = told.reduce((total, tally) => total + tally.applied + tally.failed + tally.kept, 0);
  let cumulative = 0;
  return told.map(({ table, kind, applied, resolved, failed }) => {
    cumulative += applied;
    return { table, kind, applied, resolved, failed, received, cumulative };
  });
}
