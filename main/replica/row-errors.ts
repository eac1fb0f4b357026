// Rows that could not be written, here or on the hub: kept whole, tried again, parked after equal failures (D7, WIRE 23).

import { cellFromJson, recordToJson, sameCell, type Cell, type CellRecord, type JsonCell } from '../sync/cell.ts';
import type { ChangeKind } from '../sync/conflict.ts';
import { reasonOfRefusal, typeOfCause, type RowCause } from '../sync/row-error.ts';
import type { Reader, Writer } from '../sqlite/database.ts';
import { toKeyRecord, keyOfRow, type TrackedTable, toRecord } from './tracked-table.ts';
import type { Row } from '../sync/cell.ts';

/** Open ones are tried by the next session, parked ones wait for a person, resolved ones stay as history. */
export type RowErrorState = 'open' | 'parked' | 'resolved';

/** Where the row could not be written. */
export type RowErrorSide = 'here' | 'hub';

/** How an error ended: taken at last, now a conflict, the change taken back, or its parent is at fault. */
export type RowErrorOutcome = 'accepted' | 'conflict' | 'reverted' | 'waits';

/** One row error as stored. */
export interface RowError {
  readonly no: number;
  readonly table: { readonly name: string; readonly schema: string };
  readonly key: CellRecord;
  readonly side: RowErrorSide;
  readonly kind: ChangeKind;
  readonly row: CellRecord | null;
  readonly code: string;
  readonly message: string;
  readonly cause: RowCause;
  /** The column at fault; null where none is named. */
  readonly column: string | null;
  readonly state: RowErrorState;
  readonly tries: number;
  readonly session: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** When the change was taken back here, ISO; null = it stands in its record. */
  readonly takenBackAt: string | null;
}

/** A failure to note. */
export interface Failure {
  readonly table: TrackedTable;
  readonly side: RowErrorSide;
  readonly kind: ChangeKind;
  readonly row: Row;
  /** The row that the change started from: mine as last agreed, or the one that stands here; null = none. */
  readonly before: Row | null;
  readonly code: string;
  readonly message: string;
  /** The column at fault, where the hub names it. */
  readonly column?: string | null;
  /** Whose change it is; null = not known. */
  readonly who: string | null;
  /** When it was made, ISO. */
  readonly madeAt: string | null;
}

/** The session that met a failure. `state` is set where it is not the tries that decide. */
export interface FailureContext {
  readonly session: number;
  readonly at: string;
  readonly state?: RowErrorState;
}

interface ErrorRow {
  readonly no: number;
  readonly schema_name: string;
  readonly table_name: string;
  readonly key: string;
  readonly side: RowErrorSide;
  readonly kind: ChangeKind;
  readonly row: string | null;
  readonly code: string;
  readonly message: string;
  readonly cause: RowCause;
  readonly column_name: string | null;
  readonly state: RowErrorState;
  readonly tries: number;
  readonly last_session: number;
  readonly first_at: string;
  readonly last_at: string;
  readonly taken_back_at: string | null;
}

const ofRecord = `schema_name = ? and table_name = ? and key = ?`;

/** An error as it was noted. */
export interface NotedError {
  readonly no: number;
  readonly state: RowErrorState;
}

