// What was ordered of clients as the hub's operator sees it: to whom, by whom, and what became of it (HB-05).

import type { StoredOrder } from '../stores/orders.ts';
import type { HubStore } from '../stores/store.ts';
import { valuesOf } from './clients.ts';

/** An order with the names of its client, as far as the hub still knows it. Times are ISO instants. */
export interface OrderInfo extends Pick<StoredOrder, 'no' | 'operation' | 'orderedAt' | 'by' | 'state' | 'outcome'> {
  readonly client: string;
  readonly scope: string;
  readonly person: string | null;
  readonly device: string | null;
  readonly parameters: ReturnType<typeof valuesOf>;
  readonly endedAt: string | null;
}

/** So many are listed. */
const listed = 200;

/** The newest orders, newest first. */
export async function listOrders(store: HubStore, limit = listed): Promise<readonly OrderInfo[]> {
  const orders = await store.orders.list(limit);
  const clients = new Map(
    (orders.length > 0 ? await store.clients() : []).map((row) => [`${row.id} ${row.hash} ${row.scopeName}`, row]),
  );
  return orders.map(({ no, clientId, scopeName, hash, operation, orderedAt, by, state, endedAt, outcome }) => {
    const row = clients.get(`${clientId} ${hash} ${scopeName}`);
    const { user: person = null, device = null } = row ?? {};
    return {
      no,
      client: clientId,
      scope: scopeName,
      person,
      device,
      parameters: valuesOf(row?.parameters ?? []),
      operation,
      orderedAt,
      by,
      state,
      endedAt,
      outcome,
    };
  });
}
