// A stage for the conformance scenarios: a hub on a real SQLite file or PostgreSQL database and any number of replicas, bound
// in process or over HTTP. Rows are written by plain SQL on connections that know nothing of Concord.

import Sqlite from 'better-sqlite3';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openInbox, type ConflictInbox } from '../../main/conflicts/inbox.ts';
import { createHubTelemetry } from '../../main/wiring/hub-telemetry.ts';
import { startHubServer, type HubServerOptions } from '../../main/hub/door/server.ts';
import { createHub, type Hub, type HubHandlers } from '../../main/hub/hub.ts';
import { isPostgresUrl } from '../../main/hub/stores/postgres/connection.ts';
import type { FiltersOrder } from '../../main/hub/stores/filters.ts';
import { openPostgresStore } from '../../main/hub/stores/postgres/postgres-store.ts';
import { openSqliteStore } from '../../main/hub/stores/sqlite/sqlite-store.ts';
import type { ErrorPolicy as HubErrorPolicy, HubStore } from '../../main/hub/stores/store.ts';
import { openReplica, type Replica } from '../../main/replica/replica.ts';
import { listErrors, type RowError, type RowErrorState } from '../../main/replica/row-errors.ts';
import { endSession, startSession } from '../../main/replica/sessions.ts';
import type { Direction } from '../../main/sync/schema.ts';
import type { Policy } from '../../main/sync/scope.ts';
import { synchronize, type SessionResult } from '../../main/sync/synchronize.ts';
import { parametersHash } from '../../main/wire/hash.ts';
import { assertBalance, countersOf, type Counters } from './books.ts';
import { temporaryFolder } from './files.ts';
import { backUpHub, objectsOf } from './hub-back-up.ts';
import { openRemote, type HubPlace, type SyncOptions } from './stage-remote.ts';
import { isWithPeers, openStockSite } from './stock-site.ts';
import { hasPostgres, openPostgres, temporaryDatabase, type HubDb } from './postgres.ts';

export type { SyncOptions };

/** How replicas reach the hub, and what it lies on where that is not SQLite; the last is no hub of ours. */
export type Binding = 'in process' | 'over HTTP' | 'over HTTP, on PostgreSQL' | 'at a stock server';

/** Every binding, for suites: with PostgreSQL where there is one, at a real stock server in the run with real peers. */
export const bindings: readonly Binding[] = isWithPeers
  ? ['at a stock server']
  : ['in process', 'over HTTP', ...(hasPostgres ? ['over HTTP, on PostgreSQL' as const] : [])];

/** Those over HTTP. */
export const httpBindings = bindings.filter((binding) => binding !== 'in process');

/** One for each kind of hub database, the quicker one where there is a choice. */
export const hubBindings = bindings.filter((binding) => binding !== 'over HTTP');

/** What a stage is set up with. */
export interface StageOptions {
  readonly binding: Binding;
  /** SQL that makes the hub's tables, before provisioning. */
  readonly schema: string;
  readonly tables: readonly string[];
  readonly policy?: Policy;
  readonly handlers?: HubHandlers;
  readonly errorPolicy?: HubErrorPolicy;
  readonly directions?: Readonly<Record<string, Direction>>;
  /** Columns that travel; those of a table that is not named all do. */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  readonly filters?: FiltersOrder;
  readonly batchKb?: number;
  /** False: replicas show themselves as stock clients would. */
  readonly concord?: boolean;
  /** Scopes beside `DefaultScope`. */
  readonly scopes?: readonly StageScope[];
  /** What the hub's HTTP door is told besides. */
  readonly door?: Pick<HubServerOptions, 'gzip' | 'bodyBounds' | 'tokens'>;
  /** True: the hub records its clients' sessions (HB-09). */
  readonly telemetry?: boolean;
  /** Where the files are; a new temporary folder if not named. */
  readonly folder?: string;
}

/** A further scope over tables of the stage. */
export interface StageScope {
  readonly name: string;
  readonly tables: readonly string[];
  readonly directions?: Readonly<Record<string, Direction>>;
  /** Columns that travel; those of a table that is not named all do. */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  readonly filters?: FiltersOrder;
}