/** Notes a failure: a repeat raises its tries and adds no second line (ER-03). */
export function noteFailure(db: Writer, failure: Failure, context: FailureContext): NotedError {
  const { table, side } = failure;
  const named = [table.name.schema, table.name.name, keyText(table, keyOfRow(table, failure.row))] as const;
  const facts = factsOf(failure);
  // One that was taken back holds another change of the record, unless the very same values were refused once more.
  const known = db.get<ErrorRow>(
    `select * from _concord_error where ${ofRecord} and side = ? and state <> 'resolved'
       and (taken_back_at is null or (kind = ? and row is ? and message = ?)) order by taken_back_at is not null, no limit 1`,
    ...named,
    side,
    facts[0] ?? null,
    facts[1] ?? null,
    failure.message,
  );
  if (!known) {
    const state = context.state ?? 'open';
    const made = db.run(
      `insert into _concord_error (schema_name, table_name, key, side, first_session, first_at, kind, row, code, message, type,
         cause, column_name, action, changed, who, made_at, base, state, tries, last_session, last_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
      ...named,
      side,
      context.session,
      context.at,
      ...facts,
      state,
      context.session,
      context.at,
    );
    return { no: Number(made.lastInsertRowid), state };
  }
  const equal = known.message === failure.message;
  // A row may come twice in one session (a snapshot and the changes since): that is one try.
  const tries = equal ? known.tries + Number(known.last_session !== context.session) : 1;
  const state = context.state ?? (tries >= 2 ? 'parked' : 'open');
  db.run(
    `update _concord_error set kind = ?, row = ?, code = ?, message = ?, type = ?, cause = ?, column_name = ?, action = ?,
       changed = ?, who = ?, made_at = ?, base = ?, taken_back_at = null, state = ?, tries = ?, last_session = ?, last_at = ?
     where no = ?`,
    ...facts,
    state,
    tries,
    context.session,
    context.at,
    known.no,
  );
  return { no: known.no, state };
}

/** Whatever is told of a failure besides its record, in the order of the columns. */
function factsOf(failure: Failure): readonly (string | null)[] {
  const { table, kind, row, before, code, message, who, madeAt, side } = failure;
  const reason = reasonOfRefusal({ code, message, kind, column: failure.column ?? null });
  const { column } = reason;
  // A row that nobody here has written: its parent is the hub's to give.
  const cause = side === 'here' && reason.cause === 'parent-given-up' ? 'other' : reason.cause;
  const action = kind === 'delete' ? 'delete' : before === null ? 'insert' : 'update';
  const json = (record: CellRecord): string => JSON.stringify(recordToJson(record));
  const cell = (of: Row, at: number): Cell => of[at] ?? null;
  const differing = table.columns.flatMap(({ name }, at): [string, Cell][] =>
    before !== null && sameCell(cell(before, at), cell(row, at)) ? [] : [[name, cell(row, at)]],
  );
  return [
    kind,
    kind === 'delete' ? null : json(toRecord(table, row)),
    code,
    message,
    typeOfCause(cause),
    cause,
    column !== null && table.columns.some(({ name }) => name === column) ? column : null,
    action,
    kind === 'delete' ? null : json(Object.fromEntries(differing)),
    who,
    madeAt,
    before && json(toRecord(table, before)),
  ];
}

/** Marks the errors of a record as resolved: a newer version of the row went through, or nothing of it is left. */
export function resolveErrors(
  db: Writer,
  table: TrackedTable,
  row: Row,
  side: RowErrorSide,
  outcome: RowErrorOutcome = 'accepted',
): void {
  db.run(
    `${resolved} where ${ofRecord} and side = ? and state <> 'resolved' and taken_back_at is null`,
    outcome,
    table.name.schema,
    table.name.name,
    keyText(table, keyOfRow(table, row)),
    side,
  );
}

const resolved = `update _concord_error set state = 'resolved', outcome = ?, resolved_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`;

/** A table that was emptied and filled again holds all that the hub has: what was not refused anew is over (Decisions 15). */
export function resolveOutlived(db: Writer, table: TrackedTable, session: number): void {
  db.run(
    `${resolved} where schema_name = ? and table_name = ? and side = 'here' and state <> 'resolved' and last_session <> ?`,
    'accepted' satisfies RowErrorOutcome,
    table.name.schema,
    table.name.name,
    session,
  );
}

/** The errors in these states, newest first: all of them, or one page. */
export function listErrors(
  db: Reader,
  states: readonly RowErrorState[] = ['open', 'parked'],
  page: { readonly limit: number; readonly offset: number } = { limit: -1, offset: 0 },
): RowError[] {
  return db
    .all<ErrorRow>(
      `select * from _concord_error where state in (select value from json_each(?)) order by no desc limit ? offset ?`,
      JSON.stringify(states),
      page.limit,
      page.offset,
    )
    .map(read);
}

/** The errors that a session met and left, in the order of their first time. */
export function errorsOfSession(
  db: Reader,
  session: number,
  page: { readonly limit: number; readonly offset: number },
): RowError[] {
  return db
    .all<ErrorRow>(
      `select * from _concord_error where last_session = ? and state <> 'resolved' order by no limit ? offset ?`,
      session,
      page.limit,
      page.offset,
    )
    .map(read);
}

/** What the hub has against a record's change that waits here; undefined = nothing. */
export function errorOf(db: Reader, table: TrackedTable, key: Row): RowError | undefined {
  return ofHub(db, `taken_back_at is null`, { table, key })[0];
}

/** Changes of a record that were taken back here and wait for a person, newest first. */
export function takenBackOf(db: Reader, table: TrackedTable, key: Row): RowError[] {
  return ofHub(db, `taken_back_at is not null`, { table, key });
}

/** Whether any change of a table was taken back and waits for a person. */
export function hasTakenBack(db: Reader, { name }: TrackedTable): boolean {
  const found = db.value(
    `select 1 from _concord_error where table_name = ? and schema_name = ? and taken_back_at is not null
       and state <> 'resolved' limit 1`,
    name.name,
    name.schema,
  );
  return found !== undefined;
}

function ofHub(
  db: Reader,
  condition: string,
  { table, key }: { readonly table: TrackedTable; readonly key: Row },
): RowError[] {
  return db
    .all<ErrorRow>(
      `select * from _concord_error where ${ofRecord} and side = 'hub' and state <> 'resolved' and ${condition}
       order by no desc`,
      table.name.schema,
      table.name.name,
      keyText(table, key),
    )
    .map(read);
}

/** How many errors are in these states. */
export function countErrors(db: Reader, states: readonly RowErrorState[] = ['open', 'parked']): number {
  return Number(
    db.value(
      `select count(*) from _concord_error where state in (select value from json_each(?))`,
      JSON.stringify(states),
    ),
  );
}

/** The row of an error in the table's order of columns. */
export function errorRow(table: TrackedTable, error: RowError): Row {
  return table.columns.map((column) => {
    const cell = error.row?.[column.name] ?? error.key[column.name] ?? null;
    return cell === null || typeof cell === 'boolean' ? cell : cellFromJson(cell as JsonCell, column.type);
  });
}

function keyText(table: TrackedTable, key: Row): string {
  return JSON.stringify(recordToJson(toKeyRecord(table, key)));
}

function read(row: ErrorRow): RowError {
  return {
    no: row.no,
    table: { name: row.table_name, schema: row.schema_name },
    key: JSON.parse(row.key) as CellRecord,
    side: row.side,
    kind: row.kind,
    row: row.row === null ? null : (JSON.parse(row.row) as CellRecord),
    code: row.code,
    message: row.message,
    cause: row.cause,
    column: row.column_name,
    state: row.state,
    tries: row.tries,
    session: row.last_session,
    firstAt: row.first_at,
    lastAt: row.last_at,
    takenBackAt: row.taken_back_at,
  };
}
