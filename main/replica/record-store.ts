// Reading and writing single records as an ordinary program would: the triggers see every write (law 4).
// The inbox and the grid are handed this store; they never touch tracking themselves.

import { sameCell, type CellRecord } from '../sync/cell.ts';
import type { RecordName } from '../sync/inbox.ts';
import { ConcordError } from '../sync/problem.ts';
import { tableKey, type TableName } from '../sync/schema.ts';
import { bindRow, rowReader, selectCells } from '../sqlite/cells.ts';
import type { Reader, SqlValue, Writer } from '../sqlite/database.ts';
import { pairs, quote, quoteAll } from '../sqlite/names.ts';
import { behindRecord, childLinks, parkBehind, type ChildLink } from './behind.ts';
import { held } from './layout.ts';
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
  const where = pairs(
    table.key.map(quote),
    '=',
    table.key.map(() => '?'),
  );
  const row = db
    .raw(`select ${selectCells(table.columns)} from ${table.base} where ${where}`)
    .get(...bindKey(table, key));
  return row ? toRecord(table, rowReader(table.columns)(row)) : null;
}

/** The row as both sides last agreed on it; null where the record was inserted here or is clean. */
export function readBase(db: Reader, table: TrackedTable, key: CellRecord): CellRecord | null {
  const where = pairs(
    table.keyNames,
    '=',
    table.key.map(() => '?'),
  );
  const row = db.raw(`select ${shadowCells(table)} from ${table.bases} where ${where}`).get(...bindKey(table, key));
  return row ? toRecord(table, rowReader(table.columns)(row)) : null;
}

/** The shadow tables' cells in a select list, integers whole. */
export function shadowCells(table: TrackedTable, prefix = ''): string {
  const renamed = table.columns.map((column, at) => ({ ...column, name: `c${at}` }));
  return selectCells(renamed, prefix);
}

/** The tracking entry of a record; null = clean. */
export function readChange(db: Reader, table: TrackedTable, key: CellRecord): LocalChange | null {
  const here = pairs(
    table.keyNames,
    '=',
    table.key.map(() => '?'),
  );
  const values = bindKey(table, key);
  const row = db
    .raw(
      `select cast(stamp as text), gone, held, at,
         (stamp > 0 and stamp <= (select offered from _concord_clock)) or exists (select 1 from ${table.images} where ${here})
       from ${table.entries} where ${here}`,
    )
    .get(...values, ...values);
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
  const where = pairs(
    table.key.map(quote),
    '=',
    table.key.map(() => '?'),
  );
  const present = readRecord(db, table, key);
  if (row === null) {
    if (present) db.run(`delete from ${table.base} where ${where}`, ...bindKey(table, key));
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
  db.run(`update ${table.base} set ${set} where ${where}`, ...cells(changed), ...bindKey(table, key));
}

/** Lets a held record go with the next session: its change is stamped anew (Decisions 6). */
export function releaseRecord(db: Writer, table: TrackedTable, key: CellRecord): void {
  const here = pairs(
    table.keyNames,
    '=',
    table.key.map(() => '?'),
  );
  const values = bindKey(table, key);
  db.run(`delete from ${table.entries} where ${here} and stamp = 0`, ...values);
  db.run(`update _concord_clock set stamp = stamp + 1`);
  db.run(`update ${table.entries} set held = 0, stamp = (select stamp from _concord_clock) where ${here}`, ...values);
}

/** Marks a record as standing behind an open conflict: later local edits are held (ER-08, Decisions 11). */
export function holdRecord(db: Writer, table: TrackedTable, key: CellRecord): void {
  db.run(
    `insert into ${table.entries} (${table.keyNames}, stamp, gone, at, held) values (${table.key.map(() => '?')}, 0, 0, null, ${held.behindConflict})
     on conflict (${table.keyNames}) do update set held = excluded.held`,
    ...bindKey(table, key),
  );
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
      const here = pairs(
        table.keyNames,
        '=',
        table.key.map(() => '?'),
      );
      for (const shadow of [table.entries, table.bases, table.images]) {
        db.run(`delete from ${shadow} where ${here}`, ...bindKey(table, record.key));
      }
    },
    resend(record) {
      holdRecord(db, find(record.table), record.key);
      db.run(`update _concord_clock set stamp = stamp + 1`);
      const table = find(record.table);
      const here = pairs(
        table.keyNames,
        '=',
        table.key.map(() => '?'),
      );
      db.run(
        `update ${table.entries} set held = 0, stamp = (select stamp from _concord_clock) where ${here}`,
        ...bindKey(table, record.key),
      );
    },
  };
}
