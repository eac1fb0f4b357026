// What the tests with real peers stand on: a hub of one of three kinds, with stock clients and Concord replicas side by side.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, inject, onTestFinished } from 'vitest';
import { temporaryFolder } from '../support/files.ts';
import { lastingDatabase, openPostgres, temporaryDatabase, type HubDb } from '../support/postgres.ts';
import { openStageReplica, setStage, type Stage, type StageOptions, type StageReplica } from '../support/stage.ts';
import { stockVariables } from '../support/stock-site.ts';
import type { LineProgram } from './line-program.ts';
import { netReplica, type NetOptions, type NetReplica } from './net-client.ts';
import { startServer, type NetServer } from './net-server.ts';

/** The kinds of hub: ours on each store, and the stock server on PostgreSQL. */
export type HubKind = 'Concord on SQLite' | 'Concord on PostgreSQL' | 'a stock server';

/** Every kind. */
export const hubKinds: readonly HubKind[] = ['Concord on SQLite', 'Concord on PostgreSQL', 'a stock server'];

/** Only ours. */
export const concordHubs: readonly HubKind[] = ['Concord on SQLite', 'Concord on PostgreSQL'];

/** A suite for real peers alone. */
export function withPeers(title: string, tell: () => void): void {
  const isMissing = inject('peers') === null;
  if (isMissing) console.warn(`skipped, there are no real Dotmim.Sync peers here: ${title}`);
  describe.skipIf(isMissing)(title, tell);
}

/** What a scene is set up with, beyond what the stage takes. */
export interface SceneOptions extends Omit<StageOptions, 'binding' | 'concord' | 'door' | 'folder'> {
  readonly kind: HubKind;
  /** Variables of the stock server. */
  readonly server?: Readonly<Record<string, string>>;
  /** A stock server and its database serve all tests of a file that ask for the same: starting one takes a second. */
  readonly isShared?: boolean;
}

/** A hub and those who come to it. */
export interface Scene {
  readonly url: string;
  /** Another program's connection to the hub's database. */
  readonly hubDb: HubDb;
  readonly folder: string;
  /** Ours; null where the hub is a stock server. */
  readonly stage: Stage | null;
  readonly server: NetServer | null;
  /** A replica of a stock client. */
  stock(name: string, options?: NetOptions & { readonly url?: string; readonly program?: LineProgram }): NetReplica;
  /** A replica of Concord’s. */
  concord(name: string, options?: { readonly url?: string }): Promise<StageReplica>;
}

/** Sets the scene; it is taken down when the test has finished. */
export async function setScene(options: SceneOptions): Promise<Scene> {
  return options.kind === 'a stock server' ? stockScene(options) : concordScene(options);
}

async function concordScene(options: SceneOptions): Promise<Scene> {
  const folder = temporaryFolder();
  const binding = options.kind === 'Concord on SQLite' ? 'over HTTP' : 'over HTTP, on PostgreSQL';
  const stage = await setStage({ ...options, binding, folder });
  return { ...comers(folder, stage.url ?? '', options), folder, hubDb: stage.hubDb, stage, server: null };
}

async function stockScene(options: SceneOptions): Promise<Scene> {
  const folder = temporaryFolder();
  const site = await (options.isShared
    ? sharedSite(options)
    : openSite(options, (close) => onTestFinished(async () => void (await close()))));
  return { ...comers(folder, site.server.url, options), folder, ...site, stage: null };
}

interface Site {
  readonly hubDb: HubDb;
  readonly server: NetServer;
}

const sites = new Map<string, Promise<Site>>();
const closing: (() => unknown)[] = [];
afterAll(async () => {
  sites.clear();
  for (const close of closing.splice(0)) await close();
});

function sharedSite(options: SceneOptions): Promise<Site> {
  const key = JSON.stringify(options);
  const site = sites.get(key) ?? openSite(options, (close) => void closing.push(close));
  sites.set(key, site);
  return site;
}

async function openSite(options: SceneOptions, atEnd: (close: () => unknown) => void): Promise<Site> {
  const database = options.isShared ? lastingDatabase() : temporaryDatabase();
  const hubDb = openPostgres(database);
  atEnd(() => hubDb.close());
  hubDb.exec(options.schema);
  const server = await startServer(
    {
      database,
      tables: options.tables,
      variables: { ...stockVariables(options), ...options.server },
    },
    inject('peers')?.server ?? [],
  );
  atEnd(() => server.stop());
  return { hubDb, server };
}

function comers(
  folder: string,
  hub: string,
  { batchKb }: Pick<SceneOptions, 'batchKb'>,
): Pick<Scene, 'url' | 'stock' | 'concord'> {
  return {
    url: hub,
    stock(name, { url = hub, program, ...options } = {}) {
      const given = { ...(batchKb && { batchSizeKb: batchKb }), ...options };
      return netReplica({ folder, name, url, ...(program && { program }) }, given);
    },
    concord(name, { url = hub } = {}) {
      mkdirSync(join(folder, name), { recursive: true });
      const site = (): { readonly url: string } => ({ url });
      return openStageReplica({ folder: join(folder, name), name, site, options: { ...(batchKb && { batchKb }) } });
    },
  };
}
