// What each order means for a client, in the window's words (HB-05, SF-06).

import hub from '../../resources/messages/en/hub.json' with { type: 'json' };
import { allOrders, type OrderOperation } from '../window/hub-orders.ts';

const { about, loss } = hub.order;

/** The orders as they are typed, with a line of help each; `none` takes back what is open. */
export const orderAbouts: Readonly<Record<string, string>> = Object.fromEntries(
  allOrders.map((operation) => [operation === 'normal' ? 'none' : operation, about[operation]]),
);

/** What clients of either kind lose by it. */
export const orderLosses: Readonly<Record<OrderOperation, string>> = loss;
