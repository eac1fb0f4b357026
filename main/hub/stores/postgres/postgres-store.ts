// A PostgreSQL database as a hub's store (HB-01): any number of writers and hub processes (SPEC.md).

import { ConcordError } from '../../../sync/problem.ts';
import type { Scope } from '../../../sync/scope.ts';
import { createClientNotes, type ClientNotes } from '../client-notes.ts';
import { outcomeFromJson } from '../outcome.ts';
import type {
  Applied,
  ClientNote,
  HubStore,
  Selected,
  SelectRequest,
  SelectScope,
  StoreUpload,
  TrackedCount,
} from '../store.ts';
import { applyWithin } from './fenced.ts';
import { claimClient, loadClients, writeNote } from './clients.ts';
import type { Snapshot } from './clock.ts';
import type { Prepared, Querying } from './connection.ts';
import { openHubDatabase, type HubDatabase } from './hub-database.ts';
import { createOrders } from './orders.ts';
import { createRefusalBook } from './refusal-book.ts';
import { knowsSeal } from './seals.ts';
import { countChanges, selectChanges, type SelectInput } from './select.ts';
import { createShelf, type PostgresShelf } from './shelf.ts';
import { provisionOn } from '../set-up.ts';
import { createSnapshots } from './snapshots.ts';
import { createTokenBook } from './tokens.ts';
import { answering } from './tracking.ts';
import { assertRemembered, cleanUp, countTracked, loadCleanUps } from './upkeep.ts';

/** How a store is opened. */
export interface PostgresStoreOptions {
  readonly now: () => Date;
  /** Told of what failed where nobody waits for an answer. */
  readonly failed?: (thrown: unknown) => void;
}

/** Opens a database by its `postgres://` URL. Throws `database-unreachable` or `database-unsuitable`. */
export async function openPostgresStore(url: string, { now, failed }: PostgresStoreOptions): Promise<HubStore> {
  const hub = await openHubDatabase(url);
  const { database } = hub;
  const shelf = createShelf(database, { isHub: () => hub.id() !== null, failed: (thrown) => failed?.(thrown) });
  const at = (): string => now().toISOString();
  const notes = createClientNotes({
    at,
    failed: failed ?? (() => undefined),
    write: (waiting) => writeNotes({ hub, at: at() }, waiting),
  });
  const snapshots = createSnapshots(hub, at);
  let isGone = false;
  const ifHub = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => (hub.id() === null ? otherwise : work());
  return {
    label: database.label,
    shelf,
    tokens: createTokenBook(hub, at),
    orders: createOrders(hub),
    refusals: createRefusalBook(hub),
    snapshots,
    id: () => hub.id(),
    scopes: () => hub.scopes(),
    ...glancesOf(hub, shelf),
    async provision(order) {
      const scope = await provisionOn(hub, snapshots, order);
      await shelf.opened();
      return scope;
    },
    hubTime: () => ifHub(async () => (await hub.calm()) ?? hub.inSnapshot(async ({ hubTime }) => hubTime), 0n),
    apply: (upload) => apply({ hub, at: at() }, upload),
    findApplied: (session, clientId) => ifHub(() => findApplied(hub, database, { session, clientId }), null),
    forgetApplied: async (session) =>
      void (await database.run(`delete from _concord.outcome where session = $1`, [session])),
    select: async (request) => (await idle(hub, request)) ?? select({ hub, notes }, request),
    estimate: (request) =>
      hub.inSnapshot((snapshot) => countChanges(selectInput(hub, snapshot, request.scope), request)),
    findClient: (id) =>
      ifHub(async () => (await notes.over(() => loadClients(database, id))).filter((row) => row.id === id), []),
    clients: () => ifHub(() => notes.over(() => loadClients(database)), []),
    noteClient: (note) => notes.add(note),
    claimClient: (id, identity) => claimClient(database, { id, identity, at: at() }),
    cleanUp: (upTo, order = { forget: [], by: null }) => forget({ hub, notes }, { ...order, upTo, at: at() }),
    countTracked: (upTo) => ifHub(() => tracked(hub, upTo), { all: 0, upTo: 0 }),
    cleanUps: (limit) => ifHub(() => loadCleanUps(database, limit), []),
    async deprovision() {
      await notes.flush();
      await shelf.leave();
      isGone = true;
      // The triggers on the owner's tables go with their functions.
      await database.write((db) => db.rows('drop schema if exists _concord cascade'));
    },
    async close() {
      if (database.isClosed()) return;
      await notes.close().catch((thrown: unknown) => failed?.(thrown));
      if (hub.id() !== null && !isGone) await shelf.leave().catch((thrown: unknown) => failed?.(thrown));
      await hub.close();
    },
  };
}

/** A session begins with one look at the database; a seal that was its last one then needs no other. */
function glancesOf(hub: HubDatabase, shelf: PostgresShelf): Pick<HubStore, 'refresh' | 'knowsSeal'> {
  let lastSeal: string | null = null;
  return {
    async refresh() {
      if (hub.id() === null) return false;
      const { revision, isAlone, seal } = await shelf.glance();
      lastSeal = seal;
      await hub.refresh(revision);
      return isAlone();
    },
    knowsSeal: async (seal) => seal === lastSeal || knowsSeal(hub.database, seal),
  };
}

