// A replica: the file, its two connections, its tables, and the local orchestrator of a session (Decisions 9, 18).

import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Parameter, Scope } from '../sync/scope.ts';
import type { Inbox } from '../sync/inbox.ts';
import type { Carried } from '../sync/carried.ts';
import type {
  ApplyOutcome,
  ApplyRequest,
  LocalOrchestrator,
  LocalScope,
  PartInfo,
  Upload,
} from '../sync/orchestrator.ts';
import { ConcordError } from '../sync/problem.ts';
import { tableKey } from '../sync/schema.ts';
import type { Phase } from '../sync/session.ts';
import { openReader, openWriter, type Reader, type Writer } from '../sqlite/database.ts';
import { tableNames } from '../sqlite/introspect.ts';
import { ConstraintError } from '../sqlite/problem.ts';
import { createGate, writeTransaction, type Waiting as LockWaiting } from '../sqlite/transaction.ts';
import { applySession } from './apply.ts';
import type { ApplyHooks, ErrorPolicy } from './apply-errors.ts';
import { settleIn } from './home.ts';
import { assertReplica, isCurrent, isReplica, migrateReplica, renewClientId } from './layout.ts';
import { assertSharedTablesFit, carriedInto } from './move.ts';
import { adoptText } from './pending.ts';
import { saveNoise } from './noise.ts';
import { ensureTracking } from './provision.ts';
import { disconnectScope, renewTriggers, trackedNow } from './tracking.ts';
import { createRecordStore, type RecordStore } from './record-store.ts';
import { findScope, loadScopes, rememberScope, type KnownScope } from './scopes.ts';
import { indexTables, loadTables, type TrackedTable } from './tracked-table.ts';
import { readStockFile } from './stock-file.ts';
import { saveUnsent } from './unsent-file.ts';
import { openUpload } from './upload.ts';
import { hasOthers, releaseWithheld, withholdOthers } from './withhold.ts';
import { nameSession, tellWitness } from './witness.ts';

/** What a session's local side is made of. */
export interface LocalOptions {
  readonly inbox: Inbox;
  /** Number of the session (sessions.ts). */
  readonly session: number;
  readonly hub: string;
  readonly hash: string;
  readonly parameters: readonly Parameter[];
  /** These parameters stand in for all others of the scope, whose rows go (PR-04). */
  readonly replaces?: boolean;
  /** Scopes of this file that the session's scope stands in for: they are given up. */
  readonly from?: readonly string[];
  readonly errorPolicy?: ErrorPolicy;
  readonly hooks?: ApplyHooks;
  now(): Date;
  enter(phase: Phase): void;
  progress(part: PartInfo, rows: number): void;
  checkpoint(): void;
  waiting?: LockWaiting;
}

/** An open replica. */
export interface Replica {
  readonly file: string;
  /** For the rooms that own tables in this file; writes go through `write`. */
  readonly db: Writer;
  /** A second connection, for reads that must not wait for a write (law 6). */
  readonly reader: Reader;
  readonly records: RecordStore;
  tables(): ReadonlyMap<string, TrackedTable>;
  scopes(): KnownScope[];
  /** Runs `work` as one write transaction of its own; others wait their turn. */
  write<T>(work: () => T | Promise<T>, waiting?: LockWaiting): Promise<T>;
  /** The same for a person at this Concord: what is changed is noted as theirs (PD-01). */
  writeAs<T>(who: string, work: () => T | Promise<T>): Promise<T>;
  local(options: LocalOptions): LocalOrchestrator;
  /** Chooses which columns of a table do not count when rows are compared; throws `column-unknown` (CF-12). */
  chooseNoise(table: TrackedTable, columns: readonly string[]): Promise<void>;
  /** Offers rows older than provisioning to the hub; returns how many (W-159). */
  adopt(): Promise<number>;
  close(): void;
}

/**
 * Opens a replica. `create` makes the file if there is none, and turns an existing database into a replica; without it
 * such a database is left as it is and refused with `replica-not-connected`.
 */
