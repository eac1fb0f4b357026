// The hub's error set at its own door: listed, tried once more, dropped (W-243, W-250).

import { hubErrorWish } from '../../wire/admin/refusals.ts';
import { listRefusals } from '../admin/refusals.ts';
import type { HubStore } from '../stores/store.ts';
import { bodyOf, type AdminRoute } from './admin-route.ts';

/** Adds the calls. */
export function serveErrors(route: AdminRoute, store: HubStore): void {
  route('GET', '/errors', 'admin', () => listRefusals(store));
  route('POST', '/errors/retry', 'admin', async (request) => ({
    count: await store.refusals.retry(bodyOf(hubErrorWish, request).numbers),
  }));
  route('POST', '/errors/forget', 'admin', async (request) => ({
    count: await store.refusals.forget(bodyOf(hubErrorWish, request).numbers),
  }));
}
