// What errors are tried again with: the records of the replica, and the inbox (ER-04, ER-05).

import { recordFromJson, type CellRecord } from '../sync/cell.ts';
import type { RaisedConflict, RecordName } from '../sync/inbox.ts';
import type { ComparedColumn, TableName } from '../sync/schema.ts';
import type { Writer } from '../sqlite/database.ts';
import type { ErrorEntry } from './entry.ts';

/** What a retry needs of the replica's records; all of it inside the replica's transaction. */
export interface ErrorRecords {
  /** Undefined for a table that is no longer of any scope. */
  find(name: TableName): { readonly physical: string; readonly columns: readonly ComparedColumn[] } | undefined;
  read(record: RecordName): CellRecord | null;
  change(record: RecordName): { readonly stamp: bigint; readonly held: number } | null;
  write(record: RecordName, row: CellRecord | null): void;
  release(record: RecordName): void;
  behind(record: RecordName): readonly RecordName[];
  /** Marks a record as standing behind an open conflict. */
  hold(record: RecordName): void;
}

/** What a retry needs of the inbox. */
export interface ErrorInbox {
  openFor(record: RecordName): number | null;
  raise(conflict: RaisedConflict): unknown;
}

/** The tools of a retry. */
export interface RetryDesk {
  readonly db: Writer;
  readonly records: ErrorRecords;
  readonly inbox: ErrorInbox;
  now(): Date;
}

/** The record of an entry; of a table that is gone, its key as it was written. */
export function recordOf(records: Pick<ErrorRecords, 'find'>, { table, key }: ErrorEntry): RecordName {
  return { table, key: recordFromJson(key, records.find(table)?.columns ?? []) };
}
