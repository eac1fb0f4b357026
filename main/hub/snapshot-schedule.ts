// Snapshots that the hub makes by itself: of every scope that is not filtered, and of each parameter set that has one already;
// a new one takes the place of the scheduled one before it (HB-06).

import { findScope } from './find-scope.ts';
import { isMaking, type SnapshotMaker } from './snapshot-maker.ts';
import { deleteSnapshot, isGivenOut, parametersIn, textOf } from './snapshots.ts';
import type { SnapshotRow } from './stores/snapshots.ts';
import type { HubStore } from './stores/store.ts';

/** Who makes scheduled snapshots. */
export const scheduler = '(schedule)';

/** What the schedule works with. */
export interface ScheduleOptions {
  readonly store: HubStore;
  readonly maker: SnapshotMaker;
  readonly everyHours: number;
  now(): Date;
}

interface SnapshotSet {
  readonly scope: string;
  /** As the shelf spells them. */
  readonly parameters: string;
}

/** Makes what is due, to its end, and removes scheduled snapshots that a newer one has followed. */
export async function renewSnapshots({ store, maker, everyHours, now }: ScheduleOptions): Promise<void> {
  await store.refresh();
  const rows = await store.snapshots.list();
  const since = new Date(now().getTime() - everyHours * 3_600_000).toISOString();
  for (const set of setsOf(store, rows)) {
    const fresh = await freshIn(store, rows, set);
    if (fresh.some(({ madeAt }) => madeAt > since) || isMaking(maker.list(), set)) continue;
    await maker.start({
      scope: set.scope,
      parameters: parametersIn(set.parameters, findScope(store.scopes(), set.scope)),
      by: scheduler,
    });
  }
  await maker.settled();
  await dropFollowed(store);
}

/** Parameter sets that are kept ready. */
function setsOf(store: HubStore, rows: readonly SnapshotRow[]): readonly SnapshotSet[] {
  return store.scopes().flatMap(({ name: scope, filters }) => {
    const own = rows.filter((row) => row.scopeName === scope);
    const texts = filters ? own.map(({ parameters }) => parameters) : [textOf([])];
    return [...new Set(texts)].map((parameters) => ({ scope, parameters }));
  });
}

/** The snapshots of a set that are given out. */
async function freshIn(store: HubStore, rows: readonly SnapshotRow[], set: SnapshotSet): Promise<SnapshotRow[]> {
  const cleanedUpTo = store.scopes().find(({ name }) => name === set.scope)?.cleanedUpTo ?? null;
  const memory = { now: await store.hubTime(), cleanedUpTo };
  return rows.filter((row) => isOf(row, set) && isGivenOut(row.forms.concord, memory));
}

/** Whoever reads one of them reads it to the end. */
async function dropFollowed(store: HubStore): Promise<void> {
  const rows = await store.snapshots.list();
  const old = rows.filter(
    (row, at) =>
      row.by === scheduler &&
      rows.slice(0, at).some((newer) => isOf(newer, { scope: row.scopeName, parameters: row.parameters })),
  );
  for (const { no } of old) await deleteSnapshot(store, no).catch(() => undefined);
}

function isOf({ scopeName, parameters }: SnapshotRow, set: SnapshotSet): boolean {
  return scopeName === set.scope && parameters === set.parameters;
}
