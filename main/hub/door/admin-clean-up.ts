// The clean-up of the hub's memory at its own door: planned, done, listed (HB-07).

import { cleanUpQuestion, cleanUpWish, type hubCleanUpPlan } from '../../wire/admin/clean-up.ts';
import type { z } from 'zod';
import { assertPlanned, cleanUp, planCleanUp, type CleanUpPlan } from '../clean-up.ts';
import type { ClientRow, HubStore } from '../stores/store.ts';
import { bodyOf, queryOf, type AdminRoute } from './admin-route.ts';

/** So many past ones are listed. */
const listed = 100;

/** Adds the calls; `now` tells the time. */
export function serveCleanUp(route: AdminRoute, store: HubStore, now: () => Date): void {
  route('GET', '/clean-up', 'admin', async (request) =>
    planOf(await planCleanUp(store, { ...queryOf(cleanUpQuestion, request), at: now() })),
  );
  route('POST', '/clean-up', 'admin', async (request, { name }) => {
    const { dropSilentDays, outdated } = bodyOf(cleanUpWish, request);
    const plan = await planCleanUp(store, { dropSilentDays, at: now() });
    assertPlanned(plan, outdated);
    return { entries: await cleanUp(store, plan, name), outdated: plan.outdated.length };
  });
  route('GET', '/clean-ups', 'admin', async () =>
    (await store.cleanUps(listed)).map(({ at, by, entries, forgotten }) => ({ at, by, entries, forgotten })),
  );
}

function planOf({ entries, clients, outdated, holding }: CleanUpPlan): z.output<typeof hubCleanUpPlan> {
  return { entries, clients, outdated: outdated.map(clientOf), holding: holding && clientOf(holding) };
}

function clientOf(row: ClientRow): z.output<typeof hubCleanUpPlan>['outdated'][number] {
  const { id, scopeName: scope, user: person, device, syncedAt: lastSession } = row;
  return { id, scope, person, device, lastSession };
}
