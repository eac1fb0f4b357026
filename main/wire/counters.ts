// Counters between the wire and the domain (§6, CONFORMANCE 17).

import type { AppliedCount, SelectedCount } from '../sync/counters.ts';
import { kindFromWire, kindToWire } from './enums.ts';
import type { ChangesApplied, ChangesSelected } from './messages/counts.ts';

/** Rows selected a table, from DatabaseChangesSelected; missing means none. */
export function selectedFromWire(selected: ChangesSelected | null | undefined): readonly SelectedCount[] {
  return (selected?.tcs ?? []).map(({ n = '', s = '', d, u }) => ({
    table: { name: n, schema: s },
    upserts: u,
    deletes: d,
  }));
}

/** Rows selected a table, as DatabaseChangesSelected: tables with nothing are not listed. */
export function selectedToWire(counts: readonly SelectedCount[]): ChangesSelected {
  const busy = counts.filter((count) => count.upserts + count.deletes > 0);
  return {
    tcs: busy.map(({ table, upserts, deletes }) => ({ n: table.name, s: table.schema, d: deletes, u: upserts })),
  };
}

/** Rows applied a table and kind, from DatabaseChangesApplied; missing means none. */
export function appliedFromWire(applied: ChangesApplied | null | undefined): readonly AppliedCount[] {
  return (applied?.tca ?? []).map((entry) => ({
    table: { name: entry.tn, schema: entry.sn ?? '' },
    kind: kindFromWire(entry.st),
    applied: entry.a,
    resolved: entry.rc,
    failed: entry.f,
    received: entry.trc,
    cumulative: entry.tac,
  }));
}

/** Rows applied a table and kind, as DatabaseChangesApplied: entries in which nothing happened are not listed. */
export function appliedToWire(counts: readonly AppliedCount[]): ChangesApplied {
  const busy = counts.filter((count) => count.applied !== 0 || count.resolved !== 0 || count.failed !== 0);
  return {
    tca: busy.map((count) => ({
      tn: count.table.name,
      sn: count.table.schema,
      st: kindToWire(count.kind),
      rc: count.resolved,
      a: count.applied,
      f: count.failed,
      trc: count.received,
      tac: count.cumulative,
    })),
  };
}
