// Reading the errors: a page, their counts, one of them with its history (ER-01…ER-03, law 6).

import type { Reader } from '../sqlite/database.ts';
import { rowErrorTypes, type RowErrorType } from '../sync/row-error.ts';
import type { TableName } from '../sync/schema.ts';
import { readEntry, type EntryRow, type ErrorEntry } from './entry.ts';
import { conditionOf, orderOf, type ErrorFilter, type ErrorState } from './filter.ts';

/** A line of an error's history. */
export interface ErrorStep {
  readonly at: string;
  readonly what: 'retried' | 'edited';
  readonly who: string | null;
  readonly session: number | null;
  readonly message: string | null;
  /** The refused row as it was before an edit. */
  readonly row: Readonly<Record<string, unknown>> | null;
}

/** How many entries are in each state, and which are the oldest. */
export interface ErrorCounts extends Readonly<Record<ErrorState, number>> {
  /** ISO instant of the oldest that is open or parked. */
  readonly oldest: string | null;
}

/** So many characters of a row are read for a list; the rest is read with the entry. */
const listed = 400;
const columns = `entry.*, session.scope`;
const inSession = `left join _concord_session as session on session.no = entry.last_session`;

/** A page under a filter. */
export function listPage(
  db: Reader,
  filter: ErrorFilter,
  page: { readonly limit: number; readonly offset: number },
): ErrorEntry[] {
  const { where, values } = conditionOf(filter);
  return db
    .all<EntryRow>(
      `select ${columns} from (select no as picked, row_number() over (order by ${orderOf(filter)}) as place
         from _concord_error where ${where} order by place limit ? offset ?)
       join _concord_error as entry on entry.no = picked ${inSession} order by place`,
      ...values,
      page.limit,
      page.offset,
    )
    .map(readEntry);
}

/** JSON text for a line of the list: as much as a line can show. */
export function lineText(value: unknown): string {
  const text = value === null ? '' : JSON.stringify(value);
  return text.length > listed ? `${text.slice(0, listed)}…` : text;
}

/** How many a filter leaves. */
export function countUnder(db: Reader, filter: ErrorFilter): number {
  const { where, values } = conditionOf(filter);
  return Number(db.value(`select count(*) from _concord_error where ${where}`, ...values));
}

/** Changes that the hub refused; `newest` is the number of the newest entry, null = none. */
export interface Refusals {
  readonly count: number;
  readonly newest: number | null;
}

/** How many of each type a filter leaves, the type of the filter itself left aside (ER-02). */
export function countTypes(db: Reader, { type: _, ...filter }: ErrorFilter): Readonly<Record<RowErrorType, number>> {
  const { where, values } = conditionOf(filter);
  const rows = db.all<{ type: RowErrorType; n: number }>(
    `select type, count(*) as n from _concord_error where ${where} group by type`,
    ...values,
  );
  const of = (type: RowErrorType): number => rows.find((row) => row.type === type)?.n ?? 0;
  const [conflict, missing, exists, other] = rowErrorTypes.map(of);
  return { conflict: conflict ?? 0, 'not-found': missing ?? 0, exists: exists ?? 0, other: other ?? 0 };
}

/** All numbers under a filter, oldest first. */
export function numbersUnder(db: Reader, filter: ErrorFilter): number[] {
  const { where, values } = conditionOf(filter);
  return db.column(`select no from _concord_error where ${where} order by no`, ...values).map(Number);
}

/** Counts of all entries. */
export function countStates(db: Reader): ErrorCounts {
  const rows = db.all<{ state: ErrorState; n: number; oldest: string }>(
    `select state, count(*) as n, min(first_at) as oldest from _concord_error group by state`,
  );
  const of = (state: ErrorState): (typeof rows)[number] | undefined => rows.find((row) => row.state === state);
  const oldest = [of('open')?.oldest, of('parked')?.oldest].flatMap((at) => at ?? []).toSorted()[0];
  return {
    open: of('open')?.n ?? 0,
    parked: of('parked')?.n ?? 0,
    resolved: of('resolved')?.n ?? 0,
    oldest: oldest ?? null,
  };
}

/** What the hub refuses of one person's changes: how many, and the newest; of changes by other programs nobody is named. */
export function refusalsOf(db: Reader, who: string): Refusals {
  const row = db.get<Refusals>(
    `select count(*) as count, max(no) as newest from _concord_error
     where side = 'hub' and state <> 'resolved' and (who is null or who = ?)`,
    who,
  );
  return { count: row?.count ?? 0, newest: row?.newest ?? null };
}

/** Open and parked entries by table. */
export function countTables(db: Reader): readonly { readonly table: TableName; readonly count: number }[] {
  return db
    .all<{ schema_name: string; table_name: string; n: number }>(
      `select schema_name, table_name, count(*) as n from _concord_error where state <> 'resolved' group by 1, 2`,
    )
    .map((row) => ({ table: { name: row.table_name, schema: row.schema_name }, count: row.n }));
}

/** One entry; undefined if there is none of that number. */
export function getEntry(db: Reader, no: number): ErrorEntry | undefined {
  const row = db.get<EntryRow>(`select ${columns} from _concord_error as entry ${inSession} where entry.no = ?`, no);
  return row && readEntry(row);
}

/** What was done with an entry, oldest first. */
export function stepsOf(db: Reader, no: number): ErrorStep[] {
  return db
    .all<Omit<ErrorStep, 'row'> & { row: string | null }>(
      `select at, what, who, session, message, row from _concord_error_step where error = ? order by no`,
      no,
    )
    .map((step) => ({ ...step, row: step.row === null ? null : (JSON.parse(step.row) as ErrorStep['row']) }));
}

/** The number of the newest entry. */
export function newestNumber(db: Reader): number {
  return Number(db.value(`select max(no) from _concord_error`) ?? 0);
}
