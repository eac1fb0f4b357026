// The operator's orders in a PostgreSQL hub's database (HB-05).

import type { HubOperation } from '../../../sync/scope.ts';
import type { NewOrder, OrderBook, OrderState, StoredOrder } from '../orders.ts';
import type { PgRow, PgValue, Prepared, Querying } from './connection.ts';
import type { HubDatabase } from './hub-database.ts';

const columns =
  'no, client, scope, hash, operation, ordered_at, ordered_by, state, session, told_at, client_time, ended_at, outcome';

/** Asked in every session. */
const openOrders = {
  name: 'concord-orders',
  text: `select ${columns} from _concord."order" where client = $1 and state in ('waiting', 'told') order by no`,
} satisfies Prepared;

/** The orders of a database; one that is no hub has none. */
export function createOrders(hub: HubDatabase): OrderBook {
  const { database } = hub;
  const read = async (text: string | Prepared, values: readonly PgValue[]): Promise<readonly StoredOrder[]> =>
    hub.id() === null ? [] : (await database.rows(text, values)).map(orderOf);
  return {
    put: (orders) =>
      database.write(async (db) => {
        for (const order of orders) await putOrder(db, order);
      }),
    list: (limit) => read(`select ${columns} from _concord."order" order by no desc limit $1`, [limit]),
    open: (clientId) => read(openOrders, [clientId]),
    withdraw: async (no, at) =>
      hub.id() !== null &&
      (await database.run(
        `update _concord."order" set state = 'withdrawn', ended_at = $1 where no = $2 and state in ('waiting', 'told')`,
        [at, no],
      )) > 0,
    save: async ({ no, state, session, toldAt, clientTime, endedAt, outcome }) =>
      void (await database.run(
        `update _concord."order" set state = $1, session = $2, told_at = $3, client_time = $4, ended_at = $5, outcome = $6
         where no = $7`,
        [state, session, toldAt, clientTime, endedAt, outcome, no],
      )),
  };
}

function orderOf(row: PgRow): StoredOrder {
  const [no, client, scope, hash, operation, orderedAt, by = null, state, ...told] = row;
  const [session = null, toldAt = null, clientTime = null, endedAt = null, outcome = null] = told;
  return {
    no: Number(no),
    clientId: client ?? '',
    scopeName: scope ?? '',
    hash: hash ?? '',
    operation: operation as HubOperation,
    orderedAt: orderedAt ?? '',
    by,
    state: state as OrderState,
    session,
    toldAt,
    clientTime: clientTime === null ? null : BigInt(clientTime),
    endedAt,
    outcome,
  };
}

async function putOrder(db: Querying, order: NewOrder): Promise<void> {
  const { clientId, scopeName, hash, operation, orderedAt, by } = order;
  await db.run(
    `update _concord."order" set state = 'withdrawn', ended_at = $1 where client = $2 and scope = $3 and hash = $4
     and state in ('waiting', 'told')`,
    [orderedAt, clientId, scopeName, hash],
  );
  if (operation === 'normal') return;
  await db.run(
    `insert into _concord."order" (client, scope, hash, operation, ordered_at, ordered_by, state)
     values ($1, $2, $3, $4, $5, $6, 'waiting')`,
    [clientId, scopeName, hash, operation, orderedAt, by],
  );
}