/** One replica on the stage. */
export interface StageReplica {
  readonly name: string;
  readonly file: string;
  readonly replica: Replica;
  readonly inbox: ConflictInbox;
  /** Another program's connection to the file. */
  readonly db: Sqlite.Database;
  /** Runs a session; its result, with the books checked (CONFORMANCE 17). */
  sync(options?: SyncOptions): Promise<SessionResult>;
  /** Runs a session; its counters. */
  counts(options?: SyncOptions): Promise<Counters>;
  /** Row errors in these states (open and parked by default). */
  errors(states?: readonly RowErrorState[]): RowError[];
}

/** The stage. */
export interface Stage {
  readonly hub: Hub;
  readonly store: HubStore;
  /** The hub's database: a file, or a `postgres://` URL. */
  readonly hubFile: string;
  /** Another program's connection to the hub's database. */
  readonly hubDb: HubDb;
  /** The rows of one of the hub's tables, in the order of their first column. */
  rows(table: string): unknown[][];
  /** All that the hub's database has: names, and what they are. */
  hubObjects(): unknown[];
  readonly url: string | null;
  replica(name: string, prepare?: (file: string) => void): Promise<StageReplica>;
  /** The hub's process ends and another one takes its place, on the same port; after a crash nothing was put by. */
  restart(how?: 'gracefully' | 'after a crash'): Promise<void>;
  /** A back-up of the hub's database; what is returned puts it back, as an operator does: while no hub runs. */
  backUp(): () => Promise<void>;
}

/** The hub as it runs now. */
type Site = HubPlace & { readonly hub: Hub; close(): Promise<void> };

/** Sets a stage; everything is taken down when the test has finished. */
export async function setStage(options: StageOptions): Promise<Stage> {
  if (options.binding === 'at a stock server') return stageAtServer(options);
  const folder = options.folder ?? temporaryFolder();
  const { hubFile, hubDb } = options.binding === 'over HTTP, on PostgreSQL' ? inPostgres() : inFile(folder);
  hubDb.exec(options.schema);
  const scopes = [{ ...options, name: 'DefaultScope' }, ...(options.scopes ?? [])];
  let site = await openSite({ folder, hubFile, options, port: 0 });
  for (const scope of scopes) {
    const tables = scope.tables.map((name) => ({
      name,
      schema: '',
      columns: scope.columns?.[name] ?? [],
      direction: scope.directions?.[name] ?? ('both' as const),
    }));
    await site.hub.store.provision({
      name: scope.name,
      setup: { tables, filters: [], affixes: {} },
      ...(scope.filters && { filters: scope.filters }),
    });
  }
  onTestFinished(async () => {
    hubDb.close();
    await site.close();
  });
  return {
    get hub() {
      return site.hub;
    },
    get store() {
      return site.hub.store;
    },
    hubFile,
    hubDb,
    rows: (table) => hubDb.prepare(`select * from ${table} order by 1`).raw().all() as unknown[][],
    hubObjects: () => objectsOf({ hubFile, hubDb }),
    get url() {
      return site.url;
    },
    replica: (name, prepare) =>
      openStageReplica({ folder, name, site: () => site, options, ...(prepare && { prepare }) }),
    async restart(how = 'gracefully') {
      await site.close();
      if (how === 'after a crash') {
        rmSync(join(folder, 'hub-spool-sessions'), { force: true });
        if (isPostgresUrl(hubFile)) hubDb.exec('truncate _concord.upload, _concord.download');
      }
      site = await openSite({ folder, hubFile, options, port: Number(new URL(site.url ?? 'http://x:0').port) });
    },
    backUp() {
      const restore = backUpHub({ hubFile, hubDb });
      return async () => {
        await site.close();
        restore();
        site = await openSite({ folder, hubFile, options, port: Number(new URL(site.url ?? 'http://x:0').port) });
      };
    },
  };
}

/** Its store cannot be had, and it does not restart. */
async function stageAtServer(options: StageOptions): Promise<Stage> {
  const folder = options.folder ?? temporaryFolder();
  const site = await openStockSite(options);
  const none = (): never => {
    throw new Error('a stock server has none of this');
  };
  return {
    ...site,
    get hub() {
      return none();
    },
    get store() {
      return none();
    },
    rows: (table) => site.hubDb.prepare(`select * from ${table} order by 1`).raw().all() as unknown[][],
    hubObjects: none,
    replica: (name, prepare) =>
      openStageReplica({ folder, name, site: () => site, options, ...(prepare && { prepare }) }),
    restart: none,
    backUp: none,
  };
}

interface HubBase {
  readonly hubFile: string;
  readonly hubDb: HubDb;
}

