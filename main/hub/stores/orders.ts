// What the operator has ordered of clients, as a store keeps it (HB-05, W-121).

import type { HubOperation } from '../../sync/scope.ts';

/** Whom an order is for: one client in one scope and parameter set. */
export interface OrderTarget {
  readonly clientId: string;
  readonly scopeName: string;
  /** Hash of the parameters (W-58). */
  readonly hash: string;
}

/** An order as it is given; `normal` takes back what is open. */
export interface NewOrder extends OrderTarget {
  readonly operation: HubOperation;
  /** ISO instant. */
  readonly orderedAt: string;
  /** Who ordered it; null = not known. */
  readonly by: string | null;
}

/** How far an order is: `told` = a session was told and has not shown yet that it has obeyed. */
export type OrderState = 'waiting' | 'told' | 'done' | 'withdrawn';

/** An order as it is kept, also after it was obeyed. */
export interface StoredOrder extends NewOrder {
  readonly no: number;
  readonly state: OrderState;
  /** The session that was told last, and when. */
  readonly session: string | null;
  readonly toldAt: string | null;
  /** The client's own time in the exchange of that session; a client that has got so far has obeyed. */
  readonly clientTime: bigint | null;
  readonly endedAt: string | null;
  /** What the client said of it last, in words. */
  readonly outcome: string | null;
}

/** The orders of a hub's database. */
export interface OrderBook {
  /** Writes orders at once; an open one of the same target is withdrawn. */
  put(orders: readonly NewOrder[]): Promise<void>;
  /** The newest orders, newest first. */
  list(limit: number): Promise<readonly StoredOrder[]>;
  /** A client's open orders. */
  open(clientId: string): Promise<readonly StoredOrder[]>;
  /** Takes an open order back; false for one that is over or was never given. */
  withdraw(no: number, at: string): Promise<boolean>;
  /** Writes how far an order is. */
  save(order: StoredOrder): Promise<void>;
}

/** True while a client still has to be told or to obey. */
export function isOpen({ state }: Pick<StoredOrder, 'state'>): boolean {
  return state === 'waiting' || state === 'told';
}
