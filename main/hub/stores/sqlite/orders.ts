// The operator's orders in a SQLite hub's file (HB-05).

import type { HubOperation } from '../../../sync/scope.ts';
import type { Reader, Writer } from '../../../sqlite/database.ts';
import type { NewOrder, OrderBook, OrderState, StoredOrder } from '../orders.ts';
import type { HubFile } from './hub-file.ts';

interface OrderRow {
  readonly no: number;
  readonly client: string;
  readonly scope: string;
  readonly hash: string;
  readonly operation: HubOperation;
  readonly ordered_at: string;
  readonly ordered_by: string | null;
  readonly state: OrderState;
  readonly session: string | null;
  readonly told_at: string | null;
  readonly client_time: string | null;
  readonly ended_at: string | null;
  readonly outcome: string | null;
}

const columns = `no, client, scope, hash, operation, ordered_at, ordered_by, state, session, told_at,
  cast(client_time as text) as client_time, ended_at, outcome`;

/** The orders of a file; one that is no hub has none. */
export function createOrders(hub: HubFile): OrderBook {
  const read = (where: string, ...values: readonly (string | number)[]): readonly StoredOrder[] =>
    hub.id() === null ? [] : hub.readers.now((reader) => load(reader, where, values));
  return {
    put: (orders) =>
      hub.write((db) => {
        for (const order of orders) putOrder(db, order);
      }),
    list: async (limit) => read(`order by no desc limit ?`, limit),
    open: async (clientId) => read(`where client = ? and state in ('waiting', 'told') order by no`, clientId),
    withdraw: async (no, at) =>
      hub.id() !== null &&
      hub.write(
        (db) =>
          db.run(
            `update _concord_order set state = 'withdrawn', ended_at = ? where no = ? and state in ('waiting', 'told')`,
            at,
            no,
          ).changes > 0,
      ),
    save: (order) =>
      hub.write((db) => {
        db.run(
          `update _concord_order set state = ?, session = ?, told_at = ?, client_time = ?, ended_at = ?, outcome = ? where no = ?`,
          order.state,
          order.session,
          order.toldAt,
          order.clientTime,
          order.endedAt,
          order.outcome,
          order.no,
        );
      }),
  };
}

function load(db: Reader, where: string, values: readonly (string | number)[]): StoredOrder[] {
  return db.all<OrderRow>(`select ${columns} from _concord_order ${where}`, ...values).map((row) => ({
    no: row.no,
    clientId: row.client,
    scopeName: row.scope,
    hash: row.hash,
    operation: row.operation,
    orderedAt: row.ordered_at,
    by: row.ordered_by,
    state: row.state,
    session: row.session,
    toldAt: row.told_at,
    clientTime: row.client_time === null ? null : BigInt(row.client_time),
    endedAt: row.ended_at,
    outcome: row.outcome,
  }));
}

function putOrder(db: Writer, { clientId, scopeName, hash, operation, orderedAt, by }: NewOrder): void {
  db.run(
    `update _concord_order set state = 'withdrawn', ended_at = ? where client = ? and scope = ? and hash = ?
     and state in ('waiting', 'told')`,
    orderedAt,
    clientId,
    scopeName,
    hash,
  );
  if (operation === 'normal') return;
  db.run(
    `insert into _concord_order (client, scope, hash, operation, ordered_at, ordered_by, state)
     values (?, ?, ?, ?, ?, ?, 'waiting')`,
    clientId,
    scopeName,
    hash,
    operation,
    orderedAt,
    by,
  );
}
