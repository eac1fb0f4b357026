// The snapshots of a hub as its operator sees them: rows, size, age, use, and whether they are still given out (HB-06).

import { selectedTotal } from '../../sync/counters.ts';
import { findScope } from '../find-scope.ts';
import { isGivenOut, parametersIn } from '../snapshots.ts';
import type { SnapshotRow } from '../stores/snapshots.ts';
import type { HubScope, HubStore } from '../stores/store.ts';
import { valuesOf } from './clients.ts';

/** A snapshot. Times are ISO instants. */
export interface SnapshotInfo extends Pick<SnapshotRow, 'no' | 'madeAt' | 'by' | 'used' | 'usedAt'> {
  readonly scope: string;
  readonly parameters: ReturnType<typeof valuesOf>;
  readonly rows: number;
  readonly bytes: number;
  readonly parts: number;
  readonly hubTime: bigint;
  /** False for one that is older than the hub's memory. */
  readonly isGivenOut: boolean;
}

/** All of them, newest first. */
export async function listSnapshots(store: HubStore): Promise<readonly SnapshotInfo[]> {
  const rows = await store.snapshots.list();
  if (rows.length === 0) return [];
  const now = await store.hubTime();
  return rows.map((row) => {
    const scope = findScope(store.scopes(), row.scopeName);
    return snapshotInfo(row, scope, isGivenOut(row.forms.concord, { now, cleanedUpTo: scope?.cleanedUpTo ?? null }));
  });
}

/** One of them; its scope tells the types of its parameters. */
export function snapshotInfo(row: SnapshotRow, from: HubScope | undefined, isGiven: boolean): SnapshotInfo {
  const { no, scopeName: scope, madeAt, by, used, usedAt, forms } = row;
  const { concord, stock } = forms;
  return {
    no,
    scope,
    parameters: valuesOf(parametersIn(row.parameters, from)),
    madeAt,
    by,
    rows: selectedTotal(concord.counts),
    // Forms that do not differ are kept once.
    bytes: concord.storedAs === stock.storedAs ? concord.bytes : concord.bytes + stock.bytes,
    parts: concord.parts.length,
    hubTime: concord.hubTime,
    used,
    usedAt,
    isGivenOut: isGiven,
  };
}
