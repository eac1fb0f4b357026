// Orders to clients at the hub's own door: listed, given, taken back (HB-05).

import { orderWish } from '../../wire/admin/orders.ts';
import { listOrders } from '../admin/orders.ts';
import { orderClients, withdrawOrder } from '../orders.ts';
import type { HubStore } from '../stores/store.ts';
import { bodyOf, numberOf, type AdminRoute } from './admin-route.ts';

/** Adds the calls; `now` tells the time. */
export function serveOrders(route: AdminRoute, store: HubStore, now: () => Date): void {
  route('GET', '/orders', 'admin', () => listOrders(store));
  route('POST', '/orders', 'admin', async (request, { name }) => {
    const given = await orderClients(store, { ...bodyOf(orderWish, request), by: name, at: now() });
    return { clients: new Set(given.map(({ id }) => id)).size };
  });
  route('DELETE', '/orders/:no', 'admin', async (request) => {
    await withdrawOrder(store, numberOf(request), now());
    return {};
  });
}
