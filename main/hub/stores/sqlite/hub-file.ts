// The open file of a hub: its writer behind a gate, its readers, its scopes, and its tracking kept up to date.

import type { Scope } from '../../../sync/scope.ts';
import { openReader, openWriter, type Reader, type Writer } from '../../../sqlite/database.ts';
import { createGate, writeTransaction } from '../../../sqlite/transaction.ts';
import { findScope } from '../../find-scope.ts';
import { scopeNamed, stillServed } from '../set-up.ts';
import type { ScopeOrder } from '../store.ts';
import { describeOrder } from './describe.ts';
import { hubId, isCurrentHub, isHub, migrateHub } from './layout.ts';
import { createReaders, type Readers } from './readers.ts';
import { loadTracked, scopedTables, type ScopedTable } from './registry.ts';
import { knownScope, loadScopes, makeScope, type NumberedScope } from './scopes.ts';
import { ensureTracking, isWatched } from './tracking.ts';

/** A hub's file. Until its first scope is made nothing is written into it (W-205). */
export interface HubFile {
  readonly readers: Readers;
  /** Null as long as there is no scope. */
  id(): string | null;
  scopes(): readonly NumberedScope[];
  /** The scope as it is in this file. Throws `scope-unknown`. */
  scope(scope: Pick<Scope, 'name'>): NumberedScope;
  /** The same for rows: throws `hub-session-lost` if it was set up anew since. */
  servedScope(scope: Scope): NumberedScope;
  tables(scope: NumberedScope): ReadonlyMap<string, ScopedTable>;
  /** True if other triggers or cascades may answer a write (W-287 c). */
  isWatched(): boolean;
  provision(order: ScopeOrder): Promise<NumberedScope>;
  /** One write transaction at a time; the tracking fits the tables as they are now. */
  write<T>(work: (db: Writer) => T | Promise<T>): Promise<T>;
  /** Takes in what any process has changed of the scopes. */
  refresh(): void;
  close(): Promise<void>;
}

interface Loaded {
  readonly id: string | null;
  readonly scopes: readonly NumberedScope[];
  readonly tables: ReadonlyMap<number, ReadonlyMap<string, ScopedTable>>;
  readonly watched: boolean;
  readonly schemaVersion: number;
  /** Another one after each change of the scopes. */
  readonly mark: string;
}

/** Opens a file; a database that is no hub yet is only looked at. */
export async function openHubFile(file: string): Promise<HubFile> {
  const state = createState(file);
  if (look(file, isHub)) await state.write(() => undefined);
  return state;
}

function createState(file: string): HubFile {
  const gate = createGate();
  const readers = createReaders(file);
  let db: Writer | null = null;
  let loaded: Loaded = { id: null, scopes: [], tables: new Map(), watched: false, schemaVersion: -1, mark: '' };
  const writer = (): Writer => (db ??= openWriter(file));
  const write = <T>(work: (db: Writer) => T | Promise<T>): Promise<T> =>
    gate.enter(() =>
      writeTransaction(writer(), () => {
        if (schemaVersion(writer()) !== loaded.schemaVersion) refresh(writer());
        return work(writer());
      }),
    );
  const refresh = (open: Writer): void => {
    if (!isCurrentHub(open)) migrateHub(open);
    for (const table of loadTracked(open)) ensureTracking(open, table);
    loaded = load(open);
  };
  const loadAnew = (): void =>
    readers.now((reader) => {
      if (markOf(reader) !== loaded.mark) loaded = load(reader);
    });
  const named = (name: string): NumberedScope => scopeNamed(loaded.scopes, name);
  return {
    readers,
    id: () => loaded.id,
    scopes: () => loaded.scopes,
    scope: ({ name }) => named(name),
    servedScope: (scope) => stillServed(scope, named(scope.name)),
    tables: (scope) => loaded.tables.get(scope.no) ?? new Map(),
    isWatched: () => loaded.watched,
    async provision(order) {
      const known = look(file, (reader) => knownScope(reader, order, loaded.scopes));
      if (known) return known;
      look(file, (reader) => describeOrder(reader, order));
      await write((open) => {
        makeScope(open, findScope(loaded.scopes, order.name)?.name ?? order.name, describeOrder(open, order));
        loaded = load(open);
      });
      return named(order.name);
    },
    write,
    refresh: () => (loaded.id === null ? undefined : loadAnew()),
    async close() {
      await gate.enter(() => {
        readers.close();
        db?.close();
      });
    },
  };
}

/** What a transaction has made is loaded within it; a roll-back changes the schema's version, so it is loaded again. */
function load(db: Reader): Loaded {
  const tracked = loadTracked(db);
  const scopes = loadScopes(db);
  return {
    id: hubId(db),
    scopes,
    tables: new Map(scopes.map((scope) => [scope.no, scopedTables(tracked, scope)])),
    watched: isWatched(db),
    schemaVersion: schemaVersion(db),
    mark: markOf(db),
  };
}

function markOf(db: Reader): string {
  return String(
    db.value(`select count(*) || ' ' || coalesce(max(cleaned_up_to), '') || ' ' || sum(revision) from _concord_scope`),
  );
}

function look<T>(file: string, work: (reader: Reader) => T): T {
  const reader = openReader(file);
  try {
    return work(reader);
  } finally {
    reader.close();
  }
}

function schemaVersion(db: Reader): number {
  return Number(db.value('pragma schema_version'));
}
