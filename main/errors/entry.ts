// One sync error as it is stored, and as doors are told of it (ER-01, ER-03).

import type { JsonCell } from '../sync/cell.ts';
import type { ChangeKind } from '../sync/conflict.ts';
import type { RowCause, RowErrorType } from '../sync/row-error.ts';
import type { TableName } from '../sync/schema.ts';
import type { ErrorState } from './filter.ts';

/** How an error ended. */
export type ErrorOutcome = 'accepted' | 'conflict' | 'reverted' | 'waits';

/** Cells by column, as JSON. */
export type JsonRecord = Readonly<Record<string, JsonCell>>;

/** One error. Rows are whole, however long (ER-03). */
export interface ErrorEntry {
  readonly no: number;
  readonly table: TableName;
  readonly key: JsonRecord;
  readonly side: 'here' | 'hub';
  readonly kind: ChangeKind;
  readonly action: 'insert' | 'update' | 'delete';
  /** The row that was refused; null = a delete. */
  readonly row: JsonRecord | null;
  /** Of an update the columns that it changed, of an insert all. */
  readonly changed: JsonRecord | null;
  readonly code: string;
  readonly message: string;
  readonly type: RowErrorType;
  readonly cause: RowCause;
  readonly column: string | null;
  readonly who: string | null;
  readonly madeAt: string | null;
  readonly state: ErrorState;
  readonly outcome: ErrorOutcome | null;
  readonly resolvedAt: string | null;
  readonly tries: number;
  readonly scope: string | null;
  readonly session: number;
  readonly firstSession: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** What the change started from; null = no record, or not noted. */
  readonly base: JsonRecord | null;
  /** When the change was taken back here, ISO; null = it stands in its record. */
  readonly takenBackAt: string | null;
}

/** A row of the table, with the scope of its last session. */
export interface EntryRow {
  readonly no: number;
  readonly schema_name: string;
  readonly table_name: string;
  readonly key: string;
  readonly side: 'here' | 'hub';
  readonly kind: ChangeKind;
  readonly row: string | null;
  readonly code: string;
  readonly message: string;
  readonly state: ErrorState;
  readonly tries: number;
  readonly first_session: number;
  readonly last_session: number;
  readonly first_at: string;
  readonly last_at: string;
  readonly type: RowErrorType;
  readonly cause: RowCause;
  readonly column_name: string | null;
  readonly action: 'insert' | 'update' | 'delete';
  readonly changed: string | null;
  readonly who: string | null;
  readonly made_at: string | null;
  readonly outcome: ErrorOutcome | null;
  readonly resolved_at: string | null;
  readonly scope: string | null;
  readonly base: string | null;
  readonly taken_back_at: string | null;
}

/** Reads a row. */
export function readEntry(row: EntryRow): ErrorEntry {
  return {
    no: row.no,
    table: { name: row.table_name, schema: row.schema_name },
    key: JSON.parse(row.key) as JsonRecord,
    side: row.side,
    kind: row.kind,
    action: row.action,
    row: row.row === null ? null : (JSON.parse(row.row) as JsonRecord),
    changed: row.changed === null ? null : (JSON.parse(row.changed) as JsonRecord),
    code: row.code,
    message: row.message,
    type: row.type,
    cause: row.cause,
    column: row.column_name,
    who: row.who,
    madeAt: row.made_at,
    state: row.state,
    outcome: row.outcome,
    resolvedAt: row.resolved_at,
    tries: row.tries,
    scope: row.scope,
    session: row.last_session,
    firstSession: row.first_session,
    firstAt: row.first_at,
    lastAt: row.last_at,
    base: row.base === null ? null : (JSON.parse(row.base) as JsonRecord),
    takenBackAt: row.taken_back_at,
  };
}

/** *Request Data* (ER-01): what was asked of the hub, or of this file, for this record. */
export function requestOf(entry: ErrorEntry): Readonly<Record<string, unknown>> {
  const { scope, session, table, side, action, key, row } = entry;
  const rowState = { insert: 'inserted', update: 'modified', delete: 'deleted' }[action];
  return { scope, session, table: wordOf(table), writtenTo: side, rowState, cells: row ?? key };
}

function wordOf({ schema, name }: TableName): string {
  return schema === '' ? name : `${schema}.${name}`;
}
