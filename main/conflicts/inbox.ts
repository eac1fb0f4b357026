// The inbox as the composition root sees it: handed to the replica for its sessions, and to every door for deciding.

import type { Inbox, RecordName } from '../sync/inbox.ts';
import { ConcordError, problemFrom, type ProblemCode } from '../sync/problem.ts';
import type { Choice } from '../sync/resolution.ts';
import type { Reader, Writer } from '../sqlite/database.ts';
import { ConstraintError } from '../sqlite/problem.ts';
import { createSlices } from '../sqlite/slices.ts';
import { decide, undo, type Decision, type Desk, type Records } from './decide.ts';
import { createEntryStore } from './entry-store.ts';
import { createInboxPort, type FactsOf } from './inbox-port.ts';
import { isInboxCurrent, migrateInbox } from './layout.ts';
import {
  countByTable,
  countEntries,
  entryNumbers,
  getEntry,
  historyOf,
  listEntries,
  neighbours,
  openNumber,
  type Entry,
  type Filter,
  type HistoryStep,
  type InboxCounts,
} from './list.ts';
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

/** What a bulk decision did. */
export interface BulkResult {
  readonly decided: number;
  readonly refused: readonly { readonly id: number; readonly code: ProblemCode; readonly message: string }[];
}

/** The inbox of one replica. */
export interface ConflictInbox {
  /** For the replica's apply. */
  readonly port: Inbox;
  list(query: Filter & { limit: number; offset: number }): { entries: Entry[]; total: number };
  get(no: number): Entry;
  history(no: number): HistoryStep[];
  neighbours(query: Filter, no: number): ReturnType<typeof neighbours>;
  counts(): InboxCounts;
  byTable(): ReturnType<typeof countByTable>;
  numbers(query: Filter): number[];
  /** The number of the entry that stands for a record; null = none. */
  openFor(record: RecordName): number | null;
  /** Held changes that stand behind an entry's record (ER-08). */
  behind(no: number): number;
  /** Decides one entry; throws `decision-stale` when the record moved, with the entry brought up to date. */
  resolve(decision: Decision): Promise<Entry>;
  /** The inbox as it stands now: handed to `resolveAll`, it leaves out what has moved since (P14). */
  mark(): number;
  /** Steps of all entries after a number, oldest first (TL-13). */
  stepsAfter(no: number, limit: number): InboxStep[];
  /** Keeps one side for many entries in one transaction; those that do not fit are named (RS-08). */
  resolveAll(numbers: readonly number[], choice: Choice, by: string, mark?: number): Promise<BulkResult>;
  undo(no: number, by: string): Promise<Entry>;
}

/** Opens the inbox over a replica; its tables are made if they are missing. */
export async function openInbox(parts: InboxParts): Promise<ConflictInbox> {
  const { db, reader, records, write } = parts;
  if (!isInboxCurrent(db)) await write(() => migrateInbox(db));
  const store = createEntryStore(db, () => parts.now());
  const desk = { store, records, now: () => parts.now() };
  const factsOf: FactsOf = (table) => {
    try {
      return records.table(table);
    } catch (thrown) {
      if (thrown instanceof ConcordError && thrown.code === 'table-unknown') return { columns: [], key: [] };
      throw thrown;
    }
  };
  const get = (no: number): Entry => {
    const entry = getEntry(reader, factsOf, no);
    if (!entry) throw new ConcordError('conflict-unknown', { id: no });
    return entry;
  };
  return {
    port: createInboxPort(store, factsOf),
    list: (query) => listEntries(reader, factsOf, query),
    get,
    history: (no) => historyOf(reader, no),
    neighbours: (query, no) => neighbours(reader, query, no),
    counts: () => countEntries(reader),
    byTable: () => countByTable(reader),
    numbers: (query) => entryNumbers(reader, query),
    openFor: (record) => openNumber(reader, record),
    behind(no) {
      const entry = get(no);
      return records.behind(entry).length;
    },
    async resolve(decision) {
      const outcome = await write(() => decide(desk, decision)).catch(refusedAtCommit);
      if (outcome === 'stale') throw new ConcordError('decision-stale', { id: decision.no });
      return get(decision.no);
    },
    mark: () => Number(reader.value(`select max(no) from _concord_conflict_step`) ?? 0),
    stepsAfter: (no, limit) => stepsAfter(reader, no, limit),
    async resolveAll(numbers, choice, by, mark) {
      const decideThese = (these: readonly number[]): Promise<BulkResult> =>
        write(() => decideAll({ desk, db }, { numbers: these, choice, by, ...(mark !== undefined && { mark }) }));
      return decideThese(numbers).catch((thrown: unknown) => {
        const isRefused = thrown instanceof ConcordError && thrown.code === 'decision-refused';
        if (!isRefused && !(thrown instanceof ConstraintError)) throw thrown;
        return oneByOne(numbers, decideThese);
      });
    },
    async undo(no, by) {
      await write(() => undo(desk, no, by)).catch(refusedAtCommit);
      return get(no);
    },
  };
}

/** A deferred foreign key speaks at the commit only; by then everything is taken back. */
function refusedAtCommit(thrown: unknown): never {
  if (!(thrown instanceof ConstraintError)) throw thrown;
  throw new ConcordError('decision-refused', { reason: thrown.message });
}

/** Where the whole step was taken back: those that do fit are decided, the others are named (RS-08). */
async function oneByOne(
  numbers: readonly number[],
  decideThese: (these: readonly number[]) => Promise<BulkResult>,
): Promise<BulkResult> {
  const refused: BulkResult['refused'][number][] = [];
  let decided = 0;
  for (const no of numbers) {
    try {
      const result = await decideThese([no]).catch(refusedAtCommit);
      decided += result.decided;
      refused.push(...result.refused);
    } catch (thrown) {
      if (!(thrown instanceof ConcordError)) throw thrown;
      const { code, message } = problemFrom(thrown);
      refused.push({ id: no, code, message });
    }
  }
  return { decided, refused };
}

async function decideAll(
  { desk, db }: { readonly desk: Desk; readonly db: Writer },
  { numbers, ...decision }: Omit<Decision, 'no'> & { readonly numbers: readonly number[] },
): Promise<BulkResult> {
  const slices = createSlices();
  const refused: BulkResult['refused'][number][] = [];
  let decided = 0;
  for (const no of numbers) {
    db.exec('savepoint concord_one');
    try {
      if (decide(desk, { ...decision, no }) === 'decided') decided++;
      else
        refused.push({
          id: no,
          code: 'decision-stale',
          message: new ConcordError('decision-stale', { id: no }).message,
        });
    } catch (thrown) {
      if (!(thrown instanceof ConcordError)) throw thrown;
      // A trigger's own ROLLBACK takes all of them back, as a refused commit does.
      if (!db.inTransaction) throw thrown;
      db.exec('rollback to concord_one');
      const { code, message } = problemFrom(thrown);
      refused.push({ id: no, code, message });
    }
    db.exec('release concord_one');
    if (slices.due()) await slices.pause();
  }
  return { decided, refused };
}
