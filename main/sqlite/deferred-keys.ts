// Foreign keys that SQLite checks only at the commit, where no row could be told apart: they are asked row by row (W-241).

import type { Row } from '../sync/cell.ts';
import { bindCell } from './cells.ts';
import type { RawStatement, Reader, SqlValue } from './database.ts';
import { foreignKeysOf, keyOf, tableNames, type ForeignKeyInfo } from './introspect.ts';
import { pairs, quote } from './names.ts';

/** Asks what SQLite would ask at the end. */
export interface KeyGuard {
  /** True if the row points to a record that is not there. */
  lacksParent(row: Row): boolean;
  /** True if other records still point to the row. */
  hasChildren(row: Row): boolean;
}

/** A table as its rows are asked about: cells in the order of these columns. */
export interface KeyTable {
  readonly name: string;
  readonly columns: readonly string[];
}

interface Question {
  readonly at: readonly number[];
  readonly statement: RawStatement;
  /** A row may point to itself. */
  readonly pointsHome: (row: Row) => boolean;
}

/** Null for a table that takes part in no deferred key; most do not. */
export function createKeyGuard(db: Reader, table: KeyTable, links: readonly DeferredKey[]): KeyGuard | null {
  const parents = links
    .filter((link) => sameName(link.child, table.name))
    .flatMap((link) => parentQuestion(db, table, link));
  const children = links
    .filter((link) => sameName(link.parent, table.name))
    .flatMap((link) => childQuestion(db, table, link));
  if (parents.length + children.length === 0) return null;
  return {
    lacksParent: (row) =>
      parents.some((question) => {
        const values = valuesOf(question, row);
        return values !== null && !question.pointsHome(row) && !question.statement.get(...values);
      }),
    hasChildren: (row) =>
      children.some((question) => {
        const values = valuesOf(question, row);
        return values !== null && question.statement.get(...values) !== undefined;
      }),
  };
}

/** A foreign key that waits for the commit, with the table that declares it. */
export interface DeferredKey extends ForeignKeyInfo {
  readonly child: string;
}

/** Keys of tables whose text declares any of them deferrable; a key that acts by itself leaves nothing to ask. */
export function deferredKeys(db: Reader): readonly DeferredKey[] {
  return tableNames(db).flatMap((child) => {
    const text = String(db.value(`select sql from sqlite_schema where type = 'table' and name = ?`, child));
    if (!/\bdeferrable\b/i.test(text)) return [];
    return foreignKeysOf(db, child).map((key) => ({
      ...key,
      child,
      parentColumns: key.parentColumns.length > 0 ? key.parentColumns : keyOf(db, key.parent),
    }));
  });
}

function parentQuestion(db: Reader, table: KeyTable, link: DeferredKey): Question[] {
  const at = places(table, link.columns);
  const home = sameName(link.parent, table.name) ? places(table, link.parentColumns) : null;
  if (!at) return [];
  return [
    {
      at,
      statement: db.raw(`select 1 from ${quote(link.parent)} where ${equal(link.parentColumns)}`),
      pointsHome: (row) =>
        home !== null && at.every((place, i) => (row[place] ?? null) === (row[home[i] ?? -1] ?? null)),
    },
  ];
}

function childQuestion(db: Reader, table: KeyTable, link: DeferredKey): Question[] {
  const at = places(table, link.parentColumns);
  if (!at || actsByItself(link)) return [];
  const self = sameName(link.child, table.name);
  const other = self ? ` and not (${pairs(link.columns.map(quote), 'is', link.parentColumns.map(quote))})` : '';
  const statement = db.raw(`select 1 from ${quote(link.child)} where ${equal(link.columns)}${other} limit 1`);
  return [{ at, statement, pointsHome: () => false }];
}

/** A cascade or a set-null takes care of the children. */
function actsByItself({ onDelete }: DeferredKey): boolean {
  return onDelete !== 'NO ACTION' && onDelete !== 'RESTRICT';
}

function equal(columns: readonly string[]): string {
  return pairs(
    columns.map(quote),
    '=',
    columns.map(() => '?'),
  );
}

/** Null if a column does not travel: then nothing is known of it. */
function places(table: KeyTable, names: readonly string[]): number[] | null {
  const found = names.map((name) => table.columns.findIndex((column) => sameName(column, name)));
  return found.includes(-1) ? null : found;
}

/** Null where a cell is null: such a key points nowhere. */
function valuesOf({ at }: Question, row: Row): SqlValue[] | null {
  const cells = at.map((place) => row[place] ?? null);
  return cells.includes(null) ? null : cells.map(bindCell);
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
