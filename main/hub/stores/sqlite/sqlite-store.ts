// A SQLite database as a hub's store (HB-01): one writer, readers with snapshots of their own (Decisions 1, 3).

import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import type { Reader, Writer } from '../../../sqlite/database.ts';
import { dropOwn } from '../../../sqlite/drop-own.ts';
import type { ClientNote, HubStore, SelectScope, StoreUpload } from '../store.ts';
import { applyWithin } from './fenced.ts';
import { createClientNotes, type ClientNotes } from '../client-notes.ts';
import { clientNumber, loadClients, writeNote } from './clients.ts';
import { assertRemembered, claimClient, cleanUp, countTracked, loadCleanUps } from './upkeep.ts';
import { openHubFile, type HubFile } from './hub-file.ts';
import { createOrders } from './orders.ts';
import { createRefusalBook } from './refusal-book.ts';
import { outcomeFromJson } from '../outcome.ts';
import { countChanges, selectChanges, type SelectInput } from './select.ts';
import { provisionOn } from '../set-up.ts';
import { isSealed, knowsSeal, seal } from './seals.ts';
import { createSnapshots, snapshotFile } from './snapshots.ts';
import { hubTimeText } from './stamps.ts';
import { createTokenBook } from './tokens.ts';

/** How a store is opened. */
export interface SqliteStoreOptions {
  readonly now: () => Date;
  /** Told of what failed where nobody waits for an answer. */
  readonly failed?: (thrown: unknown) => void;
}

/** Opens an existing database as a hub's. Throws `replica-missing`, `replica-not-sqlite` or `database-unsuitable`. */
export async function openSqliteStore(file: string, { now, failed }: SqliteStoreOptions): Promise<HubStore> {
  const hub = await openHubFile(file);
  const at = (): string => now().toISOString();
  const snapshots = createSnapshots(file, at);
  const notes = createClientNotes({
    at,
    failed: failed ?? (() => undefined),
    write: (waiting) => hub.write((db) => writeNotes({ db, hub, at: at() }, waiting)),
  });
  return {
    label: `SQLite file ${basename(file)}`,
    shelf: null,
    tokens: createTokenBook(hub, at),
    orders: createOrders(hub),
    refusals: createRefusalBook(hub),
    snapshots,
    id: () => hub.id(),
    scopes: () => hub.scopes(),
    refresh: () => refresh(hub),
    provision: (order) => provisionOn(hub, snapshots, order),
    hubTime: async () => hub.readers.now((reader) => reader.big(hubTimeText) ?? 0n),
    knowsSeal: async (text) => hub.readers.now((reader) => knowsSeal(reader, text)),
    apply: (upload) => apply({ hub, at: at() }, upload),
    findApplied: async (session, clientId) => findApplied(hub, session, clientId),
    forgetApplied: (session) =>
      hub.write((db) => void db.run(`delete from _concord_hub_session where id = ?`, session)),
    async select(request) {
      // A client's other parameter sets are asked for: what was noted of them last must be there.
      if (hub.scope(request.scope).filters && request.after !== null) await notes.flush();
      if (isUnsealed(hub, request.after)) await hub.write(seal).catch((thrown: unknown) => failed?.(thrown));
      return hub.readers.inSnapshot((reader) => {
        assertRemembered(reader, hub.scope(request.scope), request.after);
        return selectChanges(selectInput(hub, reader, request), request);
      });
    },
    estimate: (request) => hub.readers.inSnapshot((reader) => countChanges(selectInput(hub, reader, request), request)),
    findClient: async (id) =>
      (await notes.over(() => hub.readers.now((reader) => loadClients(reader, id)))).filter((row) => row.id === id),
    clients: async () => (hub.id() === null ? [] : notes.over(() => hub.readers.now((reader) => loadClients(reader)))),
    noteClient: (note) => notes.add(note),
    claimClient: (id, identity) => hub.write((db) => claimClient(db, { id, identity, at: at() })),
    ...upkeepOf(hub, notes, at),
    async deprovision() {
      await notes.flush();
      await hub.write((db) => dropOwn(db));
      snapshots.close();
      for (const part of ['', '-wal', '-shm']) rmSync(`${snapshotFile(file)}${part}`, { force: true });
    },
    async close() {
      await notes.close();
      snapshots.close();
      await hub.close();
    },
  };
}