export async function openReplica(file: string, options: { create?: boolean } = {}): Promise<Replica> {
  assertFile(file, options.create ?? false);
  const db = openWriter(file, options);
  try {
    if (!isCurrent(db)) await writeTransaction(db, () => migrateReplica(db));
    await refreshTracking(db);
    return createReplica(db, openReader(file));
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/** Looks at an existing file before anything, even its journal mode, is changed. */
function assertFile(file: string, create: boolean): void {
  if (create && !existsSync(file)) return;
  const reader = openReader(file);
  try {
    assertReplica(reader);
    if (!isReplica(reader)) assertNotStock(reader);
    if (!create && !isReplica(reader)) throw new ConcordError('replica-not-connected');
  } finally {
    reader.close();
  }
}

/** Two trackers of one table would each take the other's writes for changes made here (SF-10). */
function assertNotStock(reader: Reader): void {
  const stock = readStockFile(reader);
  if (!stock) return;
  const count = stock.tables.reduce((sum, table) => sum + table.waiting, 0);
  throw new ConcordError('replica-stock-client', { file: basename(reader.file), count });
}

/** Triggers follow the file: a unique index made meanwhile, a newer Concord (W-287). */
async function refreshTracking(db: Writer): Promise<void> {
  const tables = trackedNow(db);
  if (tables.length > 0) await writeTransaction(db, () => tables.forEach((table) => ensureTracking(db, table)));
}

function createReplica(db: Writer, reader: Reader): Replica {
  const gate = createGate();
  // While a session makes tables only the session knows them: who reads beside it is told of those that it can read.
  const [written, seen] = [followTables(db), followTables(reader)];
  const { tables } = written;
  const reload = (): void => {
    written.reload();
    seen.reload();
  };
  const write = <T>(work: () => T | Promise<T>, waiting?: LockWaiting): Promise<T> =>
    gate.enter(() => writeTransaction(db, work, waiting));
  return {
    file: db.file,
    db,
    reader,
    records: createRecordStore(db, tables),
    tables: seen.tables,
    scopes: () => loadScopes(reader),
    write,
    writeAs: (who, work) =>
      write(async () => {
        db.run(`update _concord_clock set who = ?`, who);
        const result = await work();
        db.run(`update _concord_clock set who = null`);
        return result;
      }),
    local: (session) => createLocal({ db, write, tables, reload }, session),
    async chooseNoise(table, columns) {
      await write(() => saveNoise(db, table, columns));
      reload();
    },
    async adopt() {
      return write(() => {
        db.run(`update _concord_clock set stamp = stamp + 1`);
        return [...tables().values()].reduce((sum, table) => sum + db.run(adoptText(table)).changes, 0);
      });
    },
    close() {
      reader.close();
      db.close();
    },
  };
}

/** The tables as a connection sees them: another program may have moved the file to a scope with other columns. */
function followTables(db: Reader): Pick<LocalParts, 'tables' | 'reload'> {
  const schemaVersion = (): number => Number(db.value('pragma schema_version'));
  let [version, known] = [schemaVersion(), indexTables(loadTables(db))];
  const reload = (): void => void ([version, known] = [schemaVersion(), indexTables(loadTables(db))]);
  return {
    reload,
    tables() {
      if (schemaVersion() !== version) reload();
      return known;
    },
  };
}

/** In the new scope the replica has not met the hub yet, whatever it carries along. */
function movingInto({ client }: KnownScope, carried: Carried): LocalScope {
  return {
    client: { ...client, lastSync: null, lastHubSync: null, isNew: true },
    scope: null,
    fellShort: false,
    carried,
  };
}

interface Offering extends Pick<LocalParts, 'db' | 'write'> {
  readonly waiting: LockWaiting;
}

/** What leaves is marked as offered on the disk before (Decisions 5); where nothing does, nothing waits for the disk. */
async function offered({ db, write, waiting }: Offering, open: () => Upload | null): Promise<Upload | null> {
  const upload = await write(open, { ...waiting, later: true });
  if (!upload) return null;
  try {
    if (upload.counts.length > 0) await write(() => db.run(`update _concord_clock set offered = offered`), waiting);
    return upload;
  } catch (thrown) {
    upload.close();
    throw thrown;
  }
}

interface Selecting {
  readonly scope: LocalScope;
  readonly send: boolean;
  readonly waiting: LockWaiting;
}

/** What the session offers; nothing that is another scope's or set's to send. */
async function select(
  { db, write, tables }: Omit<LocalParts, 'reload'>,
  { scope: { scope, client }, send, waiting }: Selecting,
): Promise<Upload> {
  const wanted = scope?.schema.tables.flatMap((table) => tables().get(tableKey(table)) ?? []) ?? [];
  const watermark = client.lastSync ?? 0n;
  const withhold = (): number => withholdOthers(db, wanted, client);
  if (hasOthers(db, client))
    await write(() => {
      releaseWithheld(db);
      withhold();
    }, waiting);
  for (;;) {
    const upload = await offered({ db, write, waiting }, () => {
      if (!send || !scope) return openUpload(db, null);
      // The snapshot shows what is committed: what was changed since is marked first.
      return withhold() > 0 ? null : openUpload(db, { tables: wanted, watermark });
    });
    if (upload) return upload;
  }
}

/** Neither side has anything for the other; the session's own end is on the disk a moment later. */
function isIdle({ round, downloads, sent, answer, carried }: ApplyRequest): boolean {
  const isSilent = (answer.refused ?? []).length + answer.applied.length + sent.length === 0;
  return round === 'normal' && !carried && isSilent && downloads.every(({ parts }) => parts.length === 0);
}

interface LocalParts {
  readonly db: Writer;
  write<T>(work: () => T | Promise<T>, waiting?: LockWaiting): Promise<T>;
  tables(): ReadonlyMap<string, TrackedTable>;
  reload(): void;
}

type Ordered = 'renewTracking' | 'disconnect' | 'startOver' | 'saveUnsent' | 'takeNewId';

/** What the hub may order, or make necessary, besides a round. */
function ordersOf(
  { db, write, tables }: Omit<LocalParts, 'reload'>,
  { startsOver, ...options }: LocalOptions & { startsOver(): void },
): Pick<LocalOrchestrator, Ordered> {
  const disconnect: LocalOrchestrator['disconnect'] = ({ client }) =>
    write(() => {
      const known = findScope(db, client.scopeName, options.hash);
      if (known) disconnectScope(db, known);
    }, options.waiting);
  return {
    disconnect,
    async startOver(scope) {
      await disconnect(scope);
      startsOver();
    },
    renewTracking: ({ client }) =>
      write(() => {
        const known = findScope(db, client.scopeName, options.hash);
        if (known) renewTriggers(db, known);
      }, options.waiting),
    saveUnsent: async ({ scope }) => {
      const own = scope?.schema.tables.flatMap((table) => tables().get(tableKey(table)) ?? []) ?? [];
      return saveUnsent(db, { tables: own, at: options.now() });
    },
    takeNewId: () => write(() => renewClientId(db), options.waiting),
  };
}

function createLocal({ db, write, tables, reload }: LocalParts, options: LocalOptions): LocalOrchestrator {
  const isEmptyFile = tableNames(db).length === 0;
  let isOver = false;
  return {
    async openScope(hub) {
      const wasPutBack = await settleIn(db, (work) => write(work, options.waiting));
      const carried = carriedInto(db, hub, { from: options.from ?? [], hash: options.hash });
      const found = findScope(db, hub.name, options.hash);
      const known = found?.scope && !carried ? found : await firstContact(hub, carried?.from ?? []);
      return { ...(carried ? movingInto(known, carried) : known), wasPutBack };
    },
    selectChanges: (scope, send) => select({ db, write, tables }, { scope, send, waiting: options.waiting ?? {} }),
    async applyChanges(request) {
      const isQuiet = isIdle(request);
      const apply = (rowByRow: boolean): Promise<ApplyOutcome> =>
        write(
          async () => {
            if (!isQuiet) nameSession(db);
            return applySession({
              ...options,
              db,
              request,
              rowByRow,
              replaces: options.replaces ?? false,
              startsOver: isOver,
              errorPolicy: options.errorPolicy ?? 'retry',
              hooks: options.hooks ?? {},
            });
          },
          { ...options.waiting, later: isQuiet },
        );
      const outcome = await apply(false).catch((thrown: unknown) => {
        if (!(thrown instanceof ConstraintError)) throw thrown;
        // Single rows are refused where they stand; what is left is a deferred key at the commit: whose, must be found.
        return apply(true);
      });
      tellWitness(db);
      reload();
      return outcome;
    },
    ...ordersOf({ db, write, tables }, { ...options, startsOver: () => void (isOver = true) }),
    readsWhileDownloading: (round) => round === 'first' && isEmptyFile,
  };

  async function firstContact(hub: Scope, from: readonly string[]): Promise<KnownScope> {
    await write(() => {
      assertSharedTablesFit(db, hub, [...from, hub.name]);
      rememberScope(db, { name: hub.name, hub: options.hub, hash: options.hash, parameters: options.parameters });
    });
    const made = findScope(db, hub.name, options.hash);
    if (!made) throw new ConcordError('scope-unknown', { scope: hub.name });
    return made;
  }
}
