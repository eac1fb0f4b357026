// The inbox as the composition root sees it: handed to the replica for its sessions, and to every door for deciding.

import type { Inbox, RecordName } from '../sync/inbox.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Choice } from '../sync/resolution.ts';
import type { TableName } from '../sync/schema.ts';
import type { Reader, Writer } from '../sqlite/database.ts';
import { compareAnew } from './compare-anew.ts';
import { decide, undo, type Decided, type Decision, type Records } from './decide.ts';
import { createEntryStore, decidedIn, newestStep, type Steps } from './entry-store.ts';
import { forEach, refusedAtCommit, type Refusal } from './for-each.ts';
import { createInboxPort, type FactsOf } from './inbox-port.ts';
import type { Filter, Tab } from './filter.ts';
import { isInboxCurrent, migrateInbox } from './layout.ts';
import {
  countByTable,
  entriesOfRecord,
  facetsOf,
  getEntry,
  historyOf,
  openNumber,
  readEntries,
  type Entry,
  type Facets,
  type HistoryStep,
  type InboxCounts,
} from './list.ts';
import { createNumberLists, type Neighbours } from './number-lists.ts';
import { stepsAfter, type InboxStep } from './steps.ts';

/** What the inbox is made of. */
export interface InboxParts {
  readonly db: Writer;
  readonly reader: Reader;
  readonly records: Records;
  /** One write transaction of the replica. */
  write<T>(work: () => T | Promise<T>): Promise<T>;
  now(): Date;
}

/** What a bulk decision did; `steps` names it for its undo. */
export interface BulkResult {
  readonly decided: number;
  readonly refused: readonly Refusal[];
  readonly steps: Steps;
}

/** What the undo of a bulk decision did. */
export interface BulkUndo {
  readonly undone: number;
  readonly refused: readonly Refusal[];
}

/** The inbox of one replica. */
export interface ConflictInbox {
  /** For the replica's apply. */
  readonly port: Inbox;
  list(query: Filter & { limit: number; offset: number }): { entries: Entry[]; total: number };
  get(no: number): Entry;
  history(no: number): HistoryStep[];
  neighbours(query: Filter, no: number): Neighbours;
  counts(): InboxCounts;
  byTable(): ReturnType<typeof countByTable>;
  facets(tab?: Tab): Facets;
  /** All numbers under a filter, oldest first. */
  numbers(query: Filter): readonly number[];
  /** The number of the entry that stands for a record; null = none. */
  openFor(record: RecordName): number | null;
  /** Entries of a record, newest first. */
  ofRecord(record: RecordName, limit: number): readonly Entry[];
  /** Held changes that stand behind an entry's record (ER-08). */
  behind(entry: Pick<Entry, 'table' | 'key'>): number;
  /** Decides one entry; throws `decision-stale` when the record moved, with the entry brought up to date. */
  resolve(decision: Decision): Promise<Entry>;
  /** The inbox as it stands now: handed to `resolveAll`, it leaves out what has moved since (P14). */
  mark(): number;
  /** Steps of all entries after a number, oldest first (TL-13). */
  stepsAfter(no: number, limit: number): InboxStep[];
  /** Keeps one side for many entries in one transaction; those that do not fit are named (RS-08). */
  resolveAll(numbers: readonly number[], choice: Choice, by: string, mark?: number): Promise<BulkResult>;
  /** Takes back what one bulk step decided, again in one transaction; what cannot be taken back is named (RS-19). */
  undoAll(steps: Steps, by: string): Promise<BulkUndo>;
  undo(no: number, by: string): Promise<Entry>;
  /** Compares a table's open entries by the columns that count now; returns how many were closed (CF-12, R-97). */
  compareAnew(table: TableName): Promise<number>;
}

/** Opens the inbox over a replica; its tables are made if they are missing. */
export async function openInbox(parts: InboxParts): Promise<ConflictInbox> {
  const { db, reader, records, write } = parts;
  if (!isInboxCurrent(db)) await write(() => migrateInbox(db));
  const store = createEntryStore(db, () => parts.now());
  const lists = createNumberLists(reader);
  const desk = { store, records, now: () => parts.now() };
  const factsOf = factsFrom(records);
  const get = (no: number): Entry => {
    const entry = getEntry(reader, factsOf, no);
    if (!entry) throw new ConcordError('conflict-unknown', { id: no });
    return entry;
  };
  return {
    port: createInboxPort(store, factsOf),
    list({ limit, offset, ...filter }) {
      const numbers = lists.of(filter);
      const entries = readEntries(reader, factsOf, Array.from(numbers.slice(offset, offset + limit)));
      return { entries, total: numbers.length };
    },
    get,
    history: (no) => historyOf(reader, no),
    neighbours: (query, no) => lists.neighbours(query, no),
    counts: () => lists.counts(),
    facets: (tab) => facetsOf(reader, tab),
    byTable: () => countByTable(reader),
    numbers: (query) => [...lists.of({ ...query, order: { by: 'raised', descending: false } })],
    openFor: (record) => openNumber(reader, record),
    ofRecord: (record, limit) => entriesOfRecord(reader, factsOf, record, limit),
    behind: ({ table, key }) => records.behind({ table, key }).length,
    async resolve(decision) {
      const outcome = await write(() => decide(desk, decision)).catch(refusedAtCommit);
      if (outcome === 'stale') throw new ConcordError('decision-stale', { id: decision.no });
      return get(decision.no);
    },
    mark: () => newestStep(reader),
    stepsAfter: (no, limit) => stepsAfter(reader, no, limit),
    async resolveAll(numbers, choice, by, mark) {
      const decideOne = (no: number): Decided => decide(desk, { no, choice, by, ...(mark !== undefined && { mark }) });
      const after = newestStep(db);
      const { done, refused } = await forEach({ db, write }, numbers, decideOne);
      return { decided: done, refused, steps: { after, upTo: newestStep(db) } };
    },
    async undoAll(steps, by) {
      const undoOne = (no: number): Decided => {
        undo(desk, no, by);
        return 'decided';
      };
      const { done, refused } = await forEach({ db, write }, decidedIn(db, steps, by), undoOne);
      return { undone: done, refused };
    },
    async undo(no, by) {
      await write(() => undo(desk, no, by)).catch(refusedAtCommit);
      return get(no);
    },
    compareAnew: (table) => write(() => compareAnew(desk, table)),
  };
}

/** The facts of tables; one that is gone has none. */
function factsFrom(records: Records): FactsOf {
  return (table) => {
    try {
      return records.table(table);
    } catch (thrown) {
      if (thrown instanceof ConcordError && thrown.code === 'table-unknown') return { columns: [], key: [] };
      throw thrown;
    }
  };
}