function inFile(folder: string): HubBase {
  const hubFile = join(folder, 'hub.db');
  const hubDb = new Sqlite(hubFile);
  hubDb.pragma('journal_mode = wal');
  hubDb.pragma('foreign_keys = on');
  return { hubFile, hubDb };
}

function inPostgres(): HubBase {
  const hubFile = temporaryDatabase();
  return { hubFile, hubDb: openPostgres(hubFile) };
}

async function openSite({
  folder,
  hubFile,
  options,
  port,
}: {
  readonly folder: string;
  readonly hubFile: string;
  readonly options: StageOptions;
  readonly port: number;
}): Promise<Site> {
  const now = (): Date => new Date();
  const recorder = createHubTelemetry({
    base: join(folder, 'hub.db'),
    recording: options.telemetry ?? false,
    keepDays: 30,
    keepEvents: 1_000_000,
    now,
    failed: () => undefined,
  });
  const hub = await createHub({
    store: await (isPostgresUrl(hubFile) ? openPostgresStore : openSqliteStore)(hubFile, { now }),
    spoolFolder: join(folder, 'hub-spool'),
    now,
    notify: recorder.event,
    ...(options.policy && { policy: options.policy }),
    ...(options.handlers && { handlers: options.handlers }),
    ...(options.errorPolicy && { errorPolicy: options.errorPolicy }),
  });
  if (options.binding === 'in process') return { hub, url: null, close: () => hub.close() };
  const server = await startHubServer({ hub, port, telemetry: recorder.served, ...options.door });
  const close = (): Promise<void> => server.close().finally(() => recorder.close());
  return { hub, url: server.url, close };
}

interface ReplicaParts {
  readonly folder: string;
  readonly name: string;
  readonly site: () => HubPlace;
  readonly options: Pick<StageOptions, 'concord' | 'batchKb'>;
  readonly prepare?: (file: string) => void;
}

/** Opens a replica of a hub that may be no part of this stage. */
export async function openStageReplica(parts: ReplicaParts): Promise<StageReplica> {
  const file = join(parts.folder, `${parts.name}.db`);
  parts.prepare?.(file);
  const replica = await openReplica(file, { create: true });
  const inbox = await openInbox({ ...replica, now: () => new Date(), write: (work) => replica.write(work) });
  const db = new Sqlite(file);
  db.pragma('foreign_keys = on');
  onTestFinished(() => {
    db.close();
    replica.close();
  });
  const own = { ...parts, replica, inbox, file };
  return {
    name: parts.name,
    file,
    replica,
    inbox,
    db,
    sync: (options) => runSession(own, options ?? {}),
    counts: async (options) => countersOf(await runSession(own, options ?? {})),
    errors: (states) => listErrors(replica.reader, states),
  };
}

async function runSession(
  parts: ReplicaParts & { replica: Replica; inbox: ConflictInbox; file: string },
  options: SyncOptions,
): Promise<SessionResult> {
  const { replica, inbox } = parts;
  const scope = options.scope ?? 'DefaultScope';
  const started = new Date().toISOString();
  const { enter = () => undefined, checkpoint = () => undefined } = options;
  const no = await replica.write(() => startSession(replica.db, { scope, trigger: 'by-hand', mode: 'delta', started }));
  const { remote, close } = openRemote(parts, scope, options);
  const local = replica.local({
    inbox: inbox.port,
    session: no,
    hub: parts.site().url ?? 'in process',
    hash: parametersHash(options.parameters ?? []),
    parameters: options.parameters ?? [],
    replaces: options.replaces ?? false,
    from: options.from ?? [],
    now: () => new Date(),
    enter,
    progress: () => undefined,
    checkpoint,
    ...(options.hooks && { hooks: options.hooks }),
    ...(options.waiting && { waiting: options.waiting }),
    ...(options.errorPolicy && { errorPolicy: options.errorPolicy }),
  });
  try {
    const result = await synchronize({
      local,
      remote: options.remote?.(remote) ?? remote,
      type: options.type ?? 'normal',
      outdatedAction: options.outdated ?? 'ask',
      enter,
      checkpoint,
      ...(options.halved && { halved: options.halved }),
      ...(options.mended && { mended: options.mended }),
      ...(options.saved && { saved: options.saved }),
      now: () => new Date(),
    });
    assertBalance(result);
    await replica.write(() =>
      endSession(replica.db, no, { ended: started, mode: 'delta', result: 'done', summary: {} }),
    );
    return result;
  } finally {
    await close();
  }
}
