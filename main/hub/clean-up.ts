// The clean-up of a hub's memory of changes (HB-07, W-197, W-198): as far as everybody who is still there has heard, and no
// further; who would be left behind is named before.

import { ConcordError } from '../sync/problem.ts';
import type { ClientRow, HubStore, TrackedCount } from './stores/store.ts';

/** Days of silence after which a client may be given up, unless told otherwise. */
export const silentDays = 90;

/** What a clean-up would do. */
export interface CleanUpPlan {
  /** Hub time up to which changes would be forgotten; null = there is nothing that everybody has heard. */
  readonly upTo: bigint | null;
  /** Clients that have been silent for too long: they would be struck off and be outdated when they come back. */
  readonly outdated: readonly ClientRow[];
  /** Whose ignorance sets the limit; null where there is no client. */
  readonly holding: ClientRow | null;
  readonly clients: number;
  /** Noted changes that there are, and those of them that would be forgotten. */
  readonly entries: TrackedCount;
}

/** How clean-up is planned. */
export interface CleanUpWish {
  /** Clients silent for more days are given up; null = nobody is. */
  readonly dropSilentDays: number | null;
  readonly at: Date;
}

/** Plans a clean-up; nothing is changed. */
export async function planCleanUp(store: HubStore, { dropSilentDays, at }: CleanUpWish): Promise<CleanUpPlan> {
  const rows = await store.clients();
  const since = dropSilentDays === null ? null : new Date(at.getTime() - dropSilentDays * 86_400_000).toISOString();
  const outdated = since === null ? [] : rows.filter((row) => (row.syncedAt ?? '') < since);
  const live = rows.filter((row) => !outdated.includes(row));
  const [holding = null] = live.toSorted((a, b) => order(certainOf(a), certainOf(b)));
  const upTo = holding ? certainOf(holding) : await store.hubTime();
  const limit = upTo > 0n ? upTo : null;
  return { upTo: limit, outdated, holding, clients: rows.length, entries: await store.countTracked(limit) };
}

/** As it was looked at: whoever else would be left behind meanwhile stops it. Throws `clean-up-changed`. */
export function assertPlanned({ outdated }: CleanUpPlan, ids: readonly string[]): void {
  if (outdated.some(({ id }) => !ids.includes(id))) throw new ConcordError('clean-up-changed');
}

/** Does what was planned; the entries dropped. */
export async function cleanUp(store: HubStore, plan: CleanUpPlan, by: string | null): Promise<number> {
  return plan.upTo === null ? 0 : store.cleanUp(plan.upTo, { forget: plan.outdated, by });
}

/** Hub time that a client has for certain; what it was given last may not have arrived (W-111). */
function certainOf({ heardUpTo, lastHubSync }: ClientRow): bigint {
  return heardUpTo ?? lastHubSync ?? 0n;
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
