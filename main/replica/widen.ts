// A table of the replica that a new scope describes with other columns or another direction: columns are added, what is known
// of waiting changes moves along. Nothing that stands in the table is touched.

import { mayUpload, syncColumns, type Table } from '../sync/schema.ts';
import type { Writer } from '../sqlite/database.ts';
import { columnsOf, hasTable } from '../sqlite/introspect.ts';
import { pairs, quote, quoteAll } from '../sqlite/names.ts';
import { declaration } from './create-table.ts';
import { held } from './layout.ts';
import { dropTriggers, triggersOf } from './own-triggers.ts';
import { tick } from './tracking-sql.ts';
import type { TrackedTable } from './tracked-table.ts';

/**
 * Adds the columns that the file's table lacks; all of them may be empty, whatever the hub says, for rows are here already.
 * Returns the travelling ones that stood there before.
 */
export function addColumns(db: Writer, table: Table, physical: string): readonly string[] {
  const present = new Set(columnsOf(db, physical).map(({ name }) => name));
  for (const column of table.columns)
    if (!present.has(column.name))
      db.exec(`alter table ${quote(physical)} add column ${declaration(table, column, false)}`);
  return syncColumns(table)
    .map(({ name }) => name)
    .filter((name) => present.has(name));
}

/** True if the two describe a table with the same columns in the same order. */
export function hasSameCells(one: TrackedTable, other: TrackedTable): boolean {
  return namesOf(one) === namesOf(other);
}

/** Takes the triggers away and puts bases and images by, whose cells stand in the order of the columns. */
export function putShadowsBy(db: Writer, table: TrackedTable): void {
  dropTriggers(db, table);
  for (const shadow of [table.bases, table.images]) {
    db.exec(`drop table if exists temp.${shadow}_before`);
    if (!hasTable(db, shadow)) continue;
    db.exec(`create temp table ${shadow}_before as select * from main.${shadow}`);
    db.exec(`drop table main.${shadow}`);
  }
  db.exec(`drop table if exists main.${table.notes}`);
}

/** Brings them back in the new order; a column that is new to them is empty there, as it is in the rows. */
export function bringShadowsBack(db: Writer, before: TrackedTable, table: TrackedTable): void {
  const cells = table.columns.map(({ name }) => {
    const at = before.columns.findIndex((column) => column.name === name);
    return at < 0 ? 'null' : `c${at}`;
  });
  for (const [shadow, more] of [
    [table.bases, []],
    [table.images, ['mark', 'gone']],
  ] as const) {
    if (db.value(`select 1 from temp.sqlite_schema where name = ?`, `${shadow}_before`) === undefined) continue;
    db.exec(
      `insert into main.${shadow} (${[...table.keyNames, ...more, ...table.cellNames]})
       select ${[...table.keyNames, ...more, ...cells]} from temp.${shadow}_before`,
    );
    db.exec(`drop table temp.${shadow}_before`);
  }
}

/**
 * what stood in these columns before they belonged to any scope is the person's: rows that hold something there wait
 * with it, from an empty base.
 */
export function offerOwnValues(db: Writer, table: TrackedTable, columns: readonly string[]): void {
  if (columns.length === 0) return;
  const holds = columns.map((name) => `present.${quote(name)} is not null`).join(' or ');
  const source = `from ${table.base} as present where (${holds})`;
  if (db.value(`select 1 ${source} limit 1`) === undefined) return;
  const key = table.key.map((name) => `present.${quote(name)}`);
  const cells = table.columns.map(({ name }) => (columns.includes(name) ? 'null' : `present.${quote(name)}`));
  const entry = pairs(
    table.keyNames.map((name) => `entry.${name}`),
    '=',
    key,
  );
  db.exec(tick);
  db.exec(
    `insert into ${table.bases} (${table.keyNames}, ${table.cellNames}) select ${key}, ${cells} ${source}
     and not exists (select 1 from ${table.entries} as entry where ${entry})`,
  );
  db.exec(
    `insert or ignore into ${table.entries} (${table.keyNames}, stamp, gone, at, held)
     select ${key}, (select stamp from _concord_clock), 0, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), ${mayUpload(table.direction) ? held.no : held.downloadOnly}
     ${source}`,
  );
}

/** A table that is sent from now on: what was changed here while it was only received waits like any other change. */
export function offerReceivedOnly(db: Writer, before: TrackedTable, table: TrackedTable): void {
  if (mayUpload(before.direction) || !mayUpload(table.direction)) return;
  db.exec(tick);
  db.exec(
    `update ${table.entries} set held = ${held.no}, stamp = (select stamp from _concord_clock) where held = ${held.downloadOnly}`,
  );
}

/** True if changes are seen there now. */
export function isWatched(db: Writer, table: TrackedTable): boolean {
  return hasTable(db, table.entries) && triggersOf(db, table).includes(`_concord_${table.no}_insert`);
}

function namesOf({ columns }: TrackedTable): string {
  return quoteAll(columns.map(({ name }) => name));
}
