// A stage for the conformance scenarios: a hub on a real SQLite file or PostgreSQL database and any number of replicas, bound
// in process or over HTTP. Rows are written by plain SQL on connections that know nothing of Concord.

import Sqlite from 'better-sqlite3';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openInbox, type ConflictInbox } from '../../main/conflicts/inbox.ts';
import { startHubServer, type HubServerOptions } from '../../main/hub/door/server.ts';
import { createHub, type Hub, type HubHandlers } from '../../main/hub/hub.ts';
import { isPostgresUrl } from '../../main/hub/stores/postgres/connection.ts';
import type { FiltersOrder } from '../../main/hub/stores/filters.ts';
import { openPostgresStore } from '../../main/hub/stores/postgres/postgres-store.ts';
import { openSqliteStore } from '../../main/hub/stores/sqlite/sqlite-store.ts';
import type { ErrorPolicy as HubErrorPolicy, HubStore } from '../../main/hub/stores/store.ts';
import { createCaller, type Repeat } from '../../main/remote/caller.ts';
import { callAddress } from '../../main/remote/address.ts';
import { createHttpRemote } from '../../main/remote/http-remote.ts';
import { createTransport, type Transport } from '../../main/remote/transport.ts';
import type { ApplyHooks, ErrorPolicy } from '../../main/replica/apply-errors.ts';
import { openReplica, type Replica } from '../../main/replica/replica.ts';
import { listErrors, type RowError, type RowErrorState } from '../../main/replica/row-errors.ts';
import { endSession, startSession } from '../../main/replica/sessions.ts';
import type { Waiting } from '../../main/sqlite/transaction.ts';
import type { RemoteOrchestrator } from '../../main/sync/orchestrator.ts';
import type { Direction } from '../../main/sync/schema.ts';
import type { Parameter, Policy, SyncType } from '../../main/sync/scope.ts';
import type { OutdatedAction, Phase } from '../../main/sync/session.ts';
import { synchronize, type SessionResult } from '../../main/sync/synchronize.ts';
import { parametersHash } from '../../main/wire/hash.ts';
import { assertBalance, countersOf, type Counters } from './books.ts';
import { temporaryFolder } from './files.ts';
import { backUpHub, objectsOf } from './hub-back-up.ts';
import { hideConcord } from './hide-concord.ts';
import { hasPostgres, openPostgres, temporaryDatabase, type HubDb } from './postgres.ts';

/** How replicas reach the hub, and what it lies on where that is not SQLite. */
export type Binding = 'in process' | 'over HTTP' | 'over HTTP, on PostgreSQL';

/** Every binding, for suites; the last one where there is a PostgreSQL. */
export const bindings: readonly Binding[] = [
  'in process',
  'over HTTP',
  ...(hasPostgres ? ['over HTTP, on PostgreSQL' as const] : []),
];

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

/** What a session is given beyond the product's defaults. */
export interface SyncOptions {
  readonly type?: SyncType;
  readonly outdated?: OutdatedAction;
  readonly scope?: string;
  readonly parameters?: readonly Parameter[];
  readonly replaces?: boolean;
  readonly from?: readonly string[];
  /** Bearer token (over HTTP only). */
  readonly token?: string;
  readonly hooks?: ApplyHooks;
  readonly errorPolicy?: ErrorPolicy;
  /** Wraps the transport: faults between replica and hub (over HTTP only). */
  readonly wire?: (transport: Transport) => Transport;
  /** Wraps the orchestrator: faults at single steps, in either binding. */
  readonly remote?: (remote: RemoteOrchestrator) => RemoteOrchestrator;
  /** Told of each phase as it begins. */
  readonly enter?: (phase: Phase) => void;
  /** Told of each call that is repeated (over HTTP only). */
  readonly onRepeat?: (repeat: Repeat) => void;
  /** Told before each upload of a part of the rows (ER-07). */
  readonly halved?: (part: { readonly rows: number }) => void;
  /** Told when the session begins anew. */
  readonly mended?: (why: 'replica-behind' | 'hub-restored') => void;
  /** Throws to cancel. */
  readonly checkpoint?: () => void;
  /** How long another program's lock is waited for, and who is told. */
  readonly waiting?: Waiting;
  readonly acceptGzip?: boolean;
  readonly batchKb?: number;
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

/** Where a replica finds its hub: in this process, or at an address. */
export type HubPlace = { readonly hub: Hub; readonly url: null } | { readonly url: string };

/** The hub as it runs now. */
type Site = HubPlace & { readonly hub: Hub; close(): Promise<void> };

/** Sets a stage; everything is taken down when the test has finished. */
export async function setStage(options: StageOptions): Promise<Stage> {
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
  const hub = await createHub({
    store: await (isPostgresUrl(hubFile) ? openPostgresStore : openSqliteStore)(hubFile, { now }),
    spoolFolder: join(folder, 'hub-spool'),
    now,
    ...(options.policy && { policy: options.policy }),
    ...(options.handlers && { handlers: options.handlers }),
    ...(options.errorPolicy && { errorPolicy: options.errorPolicy }),
  });
  if (options.binding === 'in process') return { hub, url: null, close: () => hub.close() };
  const server = await startHubServer({ hub, port, ...options.door });
  return { hub, url: server.url, close: () => server.close() };
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

function openRemote(
  { name, site, options: stage, folder, replica }: ReplicaParts & { readonly replica: Replica },
  scope: string,
  options: SyncOptions,
): { remote: RemoteOrchestrator; close(): Promise<void> } {
  const place = site();
  const concord = stage.concord ?? true;
  const sets = [...replica.scopes().map(({ client }) => client.hash), parametersHash(options.parameters ?? [])];
  if (place.url === null) {
    const remote = place.hub.connect({
      user: name,
      device: `${name}-pc`,
      concord,
      scope,
      sets,
      ...(stage.batchKb && { batchKb: stage.batchKb }),
    });
    return { remote, close: () => Promise.resolve() };
  }
  const { signal } = new AbortController();
  const plain = createTransport({
    url: callAddress(place.url, options.parameters ?? []),
    scope,
    seconds: 30,
    signal,
    ...(options.token !== undefined && { token: options.token }),
    onCall: () => undefined,
  });
  const transport = options.wire?.(plain) ?? plain;
  const batchSizeKb = options.batchKb ?? stage.batchKb ?? 2000;
  const caller = createCaller({
    transport: concord ? transport : hideConcord(transport),
    scopeName: scope,
    batchSizeKb,
    acceptGzip: options.acceptGzip ?? false,
    user: name,
    device: `${name}-pc`,
    sets,
    signal,
    onRepeat: (repeat) => options.onRepeat?.(repeat),
  });
  const nothing = (): undefined => undefined;
  const remote = createHttpRemote({
    caller,
    scopeName: scope,
    parameters: options.parameters ?? [],
    batchSizeKb,
    spoolFolder: join(folder, `${name}-spool`),
    enter: nothing,
    sent: nothing,
    announced: nothing,
    arrived: nothing,
    blocked: nothing,
  });
  return { remote, close: () => plain.close() };
}
