// Reading and writing single records as an ordinary program would: the triggers see every write (law 4).
// The inbox and the grid are handed this store; they never touch tracking themselves.

import { sameCell, type CellRecord } from '../sync/cell.ts';
import type { RecordName } from '../sync/inbox.ts';
import { ConcordError } from '../sync/problem.ts';
import { tableKey, type TableName } from '../sync/schema.ts';
import { bindRow } from '../sqlite/cells.ts';
import type { Reader, SqlValue, Writer } from '../sqlite/database.ts';
import { quote, quoteAll } from '../sqlite/names.ts';
import { behindRecord, childLinks, parkBehind, type ChildLink } from './behind.ts';
import { recordSql } from './record-sql.ts';
import { keyOfRecord, toRecord, type TrackedTable } from './tracked-table.ts';

/** What the tracking says of one record. */
export interface LocalChange {
  /** 0 = no local change since the entry was made. */
  readonly stamp: bigint;
  readonly gone: boolean;
  readonly held: number;
  readonly at: string | null;
  /** True if the hub may have seen a version of this change (Decisions 7, 14). */
  readonly offered: boolean;
}

/** The present row of a record; null if there is none. */
export function readRecord(db: Reader, table: TrackedTable, key: CellRecord): CellRecord | null {
  const sql = recordSql(table);
  const row = db.raw(sql.present).get(...bindKey(table, key));
  return row ? toRecord(table, sql.read(row)) : null;
}

/** The row as both sides last agreed on it; null where the record was inserted here or is clean. */
export function readBase(db: Reader, table: TrackedTable, key: CellRecord): CellRecord | null {
  const sql = recordSql(table);
  const row = db.raw(sql.base).get(...bindKey(table, key));
  return row ? toRecord(table, sql.read(row)) : null;
}

/** The tracking entry of a record; null = clean. */
export function readChange(db: Reader, table: TrackedTable, key: CellRecord): LocalChange | null {
  const values = bindKey(table, key);
  const row = db.raw(recordSql(table).change).get(...values, ...values);
  if (!row) return null;
  const [stamp, gone, heldBy, at, offered] = row;
  return {
    stamp: BigInt(String(stamp)),
    gone: gone !== 0,
    held: Number(heldBy),
    at: at === null ? null : String(at),
    offered: offered !== 0,
  };
}

/** Writes a record as a local change: null deletes it, else it is inserted or the differing cells are updated. */
export function writeRecord(db: Writer, table: TrackedTable, key: CellRecord, row: CellRecord | null): void {
  const sql = recordSql(table);
  const present = readRecord(db, table, key);
  if (row === null) {
    if (present) db.run(sql.remove, ...bindKey(table, key));
    return;
  }
  const names = table.columns.map((column) => column.name).filter((name) => Object.hasOwn(row, name));
  const cells = (list: readonly string[]): SqlValue[] => bindRow(list.map((name) => row[name] ?? null));
  if (!present) {
    const marks = names.map(() => '?').join(', ');
    db.run(`insert into ${table.base} (${quoteAll(names)}) values (${marks})`, ...cells(names));
    return;
  }
  const changed = names.filter((name) => !sameCell(present[name] ?? null, row[name] ?? null));
  if (changed.length === 0) return;
  const set = changed.map((name) => `${quote(name)} = ?`).join(', ');
  db.run(`update ${table.base} set ${set} where ${sql.here}`, ...cells(changed), ...bindKey(table, key));
}

/** Lets a held record go with the next session: its change is stamped anew (Decisions 6). */
export function releaseRecord(db: Writer, table: TrackedTable, key: CellRecord): void {
  const sql = recordSql(table);
  const values = bindKey(table, key);
  db.run(sql.dropMark, ...values);
  db.run(sql.tick);
  db.run(sql.stamp, ...values);
}

/** Marks a record as standing behind an open conflict: later local edits are held (ER-08, Decisions 11). */
export function holdRecord(db: Writer, table: TrackedTable, key: CellRecord): void {
  db.run(recordSql(table).hold, ...bindKey(table, key));
}

/** The key cells of a record, ready to bind. */
export function bindKey(table: TrackedTable, key: CellRecord): SqlValue[] {
  return bindRow(keyOfRecord(table, key));
}

/** The store over one connection, by table name. */
export interface RecordStore {
  table(name: TableName): TrackedTable;
  read(record: RecordName): CellRecord | null;
  base(record: RecordName): CellRecord | null;
  change(record: RecordName): LocalChange | null;
  write(record: RecordName, row: CellRecord | null): void;
  release(record: RecordName): void;
  hold(record: RecordName): void;
  /** Forgets a change that nobody has seen, and its base. */
  forget(record: RecordName): void;
  /** Makes a record wait to be sent again as it is. */
  resend(record: RecordName): void;
  /** Held changes of records that point to this one (Decisions 17). */
  behind(record: RecordName): readonly RecordName[];
  /** Sets a held change aside as an error: its parent was given up. */
  park(record: RecordName): void;
}

/** A store whose tables are looked up at each call, so that a later provisioning is seen. */
export function createRecordStore(db: Writer, tables: () => ReadonlyMap<string, TrackedTable>): RecordStore {
  const find = (name: TableName): TrackedTable => {
    const table = tables().get(tableKey(name));
    if (table) return table;
    const known = [...tables().values()].map((item) => item.physical).join(', ');
    throw new ConcordError('table-unknown', { table: name.name, tables: known });
  };
  let links: { of: ReadonlyMap<string, TrackedTable>; map: ReadonlyMap<string, readonly ChildLink[]> } | null = null;
  const linksOf = (table: TrackedTable): readonly ChildLink[] => {
    if (links?.of !== tables()) links = { of: tables(), map: childLinks(db, tables().values()) };
    return links.map.get(table.physical) ?? [];
  };
  return {
    table: find,
    behind(record) {
      const table = find(record.table);
      return behindRecord(db, linksOf(table), { table, record });
    },
    park: (record) => parkBehind(db, find(record.table), record),
    read: (record) => readRecord(db, find(record.table), record.key),
    base: (record) => readBase(db, find(record.table), record.key),
    change: (record) => readChange(db, find(record.table), record.key),
    write: (record, row) => writeRecord(db, find(record.table), record.key, row),
    release: (record) => releaseRecord(db, find(record.table), record.key),
    hold: (record) => holdRecord(db, find(record.table), record.key),
    forget(record) {
      const table = find(record.table);
      for (const text of recordSql(table).forget) db.run(text, ...bindKey(table, record.key));
    },
    resend(record) {
      const table = find(record.table);
      const sql = recordSql(table);
      holdRecord(db, table, record.key);
      db.run(sql.tick);
      db.run(sql.stamp, ...bindKey(table, record.key));
    },
  };
}
