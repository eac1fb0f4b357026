// The open database of a hub: its connections, its clock, its scopes, and its tracking kept up to date.

import { ConcordError } from '../../../sync/problem.ts';
import { tableKey } from '../../../sync/schema.ts';
import type { Scope } from '../../../sync/scope.ts';
import { findScope } from '../../find-scope.ts';
import { matching } from '../../../sqlite/filter-sql.ts';
import { scopeNamed, stillServed } from '../set-up.ts';
import type { ScopeOrder } from '../store.ts';
import { createClock, lookAtClock, type Snapshot } from './clock.ts';
import { openDatabase, type Database, type Prepared, type Querying } from './connection.ts';
import { describeOrder, unsuitable } from './describe.ts';
import { dialectOf } from './filter-dialect.ts';
import { hubId, isHub, lockFor, migrate } from './layout.ts';
import { loadTracked, scopedTables, type ScopedTable, type TrackedTable } from './registry.ts';
import { knownScope, loadScopes, makeScope, type NumberedScope } from './scopes.ts';
import { numbered } from './select-sql.ts';
import { ensureTracking, standingTriggers, triggersWanted } from './tracking.ts';
import { pruneChanges } from './upkeep.ts';

/** A hub's database. Until its first scope is made nothing is written into it (W-205). */
export interface HubDatabase {
  readonly database: Database;
  /** Null as long as there is no scope. */
  id(): string | null;
  scopes(): readonly NumberedScope[];
  /** The scope as it is in this database. Throws `scope-unknown`. */
  scope(scope: Pick<Scope, 'name'>): NumberedScope;
  /** The same for rows: throws `hub-session-lost` if it was set up anew since. */
  servedScope(scope: Scope): NumberedScope;
  tables(scope: NumberedScope): ReadonlyMap<string, ScopedTable>;
  tracked(): readonly TrackedTable[];
  provision(order: ScopeOrder): Promise<NumberedScope>;
  /** Makes Concord's tables where there are none yet. */
  prepare(): Promise<void>;
  /**
   * Hub time, if every change that is here has its stamp and nothing else is to be seen to: what is not here will get a
   * later one. Null otherwise.
   */
  calm(): Promise<bigint | null>;
  /** A snapshot with its hub time; scopes and triggers that another process or program has changed are seen to first. */
  inSnapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  /** Reads the scopes anew where another process has changed them since the revision that is known here. */
  refresh(revision: bigint): Promise<void>;
  close(): Promise<void>;
}

interface Loaded {
  readonly id: string | null;
  readonly revision: bigint;
  readonly scopes: readonly NumberedScope[];
  readonly tracked: readonly TrackedTable[];
  readonly tables: ReadonlyMap<number, ReadonlyMap<string, ScopedTable>>;
}

const revisionText = { name: 'concord-revision', text: 'select revision from _concord.clock' } satisfies Prepared;

const look = lookAtClock(standingTriggers);

const nothing: Loaded = { id: null, revision: -1n, scopes: [], tracked: [], tables: new Map() };

