// What a SQLite file says about its tables: columns, keys, foreign keys, unique indexes, triggers.

import { affinityOf } from './affinity.ts';
import type { Reader } from './database.ts';
import { quote } from './names.ts';

/** One column as declared. */
export interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly defaultValue: string | null;
  /** Position in the primary key from 1; 0 = not part of it. */
  readonly keyPosition: number;
  readonly generated: boolean;
}

/** One foreign key as declared. */
export interface ForeignKeyInfo {
  readonly parent: string;
  readonly columns: readonly string[];
  /** Empty when the declaration names none: the parent's primary key is meant. */
  readonly parentColumns: readonly string[];
  /** What happens to the children of a deleted parent, as SQLite spells it: `NO ACTION`, `CASCADE` … */
  readonly onDelete: string;
}

/** A unique index: its columns in order; expressions and partial indexes are left out. */
export interface UniqueIndex {
  readonly columns: readonly string[];
  readonly isKey: boolean;
}

interface Xinfo {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly pk: number;
  readonly hidden: number;
}

/** Names of the user's own tables; SQLite's and Concord's are left out. */
export function tableNames(db: Reader): string[] {
  return db
    .all<{ name: string }>(
      `select name from pragma_table_list where schema = 'main' and type = 'table'
        and name not like 'sqlite\\_%' escape '\\' and name not like '\\_concord\\_%' escape '\\' order by name`,
    )
    .map((row) => row.name);
}

/** True if the file has a table (not a view) of exactly that name. */
export function hasTable(db: Reader, name: string): boolean {
  return db.value(`select 1 from sqlite_schema where type = 'table' and name = ?`, name) !== undefined;
}

/** True if the rows of a table have no rowid. */
export function isWithoutRowid(db: Reader, table: string): boolean {
  return db.value(`select wr from pragma_table_list where schema = 'main' and name = ?`, table) === 1;
}

/** The columns of a table in order. */
export function columnsOf(db: Reader, table: string): ColumnInfo[] {
  return db
    .all<Xinfo>(`select * from pragma_table_xinfo(?) order by cid`, table)
    .filter((row) => row.hidden !== 1)
    .map((row) => ({
      name: row.name,
      type: row.type,
      notNull: row.notnull !== 0,
      defaultValue: row.dflt_value,
      keyPosition: row.pk,
      generated: row.hidden > 1,
    }));
}

/** The primary key's columns in the order of the key; empty without one. */
export function keyOf(db: Reader, table: string): string[] {
  return columnsOf(db, table)
    .filter((column) => column.keyPosition > 0)
    .sort((a, b) => a.keyPosition - b.keyPosition)
    .map((column) => column.name);
}

/** The foreign keys of a table, in the order of their declaration. */
export function foreignKeysOf(db: Reader, table: string): ForeignKeyInfo[] {
  const rows = db.all<{ id: number; table: string; from: string; to: string | null; on_delete: string }>(
    `select id, "table", "from", "to", on_delete from pragma_foreign_key_list(?) order by id desc, seq`,
    table,
  );
  const byId = Map.groupBy(rows, (row) => row.id);
  return [...byId.values()].map((parts) => ({
    parent: parts[0]?.table ?? '',
    columns: parts.map((part) => part.from),
    parentColumns: parts.flatMap((part) => part.to ?? []),
    onDelete: parts[0]?.on_delete ?? '',
  }));
}

/** The unique indexes of a table over plain columns. */
export function uniqueIndexesOf(db: Reader, table: string): UniqueIndex[] {
  const indexes = db.all<{ name: string; origin: string }>(
    `select name, origin from pragma_index_list(?) where "unique" = 1 and partial = 0`,
    table,
  );
  return indexes.flatMap((index) => {
    const columns = db.all<{ name: string | null }>(`select name from pragma_index_info(?) order by seqno`, index.name);
    const names = columns.flatMap((column) => column.name ?? []);
    return names.length === columns.length ? [{ columns: names, isKey: index.origin === 'pk' }] : [];
  });
}

/** How each key column stores and compares, as `integer collate X`: what stands beside a table must find its keys as it does. */
export function keyDeclarations(db: Reader, table: string, key: readonly string[]): string[] {
  const rows = db.all<{ name: string; coll: string }>(
    `select x.name, x.coll from pragma_index_list(?) l join pragma_index_xinfo(l.name) x where l.origin = 'pk' and x.key = 1`,
    table,
  );
  const byName = new Map(rows.map((row) => [row.name, row.coll]));
  const types = new Map(columnsOf(db, table).map((column) => [column.name, column.type]));
  return key.map((name) => {
    const affinity = affinityOf(types.get(name) ?? '');
    const collation = byName.get(name) ?? 'BINARY';
    return collation.toUpperCase() === 'BINARY' ? affinity : `${affinity} collate ${quote(collation)}`;
  });
}

/** True if the file has triggers that are not Concord's (W-287 c). */
export function hasOwnTriggers(db: Reader): boolean {
  return triggeredTables(db).length > 0;
}

/**
 * W-287 b: true if a table is to be written by statements without a conflict clause, which would override those inside the
 * owner's triggers. Where the table itself declares clauses, ours go first: nothing is replaced in silence (W-180).
 */
export function isWrittenPlainly(db: Reader, table: string): boolean {
  if (!triggeredTables(db).some((name) => name.toLowerCase() === table.toLowerCase())) return false;
  const text = db.value(`select sql from sqlite_schema where type = 'table' and name = ? collate nocase`, table);
  return !/\bon\s+conflict\b/i.test(String(text));
}

/** The tables that have triggers of the file's owner. */
function triggeredTables(db: Reader): string[] {
  const triggers = db.all<{ tbl_name: string }>(
    `select distinct tbl_name from sqlite_schema where type = 'trigger' and name not like '\\_concord\\_%' escape '\\'`,
  );
  return triggers.map((trigger) => trigger.tbl_name);
}
