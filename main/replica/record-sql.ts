// The SQL that reads and marks single records, written once a table.

import type { Row } from '../sync/cell.ts';
import { rowReader, selectCells } from '../sqlite/cells.ts';
import type { SqlValue } from '../sqlite/database.ts';
import { pairs, quote } from '../sqlite/names.ts';
import { held } from './layout.ts';
import type { TrackedTable } from './tracked-table.ts';

/** Statements that take a record's key, and the reader of the rows that the first two give. */
export interface RecordSql {
  readonly present: string;
  readonly base: string;
  /** Takes the key twice. */
  readonly change: string;
  readonly remove: string;
  /** What is known beside the record: its entry, base and image. */
  readonly forget: readonly string[];
  readonly hold: string;
  /** Three statements that make a held change wait anew; the second takes no key. */
  readonly dropMark: string;
  readonly tick: string;
  readonly stamp: string;
  /** Where a record is by its own columns. */
  readonly here: string;
  read(values: SqlValue[]): Row;
}

const known = new WeakMap<TrackedTable, RecordSql>();

/** The statements of a table. */
export function recordSql(table: TrackedTable): RecordSql {
  const made = known.get(table) ?? write(table);
  known.set(table, made);
  return made;
}

/** The shadow tables' cells in a select list, integers whole. */
export function shadowCells(table: TrackedTable, prefix = ''): string {
  const renamed = table.columns.map((column, at) => ({ ...column, name: `c${at}` }));
  return selectCells(renamed, prefix);
}

function write(table: TrackedTable): RecordSql {
  const marks = table.key.map(() => '?');
  const here = pairs(table.key.map(quote), '=', marks);
  const beside = pairs(table.keyNames, '=', marks);
  return {
    present: `select ${selectCells(table.columns)} from ${table.base} where ${here}`,
    base: `select ${shadowCells(table)} from ${table.bases} where ${beside}`,
    change: `select cast(stamp as text), gone, held, at,
      (stamp > 0 and stamp <= (select offered from _concord_clock)) or exists (select 1 from ${table.images} where ${beside})
      from ${table.entries} where ${beside}`,
    remove: `delete from ${table.base} where ${here}`,
    forget: [table.entries, table.bases, table.images].map((name) => `delete from ${name} where ${beside}`),
    hold: `insert into ${table.entries} (${table.keyNames}, stamp, gone, at, held)
      values (${marks}, 0, 0, null, ${held.behindConflict}) on conflict (${table.keyNames}) do update set held = excluded.held`,
    dropMark: `delete from ${table.entries} where ${beside} and stamp = 0`,
    tick: `update _concord_clock set stamp = stamp + 1`,
    stamp: `update ${table.entries} set held = 0, stamp = (select stamp from _concord_clock) where ${beside}`,
    here,
    read: rowReader(table.columns),
  };
}
