// What window and terminal know alike of the orders to a hub's clients (HB-05).

import { orderOperations } from '../wire/admin/orders.ts';

/** All of them, in the order in which a person is offered them. */
export const allOrders: readonly OrderOperation[] = orderOperations;

/** An order; `normal` takes back what is open. */
export type OrderOperation = (typeof orderOperations)[number];

/** Orders by which a client may lose what it has not sent, or has to take it up by hand: a name has to be typed before. */
export const lossyOrders: ReadonlySet<OrderOperation> = new Set([
  'reinitialize',
  'drop-all-and-sync',
  'drop-all-and-exit',
]);

/** Who an order is for, as far as it is known. */
export interface Ordered {
  readonly id: string;
  readonly person: string | null;
}

/** The name that has to be typed for one client: its person's, else the beginning of its id; null for several. */
export function nameToType(clients: readonly Ordered[]): string | null {
  const [first] = clients;
  if (!first || clients.some(({ id }) => id !== first.id)) return null;
  return first.person ?? first.id.slice(0, 8);
}
