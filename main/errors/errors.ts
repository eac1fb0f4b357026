// The sync errors of a replica as the composition root sees them: read, tried again, corrected, cleaned up (ER).

import type { CellRecord } from '../sync/cell.ts';
import { ConcordError } from '../sync/problem.ts';
import type { RowErrorType } from '../sync/row-error.ts';
import type { TableName } from '../sync/schema.ts';
import type { Reader, Writer } from '../sqlite/database.ts';
import { countCleanUp } from './clean-up.ts';
import type { ErrorEntry } from './entry.ts';
import type { ErrorFilter } from './filter.ts';
import {
  countStates,
  countTables,
  countTypes,
  countUnder,
  getEntry,
  listPage,
  newestNumber,
  refusalsOf,
  numbersUnder,
  stepsOf,
  type ErrorCounts,
  type ErrorStep,
  type Refusals,
} from './list.ts';
import { recordOf, type ErrorInbox, type ErrorRecords } from './desk.ts';
import { changesBehind, correct, makeReady, resultsOf, type MadeReady, type RetryResult } from './retry.ts';
import type { RecordName } from '../sync/inbox.ts';

/** What the room is made of. */
export interface ErrorParts {
  readonly db: Writer;
  readonly reader: Reader;
  readonly records: ErrorRecords;
  readonly inbox: ErrorInbox;
  now(): Date;
}

/** The errors of one replica. What writes runs inside a write transaction of the replica that the caller holds. */
export interface RowErrors {
  list(filter: ErrorFilter, page: { readonly limit: number; readonly offset: number }): ErrorEntry[];
  count(filter: ErrorFilter): number;
  types(filter: ErrorFilter): Readonly<Record<RowErrorType, number>>;
  counts(): ErrorCounts;
  tables(): readonly { readonly table: TableName; readonly count: number }[];
  /** What the hub refuses of a person's changes (ER-11). */
  refusals(who: string): Refusals;
  numbers(filter: ErrorFilter): number[];
  newest(): number;
  /** Throws `error-unknown`. */
  get(no: number): ErrorEntry;
  history(no: number): ErrorStep[];
  record(entry: ErrorEntry): RecordName;
  /** Changes that wait behind an entry's record (ER-08). */
  behind(entry: ErrorEntry): RecordName[];
  countCleanUp(before: string | null): { readonly resolved: number; readonly unresolved: number };
  /** Makes entries ready for the next session; those that are over are left out. */
  makeReady(numbers: readonly number[], who: string): MadeReady;
  /** Writes a correction. Throws `error-unknown`, `error-not-editable`, `error-not-ready` or `column-unknown`. */
  correct(correction: { readonly no: number; readonly set: CellRecord; readonly who: string }): void;
  results(
    numbers: readonly number[],
    told: {
      readonly session: number | null;
      readonly failure: string | null;
      readonly stays?: ReadonlyMap<number, string>;
      openFor(entry: ErrorEntry): number | null;
    },
  ): RetryResult[];
}

/** Opens the errors of a replica. */
export function openErrors(parts: ErrorParts): RowErrors {
  const { reader, records } = parts;
  return {
    list: (filter, page) => listPage(reader, filter, page),
    count: (filter) => countUnder(reader, filter),
    types: (filter) => countTypes(reader, filter),
    counts: () => countStates(reader),
    tables: () => countTables(reader),
    refusals: (who) => refusalsOf(reader, who),
    numbers: (filter) => numbersUnder(reader, filter),
    newest: () => newestNumber(reader),
    get(no) {
      const entry = getEntry(reader, no);
      if (!entry) throw new ConcordError('error-unknown', { id: no });
      return entry;
    },
    history: (no) => stepsOf(reader, no),
    record: (entry) => recordOf(records, entry),
    behind: (entry) =>
      entry.side === 'hub' && entry.takenBackAt === null && records.find(entry.table)
        ? changesBehind(records, recordOf(records, entry))
        : [],
    countCleanUp: (before) => countCleanUp(reader, before),
    makeReady: (numbers, who) => makeReady(parts, numbers, who),
    correct: (correction) => correct(parts, correction),
    results: (numbers, told) => resultsOf({ db: parts.db }, numbers, told),
  };
}
