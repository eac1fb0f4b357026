// The thread that speaks to PostgreSQL for a test that waits: one order, one answer.

import { workerData, type MessagePort } from 'node:worker_threads';
import pg from 'pg';

/** What is asked. */
export type PostgresOrder =
  | { readonly do: 'open'; readonly url: string }
  | { readonly do: 'query'; readonly connection: number; readonly sql: string; readonly values: readonly unknown[] }
  | { readonly do: 'close'; readonly connection: number };

/** What came of it. */
export interface PostgresAnswer {
  readonly error: string | null;
  readonly names: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

const { port, signal } = workerData as { readonly port: MessagePort; readonly signal: Int32Array };
const connections = new Map<number, pg.Client>();
let last = 0;

const asNumber = new Set([20, 21, 23, 700, 701]);
const types = {
  getTypeParser: (oid: number) => (text: string | Buffer) => {
    if (asNumber.has(oid)) return Number(text);
    if (oid === 17) return Buffer.from(String(text).slice(2), 'hex');
    // As it travels, so that a replica's cell can be compared with it.
    if (oid === 1114) return String(text).replace(' ', 'T');
    return oid === 16 ? text === 't' : text;
  },
};

port.on('message', (order: PostgresOrder) => {
  void answer(order).then((message) => {
    port.postMessage(message);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
});

async function answer(order: PostgresOrder): Promise<PostgresAnswer> {
  try {
    return { error: null, ...(await carryOut(order)) };
  } catch (thrown) {
    return { error: thrown instanceof Error ? thrown.message : String(thrown), names: [], rows: [] };
  }
}

async function carryOut(order: PostgresOrder): Promise<Omit<PostgresAnswer, 'error'>> {
  if (order.do === 'open') {
    const client = new pg.Client({ connectionString: order.url, types: types as never });
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`set lock_timeout = '20s'`);
    connections.set(++last, client);
    return { names: [], rows: [[last]] };
  }
  const client = connections.get(order.connection);
  if (!client) throw new Error('this connection is closed');
  if (order.do === 'close') {
    connections.delete(order.connection);
    await client.end();
    return { names: [], rows: [] };
  }
  const values = order.values.length > 0 ? { values: [...order.values] } : {};
  const found = (await client.query({ text: order.sql, rowMode: 'array', ...values })) as unknown;
  const result = (Array.isArray(found) ? found.at(-1) : found) as pg.QueryArrayResult;
  return { names: result.fields.map((field) => field.name), rows: result.rows as unknown[][] };
}
