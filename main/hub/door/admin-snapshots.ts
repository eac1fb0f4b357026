// Snapshots at the hub's own door: listed, made, cancelled, deleted (HB-06).

import type { z } from 'zod';
import { snapshotWish, type hubSnapshots } from '../../wire/admin/snapshots.ts';
import { valuesOf } from '../admin/clients.ts';
import { listSnapshots } from '../admin/snapshots.ts';
import type { Hub } from '../hub.ts';
import { scheduler } from '../snapshot-schedule.ts';
import { deleteSnapshot } from '../snapshots.ts';
import { bodyOf, numberOf, type AdminRoute } from './admin-route.ts';

/** Adds the calls. */
export function serveSnapshots(route: AdminRoute, hub: Hub): void {
  const { store, snapshots } = hub;
  route('GET', '/snapshots', 'admin', async (): Promise<z.output<typeof hubSnapshots>> => ({
    everyHours: hub.snapshotsEvery,
    snapshots: (await listSnapshots(store)).map(({ hubTime: _, parts: __, ...row }) => ({ ...row, by: byOf(row) })),
    making: snapshots.list().map((row) => ({ ...row, parameters: valuesOf(row.parameters), by: byOf(row) })),
  }));
  route('POST', '/snapshots', 'admin', async (request, { name }) => {
    const { scope, parameters } = bodyOf(snapshotWish, request);
    const given = Object.entries(parameters).map(([parameter, value]) => ({ name: parameter, value }));
    return { making: await snapshots.start({ scope, parameters: given, by: name }) };
  });
  route('DELETE', '/snapshots/:no', 'admin', async (request) => {
    await deleteSnapshot(store, numberOf(request));
    return {};
  });
  route('DELETE', '/snapshots/making/:no', 'admin', async (request) => {
    snapshots.cancel(numberOf(request));
    return {};
  });
}

function byOf({ by }: { readonly by: string | null }): string | null {
  return by === scheduler ? null : by;
}
