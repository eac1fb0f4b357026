// A stage's hub where that is a stock server: the suites that need nothing of our own hub run against it, too.

import { afterAll, inject, test } from 'vitest';
import { startServer } from '../interop/net-server.ts';
import type { Direction } from '../../main/sync/schema.ts';
import { lastingDatabase, openPostgres, type HubDb } from './postgres.ts';

/** True where the tests are those with real peers. */
export const isWithPeers = Boolean(inject('peers'));

/** A test that needs a hub of ours: what it asks of the hub, or looks at there, a stock server has not. */
export function testOurs(title: string, tell: () => Promise<void>): void {
  if (isWithPeers) console.warn(`skipped at a stock server: ${title}`);
  test.skipIf(isWithPeers)(title, tell);
}

/** Cases that need a hub of ours: none where the hub is a stock server. */
export function casesOfOurs<Case>(cases: readonly Case[]): readonly Case[] {
  return isWithPeers ? [] : cases;
}

/** The hub forgets what is older than this time of its own. */
export async function cleanUpHub(
  stage: { readonly hubDb: HubDb; readonly store: { cleanUp(upTo: bigint): Promise<unknown> } },
  upTo: bigint,
): Promise<void> {
  if (!isWithPeers) return void (await stage.store.cleanUp(upTo));
  stage.hubDb.exec(`delete from category_tracking where timestamp < ${upTo};
    update scope_info set sync_scope_last_clean_timestamp = ${upTo}`);
}

/** What a stock server can be told of a stage's options. */
interface StockOptions {
  readonly schema: string;
  readonly tables: readonly string[];
  readonly policy?: string;
  readonly errorPolicy?: string;
  readonly directions?: Readonly<Record<string, Direction>>;
}

interface Site {
  readonly url: string;
  readonly hubFile: string;
  readonly hubDb: HubDb;
}

/** One server for each set-up of a test file: starting one takes longer than most tests do. */
const sites = new Map<string, Promise<Site & { stop(): Promise<void> }>>();
afterAll(async () => {
  for (const site of sites.values()) {
    const { hubDb, stop } = await site;
    await stop();
    hubDb.close();
  }
  sites.clear();
});

/** A stock server whose database is new: it provisions it when the first client comes. */
export async function openStockSite(options: StockOptions): Promise<Site> {
  const variables = stockVariables(options);
  const key = JSON.stringify([options.schema, options.tables, variables]);
  const found = sites.get(key);
  if (found) (await found).hubDb.exec(`drop schema public cascade; create schema public; ${options.schema}`);
  const site = found ?? startSite(options, variables);
  sites.set(key, site);
  return site;
}

async function startSite(
  { schema, tables }: StockOptions,
  variables: Readonly<Record<string, string>>,
): Promise<Site & { stop(): Promise<void> }> {
  const database = lastingDatabase();
  const hubDb = openPostgres(database);
  hubDb.exec(schema);
  const { url, stop } = await startServer({ database, tables, variables }, inject('peers')?.server ?? []);
  return { url, hubFile: database, hubDb, stop };
}

/** Variables of the stock server (test/interop/peers). */
export function stockVariables({
  policy,
  errorPolicy,
  directions = {},
}: Omit<StockOptions, 'schema' | 'tables'>): Readonly<Record<string, string>> {
  const ways = Object.entries(directions).map(([name, word]) => `${name}:${directionWords[word]}`);
  return {
    POLICY: policy === 'client-wins' ? 'ClientWins' : 'ServerWins',
    ...(errorPolicy !== undefined && { ERRORS: errorWords[errorPolicy] ?? 'Throw' }),
    ...(ways.length > 0 && { DIRECTIONS: ways.join(',') }),
  };
}

const directionWords = {
  both: 'Bidirectional',
  'upload-only': 'UploadOnly',
  'download-only': 'DownloadOnly',
  none: 'None',
} as const;

const errorWords: Readonly<Record<string, string>> = { continue: 'ContinueOnError', retry: 'RetryOnNextSync' };