/** Opens a database; one that is no hub yet is only looked at. Throws `database-unreachable` or `database-unsuitable`. */
export async function openHubDatabase(url: string): Promise<HubDatabase> {
  const database = await openDatabase(url);
  try {
    await assertUsable(database);
    return await createState(database);
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
}

async function assertUsable(database: Database): Promise<void> {
  const version = Number(await database.value(`select current_setting('server_version_num')`));
  if (version < 130_000) unsuitable(`PostgreSQL ${Math.floor(version / 10_000)} is too old, 13 or newer is needed`);
  const encoding = await database.value('show server_encoding');
  if (encoding !== 'UTF8') unsuitable(`its encoding is ${encoding}, UTF8 is needed`);
}

async function createState(database: Database): Promise<HubDatabase> {
  const clock = createClock(database, standingTriggers);
  let loaded = nothing;
  const repair = async (): Promise<void> => {
    loaded = await database.write(async (db) => {
      await lockFor(db, 'layout');
      await migrate(db);
      const tracked = await loadTracked(db);
      for (const table of tracked) await ensureTracking(db, table);
      return load(db);
    });
  };
  const refreshTo = async (revision: bigint): Promise<void> => {
    if (revision !== loaded.revision) loaded = await load(database);
  };
  const named = (name: string): NumberedScope => scopeNamed(loaded.scopes, name);
  if (await isHub(database)) {
    await repair();
    await database.write((db) => pruneChanges(db, loaded.tracked));
  }
  return {
    database,
    id: () => loaded.id,
    scopes: () => loaded.scopes,
    scope: ({ name }) => named(name),
    servedScope: (scope) => stillServed(scope, named(scope.name)),
    tables: (scope) => loaded.tables.get(scope.no) ?? new Map(),
    tracked: () => loaded.tracked,
    async provision(order) {
      if (loaded.id !== null) loaded = await load(database);
      const known = knownScope(order, await describeOrder(database, order), loaded.scopes);
      if (known) return known;
      loaded = await provision(database, order);
      return named(order.name);
    },
    async prepare() {
      if (loaded.id === null) await repair();
    },
    calm: () => calmTime(database, loaded),
    async inSnapshot(work) {
      for (let again = true; ; again = false) {
        const done = await clock.inSnapshot(async (snapshot) => {
          if (again && snapshot.triggers !== triggersWanted(loaded.tracked)) return null;
          await refreshTo(snapshot.revision);
          return { value: await work(snapshot) };
        });
        if (done) return done.value;
        await repair();
      }
    },
    refresh: refreshTo,
    close: () => database.close(),
  };
}

async function calmTime(db: Querying, { revision, tracked }: Loaded): Promise<bigint | null> {
  const [[stamp, revisionNow, isWhole, triggers] = []] = await db.rows(look);
  const isUsual = BigInt(revisionNow ?? 0) === revision && Number(triggers) === triggersWanted(tracked);
  return isWhole === 't' && isUsual ? BigInt(stamp ?? 0) : null;
}

/** Two first hubs of a database wait for each other; the second one finds what the first has made. */
function provision(database: Database, order: ScopeOrder): Promise<Loaded> {
  return database.write(async (db) => {
    await lockFor(db, 'layout');
    const described = await describeOrder(db, order);
    await migrate(db);
    const scopes = await loadScopes(db);
    const name = findScope(scopes, order.name)?.name ?? order.name;
    if (!knownScope(order, described, scopes)) await makeScope(db, name, described);
    const loaded = await load(db);
    const made = findScope(loaded.scopes, order.name);
    if (made) await tryFilters(db, made, loaded.tables.get(made.no) ?? new Map());
    return loaded;
  });
}

/** HB-02: PostgreSQL itself tells whether a condition compares what can be compared, before the scope is kept. */
async function tryFilters(
  db: Querying,
  { filters, schema }: NumberedScope,
  tables: ReadonlyMap<string, ScopedTable>,
): Promise<void> {
  if (!filters) return;
  const parameters = filters.parameters.map(({ name }) => ({ name, value: null }));
  const task = { schema, filters, parameters, dialect: dialectOf(tables, null) };
  for (const filter of filters.filters) {
    const base = tables.get(tableKey(filter.table))?.base ?? '';
    const { text, values } = numbered(matching(task, filter), 0);
    try {
      await db.rows(`select from ${base} as present where ${text} limit 0`, values);
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new ConcordError('filter-invalid', { reason: `${filter.table.name}: ${why}` });
    }
  }
}

async function load(db: Querying): Promise<Loaded> {
  const revision = BigInt((await db.value(revisionText)) ?? 0);
  const tracked = await loadTracked(db);
  const scopes = await loadScopes(db);
  const tables = new Map<number, ReadonlyMap<string, ScopedTable>>();
  for (const scope of scopes) tables.set(scope.no, await scopedTables(db, tracked, scope));
  return { id: await hubId(db), revision, scopes, tracked, tables };
}
