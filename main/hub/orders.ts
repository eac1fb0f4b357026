// What the operator orders of clients for their next session, until they have obeyed (HB-05, W-121). A session that fails has
// not obeyed: the next one is told again.

import { ConcordError } from '../sync/problem.ts';
import type { HubOperation, ScopeClient } from '../sync/scope.ts';
import type { Caller } from './caller.ts';
import type { HubSession } from './sessions.ts';
import { isOpen, type OrderTarget, type StoredOrder } from './stores/orders.ts';
import type { ClientRow, HubStore } from './stores/store.ts';

/** An order for clients by their ids, or for all that the hub knows; `scope` null = in all their scopes. */
export interface ClientOrder {
  readonly operation: HubOperation;
  readonly clients: readonly string[] | 'all';
  readonly scope: string | null;
  readonly by: string | null;
  readonly at: Date;
}

/** Gives an order, also while the hub runs elsewhere; whom it is for. Throws `replica-unknown`. */
export async function orderClients(store: HubStore, order: ClientOrder): Promise<readonly ClientRow[]> {
  const found = await clientsNamed(store, order);
  const orderedAt = order.at.toISOString();
  await store.orders.put(
    found.map(({ id, scopeName, hash }) => ({
      clientId: id,
      scopeName,
      hash,
      operation: order.operation,
      orderedAt,
      by: order.by,
    })),
  );
  return found;
}

/** Takes back an order that is not carried out yet. Throws `order-over`. */
export async function withdrawOrder({ orders }: Pick<HubStore, 'orders'>, no: number, at: Date): Promise<void> {
  if (!(await orders.withdraw(no, at.toISOString()))) throw new ConcordError('order-over', { no });
}

/** The clients of those ids, or ids that begin so. Throws `replica-unknown` for one that is none. */
export async function clientsNamed(
  store: HubStore,
  { clients, scope }: Pick<ClientOrder, 'clients' | 'scope'>,
): Promise<readonly ClientRow[]> {
  const all = await store.clients();
  const inScope = all.filter((row) => scope === null || row.scopeName.toLowerCase() === scope.toLowerCase());
  if (clients === 'all') return inScope;
  const ids = new Set(clients.map((name) => idOf(inScope, name)));
  return inScope.filter((row) => ids.has(row.id));
}

/** At least this much of an id names a client. */
const shortestName = 4;

function idOf(rows: readonly ClientRow[], name: string): string {
  const ids = new Set(rows.map((row) => row.id));
  const begin = name.toLowerCase();
  const like = [...ids].filter((id) => id.toLowerCase().startsWith(begin));
  const [only] = like;
  if (only !== undefined && like.length === 1 && name.length >= shortestName) return only;
  throw new ConcordError('replica-unknown', { replica: name });
}

/** The orders as the steps of a session meet them. */
export interface Orders {
  /** Step 13: what this client is to do now. */
  ask(caller: Caller, client: ScopeClient, session: HubSession): Promise<HubOperation>;
  /** The session has exchanged; the client's own time becomes its watermark if all goes well. */
  exchanged(session: HubSession, clientId: string, clientTime: bigint): Promise<void>;
  /** Step 14; `error` as the client told it. */
  ended(session: HubSession, error: string | null): Promise<void>;
}

/** The orders of a store. */
export function createOrders(store: HubStore, now: () => Date): Orders {
  const { orders } = store;
  const at = (): string => now().toISOString();
  const end = (order: StoredOrder, outcome: string): Promise<void> =>
    orders.save({ ...order, state: 'done', endedAt: at(), outcome });
  // Sessions of this process alone to which there was nothing to say: most, so that they are asked about once.
  const free = new WeakSet<HubSession>();
  const isFree = (session: HubSession): boolean => free.has(session) && !session.isShared;
  return {
    async ask({ agent }, client, session) {
      const order = await find(store, { clientId: client.id, scopeName: session.scope.name, hash: client.hash });
      if (!order) {
        free.add(session);
        return 'normal';
      }
      free.delete(session);
      if (order.session !== session.id) {
        if (hasObeyed(order, client)) {
          await end(order, 'obeyed');
          return 'normal';
        }
        await orders.save({
          ...order,
          state: 'told',
          session: session.id,
          toldAt: at(),
          clientTime: null,
          outcome: null,
        });
      }
      return toldAs(order.operation, agent !== null);
    },
    async exchanged(session, clientId, clientTime) {
      if (isFree(session)) return;
      const { id, scope } = session;
      for (const order of await orders.open(clientId))
        if (order.session === id && order.scopeName === scope.name) await orders.save({ ...order, clientTime });
    },
    async ended(session, error) {
      const { id, clientId } = session;
      if (clientId === null || isFree(session)) return;
      for (const order of await orders.open(clientId)) {
        if (order.session !== id) continue;
        if (error === null && (endsAlone(order.operation) || order.clientTime !== null)) await end(order, 'obeyed');
        else if (order.operation === 'abort') await end(order, 'obeyed');
        else if (error !== null) await orders.save({ ...order, outcome: error });
      }
    },
  };
}

async function find(store: HubStore, target: OrderTarget): Promise<StoredOrder | undefined> {
  const open = await store.orders.open(target.clientId);
  return open.find((order) => isOpen(order) && order.scopeName === target.scopeName && order.hash === target.hash);
}

/** W-121: a stock client that drops all and synchronises would differ for good; this loses nothing with our hub (W-281). */
function toldAs(operation: HubOperation, concord: boolean): HubOperation {
  return operation === 'drop-all-and-sync' && !concord ? 'reinitialize-with-upload' : operation;
}

/** These have no exchange. */
function endsAlone(operation: HubOperation): boolean {
  return operation === 'abort' || operation === 'drop-all-and-exit';
}

/** The word that it had obeyed may have been lost (W-54): how far the client has got shows it. */
function hasObeyed(order: StoredOrder, client: ScopeClient): boolean {
  if (order.operation !== 'deprovision-and-sync' && order.operation !== 'abort' && client.isNew) return true;
  if (order.session === null) return false;
  if (order.operation === 'abort') return true;
  return order.clientTime !== null && client.lastSync !== null && client.lastSync >= order.clientTime;
}