function upkeepOf(
  hub: HubFile,
  notes: ClientNotes,
  at: () => string,
): Pick<HubStore, 'cleanUp' | 'countTracked' | 'cleanUps'> {
  return {
    async cleanUp(upTo, order = { forget: [], by: null }) {
      await notes.flush();
      const dropped = await hub.write((db) => cleanUp(db, upTo, { ...order, at: at() }));
      hub.refresh();
      return dropped;
    },
    countTracked: async (upTo) =>
      hub.id() === null ? { all: 0, upTo: 0 } : hub.readers.now((reader) => countTracked(reader, upTo)),
    cleanUps: async (limit) => (hub.id() === null ? [] : hub.readers.now((reader) => loadCleanUps(reader, limit))),
  };
}

/** Nothing tells whether other processes serve the file. */
async function refresh(hub: HubFile): Promise<boolean> {
  hub.refresh();
  return false;
}

function selectInput(hub: HubFile, reader: Reader, request: SelectScope): SelectInput {
  const scope = hub.servedScope(request.scope);
  const everyTable = new Map(hub.scopes().flatMap((item) => [...hub.tables(item)]));
  return { reader, scope, scopes: hub.scopes(), tables: hub.tables(scope), everyTable };
}

interface Moment {
  readonly hub: HubFile;
  readonly at: string;
}

/** Without rows and without an error set there is nothing to write: an idle session takes no lock. */
async function apply({ hub, at }: Moment, upload: StoreUpload): ReturnType<HubStore['apply']> {
  const scope = hub.servedScope(upload.scope);
  const known = findApplied(hub, upload.session, upload.sender.id);
  if (known) return known;
  if (upload.parts.length === 0 && upload.misfits.length === 0 && !hasParked(hub, upload.sender.id, scope.no))
    return { counts: [], refused: [], kept: [] };
  return hub.write(async (db) => {
    assertRemembered(db, scope, upload.watermark);
    const watched = hub.isWatched();
    const applied = await applyWithin({ db, upload, at, scopeNo: scope.no, tables: hub.tables(scope), watched }, scope);
    seal(db);
    return applied;
  });
}

/** hub time that will be told gets its seal before; a disk that is full keeps nobody from reading. */
function isUnsealed(hub: HubFile, after: bigint | null): boolean {
  const isNews = (reader: Reader): boolean => after === null || (reader.big(hubTimeText) ?? 0n) > after;
  return hub.readers.now((reader) => isNews(reader) && !isSealed(reader));
}

function hasParked(hub: HubFile, clientId: string, scope: number): boolean {
  return hub.readers.now((reader) => {
    const client = clientNumber(reader, clientId);
    if (client === null) return false;
    const found = reader.value(`select 1 from _concord_error where client = ? and scope = ? limit 1`, client, scope);
    return found !== undefined;
  });
}

function findApplied(hub: HubFile, session: string, clientId: string): Awaited<ReturnType<HubStore['findApplied']>> {
  const found = hub.readers.now((reader) =>
    reader.get<{ scope: number; outcome: string }>(
      `select s.scope, s.outcome from _concord_hub_session s join _concord_client c on c.no = s.client
       where s.id = ? and c.id = ?`,
      session,
      clientId,
    ),
  );
  const scope = hub.scopes().find((item) => item.no === found?.scope);
  return found && scope ? outcomeFromJson(scope.schema, found.outcome) : null;
}

function writeNotes({ db, hub, at }: Moment & { readonly db: Writer }, notes: readonly ClientNote[]): void {
  for (const note of notes) writeNote(db, note, { scope: hub.scope(note.scope), at });
}
