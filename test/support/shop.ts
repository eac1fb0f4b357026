// A small shop for sessions over HTTP: customers and their orders, as the recordings of stock servers have them.

import { expect } from 'vitest';
import type { App } from '../../main/app.ts';
import type { AppConfig } from '../../main/config.ts';
import type { JsonValue } from '../../main/wire/json-value.ts';
import { temporaryFile } from './files.ts';
import { recordedScope, recordedSessions } from './recorded-hub.ts';
import { edit, openTestApp, sync } from './replica-app.ts';
import { startStockHub, type StockHub, type StockHubOptions } from './stock-hub.ts';

/** Rows by table, each with its cells in the order of the columns. */
export type RowsByTable = Readonly<Record<string, readonly (readonly JsonValue[])[]>>;

/** The scope of the shop, as a stock PostgreSQL server describes it. */
export const shopScope = recordedScope(recordedSessions('first-sync')[0]);

/** The guid of the shop that ends in this digit. */
export function guid(n: number): string {
  return `00000000-0000-0000-0000-00000000000${n}`;
}

/** Three customers, and six orders of the first one. */
export const shopRows: RowsByTable = {
  customer: [
    [guid(1), 'c1', 1.1, false],
    [guid(2), 'c2', 2.2, true],
    [guid(3), 'c3', 3.3, false],
  ],
  orders: [1, 2, 3, 4, 5, 6].map((id) => [id, guid(1), `o${id}`]),
};

/** A hub with the shop's rows. */
export async function shopHub(options: Partial<StockHubOptions> = {}): Promise<StockHub> {
  const hub = await startStockHub({ scope: shopScope, ...options });
  for (const [table, rows] of Object.entries(shopRows)) hub.rows.put(table, ...rows);
  return hub;
}

/** A replica and its hub, which go on well until told otherwise. */
export interface Bench {
  readonly app: App;
  readonly hub: StockHub;
  readonly file: string;
}

/** After a first session: order 1 was changed here, order 2 at the hub. */
export async function createBench(
  config: Partial<AppConfig> = {},
  options: Partial<StockHubOptions> = {},
): Promise<Bench> {
  const hub = await shopHub(options);
  const file = temporaryFile();
  const app = await openTestApp({ file, hub: hub.url, ...config });
  expect((await sync(app)).result).toBe('done');
  edit(file, `update orders set title = 'mine' where id = 1`);
  hub.rows.put('orders', [2, guid(1), 'theirs']);
  return { app, hub, file };
}