/** Every change that is here gets its stamp first. */
async function tracked(hub: HubDatabase, upTo: bigint | null): Promise<TrackedCount> {
  await hub.inSnapshot(async () => undefined);
  return countTracked(hub.database, hub.tracked(), upTo);
}

async function forget({ hub, notes }: Selection, order: Parameters<typeof cleanUp>[2]): Promise<number> {
  await notes.flush();
  // Every change that is here gets its stamp first: a mark says nothing of one that has none.
  await hub.inSnapshot(async () => undefined);
  const dropped = await hub.database.write((db) => cleanUp(db, hub.tracked(), order));
  await hub.inSnapshot(async () => undefined);
  return dropped;
}

/** Nothing was written since the client last heard of the hub: that is seen without a snapshot. */
async function idle(hub: HubDatabase, { after, held }: SelectScope): Promise<Selected | null> {
  if (after === null || held) return null;
  const hubTime = await hub.calm();
  return hubTime === null || after < hubTime ? null : { hubTime, seal: null, counts: [], parts: [], unsent: [] };
}

interface Selection {
  readonly hub: HubDatabase;
  readonly notes: ClientNotes;
}

async function select({ hub, notes }: Selection, request: SelectRequest): Promise<Selected> {
  // A client's other parameter sets are asked for: what was noted of them last must be there.
  if (hub.scope(request.scope).filters && request.after !== null) await notes.flush();
  return hub.inSnapshot((snapshot) => {
    // Read with the snapshot's own revision, or later.
    const { cleanedUpTo } = hub.scope(request.scope);
    if (cleanedUpTo !== null && request.after !== null && request.after < cleanedUpTo)
      throw new ConcordError('outdated');
    return selectChanges(selectInput(hub, snapshot, request.scope), request);
  });
}

function selectInput(hub: HubDatabase, snapshot: Snapshot, named: Scope): SelectInput {
  const scope = hub.servedScope(named);
  const everyTable = new Map(hub.scopes().flatMap((item) => [...hub.tables(item)]));
  return { snapshot, scope, scopes: hub.scopes(), tables: hub.tables(scope), everyTable };
}

interface Moment {
  readonly hub: HubDatabase;
  readonly at: string;
}

/**
 * Without rows and without an error set there is nothing to write: an idle session begins no transaction. An upload that
 * another process applies at the same time is waited for, and what that one did is told (W-101, W-102).
 */
async function apply({ hub, at }: Moment, upload: StoreUpload): Promise<Applied> {
  const scope = hub.servedScope(upload.scope);
  const tables = hub.tables(scope);
  const isEmpty = upload.parts.length === 0 && upload.misfits.length === 0;
  if (isEmpty && !(await isAwaited(hub.database, upload, scope.no))) return { counts: [], refused: [], kept: [] };
  return hub.database.write(async (db) => {
    await db.rows(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`concord session ${upload.session}`]);
    const known = await findApplied(hub, db, { session: upload.session, clientId: upload.sender.id });
    if (known) return known;
    await assertRemembered(db, scope, upload.watermark);
    const watched = await answering(db, [...tables.values()]);
    return applyWithin({ db, upload, at, scopeNo: scope.no, tables, answering: watched }, scope);
  });
}

const awaited = {
  name: 'concord-awaited',
  text: `select exists (select from _concord.error e join _concord.client c on c.no = e.client where c.id = $1 and e.scope = $2)
      or exists (select from _concord.outcome where session = $3)`,
} satisfies Prepared;

/** True if an upload without rows has something to do all the same: an error set to try, or an outcome to tell. */
async function isAwaited(db: Querying, { sender, session }: StoreUpload, scope: number): Promise<boolean> {
  return (await db.value(awaited, [sender.id, scope, session])) === 't';
}

async function findApplied(
  hub: HubDatabase,
  db: Querying,
  { session, clientId }: { readonly session: string; readonly clientId: string },
): Promise<Applied | null> {
  const [row] = await db.rows(
    `select o.scope, o.outcome from _concord.outcome o join _concord.client c on c.no = o.client
     where o.session = $1 and c.id = $2`,
    [session, clientId],
  );
  const scope = hub.scopes().find((item) => item.no === Number(row?.[0]));
  return row && scope ? outcomeFromJson(scope.schema, row[1] ?? '') : null;
}

/** One note is one statement, but for what its client gives up. */
async function writeNotes({ hub, at }: Moment, notes: readonly ClientNote[]): Promise<void> {
  const write = async (db: Querying): Promise<void> => {
    for (const note of notes) await writeNote(db, note, { scope: hub.scope(note.scope), at });
  };
  const isOne = notes.length === 1 && notes[0]?.left === undefined;
  await (isOne ? write(hub.database) : hub.database.write(write));
}
