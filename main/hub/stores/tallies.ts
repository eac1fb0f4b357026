// The counters of an apply, by table and kind, under the wire's definitions (WIRE 22, W-238).

import type { ChangeKind } from '../../sync/conflict.ts';
import type { AppliedCount } from '../../sync/counters.ts';
import { tableKey, type TableName } from '../../sync/schema.ts';

/** What became of a row: settled = applied and resolved, kept = resolved alone (W-214). */
export type RowOutcome = 'applied' | 'settled' | 'kept';

interface Tally {
  readonly table: TableName;
  readonly kind: ChangeKind;
  applied: number;
  resolved: number;
  failed: number;
}

/** Counts while rows are applied. */
export interface Tallies {
  count(table: TableName, kind: ChangeKind, outcome: RowOutcome): void;
  fail(table: TableName, kind: ChangeKind): void;
  /** One entry a table and kind with anything to tell. */
  counts(): readonly AppliedCount[];
}

/** Counters at zero; `received` is the number of rows of the whole upload. */
export function createTallies(received: number): Tallies {
  const tallies = new Map<string, Tally>();
  let last: Tally | null = null;
  const of = (table: TableName, kind: ChangeKind): Tally => {
    if (last && last.kind === kind && last.table.name === table.name && last.table.schema === table.schema) return last;
    const name = `${kind} ${tableKey(table)}`;
    const known = tallies.get(name);
    if (known) return (last = known);
    const made = { table: { name: table.name, schema: table.schema }, kind, applied: 0, resolved: 0, failed: 0 };
    tallies.set(name, made);
    return (last = made);
  };
  return {
    count(table, kind, outcome) {
      const tally = of(table, kind);
      if (outcome !== 'kept') tally.applied++;
      if (outcome !== 'applied') tally.resolved++;
    },
    fail: (table, kind) => void of(table, kind).failed++,
    counts() {
      let cumulative = 0;
      return [...tallies.values()].map((tally) => ({ ...tally, received, cumulative: (cumulative += tally.applied) }));
    },
  };
}
