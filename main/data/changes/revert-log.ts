// What was reverted by its author, kept in the replica's file: the fate of those changes, and what an undo needs (PD-03, law 5).

import { recordFromJson, recordToJson, type CellRecord, type CellType, type JsonCell } from '../../sync/cell.ts';
import type { RevertVersions, WaitingOperation } from '../../sync/revert.ts';
import type { TableName } from '../../sync/schema.ts';
import type { Reader, Writer } from '../../sqlite/database.ts';
import { hasTable } from '../../sqlite/introspect.ts';

/** One record of a revert: as it was before and after. */
export interface RevertedRecord extends RevertVersions {
  readonly table: TableName;
  readonly key: CellRecord;
  /** True if the hub may have seen the change: then the revert is a new change itself. */
  readonly sent: boolean;
  /** How many changes it took back, as ST-07 counts them. */
  readonly changes: number;
}

/** A revert in few words. */
export interface RevertLine {
  readonly no: number;
  readonly at: string;
  readonly who: string;
  readonly changes: number;
  readonly records: number;
  /** How many of the records go to the hub as a new change. */
  readonly sent: number;
}

/** The columns of a table, for reading cells back as they were. */
export type ColumnsOf = (table: TableName) => readonly { readonly name: string; readonly type: CellType }[];

const layout = `create table if not exists _concord_revert (
    no integer primary key,
    at text not null,
    who text not null,
    undone_at text,
    undone_by text);
  create table if not exists _concord_reverted (
    no integer primary key,
    revert integer not null,
    schema_name text not null,
    table_name text not null,
    key text not null,
    operation text not null,
    columns text,
    before text,
    after text,
    sent integer not null,
    changes integer not null);
  create index if not exists _concord_reverted_of on _concord_reverted (revert);
  create index if not exists _concord_reverted_record on _concord_reverted (table_name, schema_name, key)`;

/** Notes a revert and returns its number. The caller holds the write transaction that makes it. */
export function noteRevert(
  db: Writer,
  { at, who }: { readonly at: string; readonly who: string },
  records: readonly RevertedRecord[],
): number {
  db.exec(layout);
  const no = Number(db.run(`insert into _concord_revert (at, who) values (?, ?)`, at, who).lastInsertRowid);
  const insert = db.statement(
    `insert into _concord_reverted (revert, schema_name, table_name, key, operation, columns, before, after, sent, changes)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { table, key, operation, columns, before, after, sent, changes } of records)
    insert.run(
      no,
      table.schema,
      table.name,
      textOf(key) ?? '{}',
      operation,
      columns && JSON.stringify(columns),
      textOf(before),
      textOf(after),
      Number(sent),
      changes,
    );
  return no;
}

/** Notes that a revert was undone. */
export function noteUndone(db: Writer, no: number, { at, who }: { readonly at: string; readonly who: string }): void {
  db.run(`update _concord_revert set undone_at = ?, undone_by = ? where no = ?`, at, who, no);
}

/** The reverts that can be undone, newest first. */
export function openReverts(db: Reader, limit: number): RevertLine[] {
  if (!hasTable(db, '_concord_revert')) return [];
  return db.all<RevertLine>(
    `select step.no, at, who, sum(changes) as changes, count(*) as records, sum(sent) as sent
     from (select * from _concord_revert where undone_at is null order by no desc limit ?) as step
     join _concord_reverted as record on record.revert = step.no group by step.no order by step.no desc`,
    limit,
  );
}

/** The records of a revert that can be undone, in the order in which they were reverted; empty if there is none. */
export function recordsOfRevert(db: Reader, columnsOf: ColumnsOf, no: number): RevertedRecord[] {
  if (!hasTable(db, '_concord_revert')) return [];
  return db
    .all<StoredRecord>(
      `select record.* from _concord_reverted as record join _concord_revert as step on step.no = record.revert
       where step.no = ? and step.undone_at is null order by record.no`,
      no,
    )
    .map((row) => readStored(row, columnsOf));
}

/** A revert of one record: as the record stood after it and, where it was undone, after that. JSON cells; null = none. */
export interface RecordRevert {
  readonly no: number;
  readonly at: string;
  readonly who: string;
  readonly after: Readonly<Record<string, JsonCell>> | null;
  readonly undoneAt: string | null;
  readonly undoneBy: string | null;
  readonly before: Readonly<Record<string, JsonCell>> | null;
}

/** The newest reverts of a record (PD-08). */
export function revertsOfRecord(
  db: Reader,
  { table, key }: { readonly table: TableName; readonly key: CellRecord },
  limit: number,
): RecordRevert[] {
  if (!hasTable(db, '_concord_revert')) return [];
  const read = (text: string | null): RecordRevert['after'] =>
    text === null ? null : (JSON.parse(text) as Record<string, JsonCell>);
  return db
    .all<Omit<RecordRevert, 'before' | 'after'> & { before: string | null; after: string | null }>(
      `select step.no, at, who, after, undone_at as undoneAt, undone_by as undoneBy, before
       from _concord_reverted as record join _concord_revert as step on step.no = record.revert
       where table_name = ? and schema_name = ? and key = ? order by step.no desc limit ?`,
      table.name,
      table.schema,
      textOf(key),
      limit,
    )
    .map(({ before, after, ...step }) => ({ ...step, before: read(before), after: read(after) }));
}

interface StoredRecord {
  readonly schema_name: string;
  readonly table_name: string;
  readonly key: string;
  readonly operation: WaitingOperation;
  readonly columns: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly sent: number;
  readonly changes: number;
}

function readStored(row: StoredRecord, columnsOf: ColumnsOf): RevertedRecord {
  const table = { name: row.table_name, schema: row.schema_name };
  const known = columnsOf(table);
  const record = (text: string): CellRecord => recordFromJson(JSON.parse(text) as Record<string, JsonCell>, known);
  return {
    table,
    key: record(row.key),
    operation: row.operation,
    columns: row.columns === null ? null : (JSON.parse(row.columns) as string[]),
    before: row.before === null ? null : record(row.before),
    after: row.after === null ? null : record(row.after),
    sent: row.sent !== 0,
    changes: row.changes,
  };
}

function textOf(record: CellRecord | null): string | null {
  return record && JSON.stringify(recordToJson(record));
}
