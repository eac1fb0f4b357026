// Errors that a person wants tried again: made ready for the next session, as they are or with a correction, and told how
// it went (ER-04, ER-05, ER-06).

import { recordFromJson, type CellRecord } from '../sync/cell.ts';
import type { RecordName } from '../sync/inbox.ts';
import { ConcordError } from '../sync/problem.ts';
import type { TableName } from '../sync/schema.ts';
import { makeAnew } from './anew.ts';
import { recordOf, type ErrorRecords, type RetryDesk } from './desk.ts';
import type { ErrorEntry } from './entry.ts';
import { getEntry } from './list.ts';

/** What was made ready, and what could not be, with the reason. */
export interface MadeReady {
  /** Entries whose outcome the next session tells, or that are settled already. */
  readonly ready: readonly number[];
  readonly stays: ReadonlyMap<number, string>;
}

/** What became of one record of a retry (ER-04). */
export interface RetryResult {
  readonly no: number;
  readonly table: TableName;
  readonly key: ErrorEntry['key'];
  readonly result: 'accepted' | 'failed-again' | 'conflict' | 'not-tried';
  /** Why it failed, or why it was not tried; null where there is nothing to tell. */
  readonly message: string | null;
  /** The conflict that it has become. */
  readonly conflict: number | null;
}

/** Changes that stand behind a record, however many generations; at most so many. */
const mostBehind = 1000;

/** What waits behind a record (ER-08): children of children, too. */
export function changesBehind(records: Pick<ErrorRecords, 'behind'>, record: RecordName): RecordName[] {
  const found = new Map<string, RecordName>();
  const left = [record];
  for (let next = left.pop(); next && found.size < mostBehind; next = left.pop()) {
    for (const child of records.behind(next)) {
      const name = JSON.stringify([child.table, child.key], (_, cell: unknown) =>
        typeof cell === 'bigint' ? `${cell}n` : cell,
      );
      if (found.has(name)) continue;
      found.set(name, child);
      left.push(child);
    }
  }
  return [...found.values()].slice(0, mostBehind);
}

/**
 * Makes entries ready for the next session: parked ones are open again, and what waits behind them goes along; changes that
 * were taken back are made anew.
 */
export function makeReady(desk: RetryDesk, numbers: readonly number[], who: string): MadeReady {
  const ready: number[] = [];
  const stays = new Map<number, string>();
  for (const no of numbers) {
    const entry = getEntry(desk.db, no);
    if (!entry || entry.state === 'resolved') continue;
    const reason = entry.takenBackAt === null ? null : makeAnew(desk, entry, {});
    ready.push(no);
    if (reason !== null) {
      stays.set(no, reason);
      continue;
    }
    note(desk, entry, { what: 'retried', who });
    if (entry.takenBackAt === null) release(desk, entry);
  }
  return { ready, stays };
}

function release({ db, records }: RetryDesk, entry: ErrorEntry): void {
  db.run(`update _concord_error set state = 'open' where no = ?`, entry.no);
  if (entry.side !== 'hub' || !records.find(entry.table)) return;
  const record = recordOf(records, entry);
  const change = records.change(record);
  if (change && change.stamp > 0n && change.held === parked) records.release(record);
  for (const child of changesBehind(records, record)) records.release(child);
}

/** The mark of a parked change (Decisions 6). */
const parked = 3;

/**
 * Writes a correction of a refused record as an ordinary change, and keeps the values that it replaces (ER-05). Throws
 * `error-not-ready` where a change that was taken back cannot be made anew by now.
 */
export function correct(
  desk: RetryDesk,
  { no, set, who }: { readonly no: number; readonly set: CellRecord; readonly who: string },
): void {
  const { db, records } = desk;
  const entry = getEntry(db, no);
  if (!entry) throw new ConcordError('error-unknown', { id: no });
  if (entry.state === 'resolved' || entry.side !== 'hub' || entry.row === null)
    throw new ConcordError('error-not-editable', { id: no });
  const record = recordOf(records, entry);
  const table = records.find(entry.table);
  if (!table) throw new ConcordError('error-not-editable', { id: no });
  const { columns, physical } = table;
  for (const name of Object.keys(set)) {
    const column = columns.find((item) => item.name === name);
    if (!column || Object.hasOwn(entry.key, name))
      throw new ConcordError('column-unknown', {
        table: physical,
        column: name,
        columns: columns
          .map((item) => item.name)
          .filter((item) => !Object.hasOwn(entry.key, item))
          .join(', '),
      });
  }
  if (entry.takenBackAt !== null) {
    const reason = makeAnew(desk, entry, set);
    if (reason !== null) throw new ConcordError('error-not-ready', { id: no, reason });
    note(desk, entry, { what: 'edited', who });
    return;
  }
  note(desk, entry, { what: 'edited', who });
  const present = records.read(record);
  records.write(record, present ? set : { ...recordFromJson(entry.row, columns), ...set });
  release(desk, entry);
}

function note({ db, now }: RetryDesk, entry: ErrorEntry, step: { what: 'retried' | 'edited'; who: string }): void {
  db.run(
    `insert into _concord_error_step (error, at, what, who, session, message, row) values (?, ?, ?, ?, ?, ?, ?)`,
    entry.no,
    now().toISOString(),
    step.what,
    step.who,
    entry.session,
    entry.message,
    step.what === 'edited' && entry.row ? JSON.stringify(entry.row) : null,
  );
}

/** What a session did with the entries that were made ready for it; `failure`: why it did not come so far. */
export function resultsOf(
  desk: Pick<RetryDesk, 'db'>,
  numbers: readonly number[],
  told: {
    readonly session: number | null;
    readonly failure: string | null;
    /** What was not made ready, with the reason. */
    readonly stays?: ReadonlyMap<number, string>;
    openFor(entry: ErrorEntry): number | null;
  },
): RetryResult[] {
  return numbers.flatMap((no): RetryResult[] => {
    const entry = getEntry(desk.db, no);
    if (!entry) return [];
    const { table, key, state, outcome, message } = entry;
    const conflict = told.openFor(entry);
    const line = { no, table, key, conflict: null, message: null };
    if (conflict !== null) return [{ ...line, result: 'conflict', conflict }];
    if (state === 'resolved') return [{ ...line, result: outcome === 'waits' ? 'not-tried' : 'accepted' }];
    const reason = told.stays?.get(no);
    if (reason !== undefined) return [{ ...line, result: 'not-tried', message: reason }];
    if (told.session !== null && entry.session === told.session) return [{ ...line, result: 'failed-again', message }];
    return [{ ...line, result: 'not-tried', message: told.failure }];
  });
}
