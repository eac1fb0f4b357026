// What the hub has no more, where it sent all that it has: rows of a table that were here and did not come (R-162).

import type { Row } from '../sync/cell.ts';
import type { ApplyRequest } from '../sync/orchestrator.ts';
import { mayDownload, tableKey } from '../sync/schema.ts';
import { bindRow, rowReader, selectCells } from '../sqlite/cells.ts';
import type { Writer } from '../sqlite/database.ts';
import { keyDeclarations } from '../sqlite/introspect.ts';
import { pairs, quote } from '../sqlite/names.ts';
import { isConstraint } from '../sqlite/problem.ts';
import { applyRow, type RowContext } from './apply-row.ts';
import { loadScopes } from './scopes.ts';
import type { TableWork } from './table-work.ts';
import { keyOfRow, type TrackedTable } from './tracked-table.ts';

/** Notes what came, and finds what did not. */
export interface Arrivals {
  came(table: TrackedTable, row: Row): void;
  /**
   * Takes away what did not come, children first, as deletes of the hub's: a change that waits there is a conflict as ever.
   * False if a record could not be removed, since others belong to it.
   */
  removeOthers(context: RowContext, work: (table: TrackedTable) => TableWork): boolean;
}

/**
 * For a round that brings everything into tables that hold rows already (R-162); null for any other. Tables that another
 * scope has, too, go on with that one. `tables`: parents first; the caller holds the transaction of the apply.
 */
export function createArrivals(
  db: Writer,
  tables: readonly TrackedTable[],
  { carried, answer, scope }: Pick<ApplyRequest, 'carried' | 'answer' | 'scope'>,
): Arrivals | null {
  if (!carried || carried.hubTime === null || answer.isNarrowed) return null;
  const others = loadScopes(db).filter(({ name }) => !carried.from.includes(name));
  const isShared = (table: TrackedTable): boolean =>
    others.some(({ scope }) => scope?.schema.tables.some((item) => tableKey(item) === tableKey(table.name)));
  const isHeld = (table: TrackedTable): boolean => carried.held.some((held) => tableKey(held) === tableKey(table.name));
  const received = tables.filter((table) => mayDownload(table.direction) && isHeld(table) && !isShared(table));
  // What a filter does not let through is not gone: a change of it is sent, and the hub tells what becomes of it (PR-07).
  const isFiltered = scope.setup.filters.length > 0 || carried.whole.length === 0;
  const notes = new Map(received.map((table) => [table.no, createNotes(db, table)]));
  return {
    came: (table, row) => notes.get(table.no)?.(keyOfRow(table, row)),
    removeOthers(context, work) {
      let isWhole = true;
      for (const table of received.toReversed()) {
        for (const row of missing(db, table)) isWhole = remove(context, work(table), { row, isFiltered }) && isWhole;
        db.exec(`drop table temp.${nameOf(table)}`);
      }
      return isWhole;
    },
  };
}

function nameOf({ no }: TrackedTable): string {
  return `concord_came_${no}`;
}

function createNotes(db: Writer, table: TrackedTable): (key: Row) => void {
  const declared = keyDeclarations(db, table.physical, table.key);
  const columns = table.keyNames.map((name, at) => `${name} ${declared[at] ?? ''}`);
  db.exec(`drop table if exists temp.${nameOf(table)}`);
  db.exec(`create temp table ${nameOf(table)} (${columns}, primary key (${table.keyNames})) without rowid`);
  const note = db.statement(`insert or ignore into temp.${nameOf(table)} values (${table.key.map(() => '?')})`);
  return (key) => void note.run(...bindRow(key));
}

/** Rows that are here, and deleted ones that wait, with their keys alone. */
function missing(db: Writer, table: TrackedTable): Row[] {
  const keys = table.keyAt.flatMap((at) => table.columns[at] ?? []);
  const read = rowReader(keys);
  const entryKeys = keys.map((column, at) => ({ ...column, name: table.keyNames[at] ?? '' }));
  const isMissing = (own: readonly string[]): string =>
    `not exists (select 1 from temp.${nameOf(table)} as came where ${pairs(
      table.keyNames.map((name) => `came.${name}`),
      '=',
      own,
    )})`;
  const rows = db
    .raw(
      `select ${selectCells(keys, 'present.')} from ${table.base} as present
       where ${isMissing(table.key.map((name) => `present.${quote(name)}`))}
       union all select ${selectCells(entryKeys, 'entry.')} from ${table.entries} as entry
       where entry.gone = 1 and ${isMissing(table.keyNames.map((name) => `entry.${name}`))}`,
    )
    .all();
  return rows.map((cells) => {
    const key = read(cells);
    const row: Row[number][] = table.columns.map(() => null);
    table.keyAt.forEach((at, position) => (row[at] = key[position] ?? null));
    return row;
  });
}

function remove(
  context: RowContext,
  work: TableWork,
  { row, isFiltered }: { readonly row: Row; readonly isFiltered: boolean },
): boolean {
  const key = keyOfRow(work.table, row);
  const entry = work.entry(key);
  // A record of the replica's own: the hub has never had it.
  if (entry && (isFiltered || (entry.stamp > 0n && work.base(key) === null))) return true;
  try {
    applyRow(context, work, { kind: 'delete', row, author: null });
    return true;
  } catch (thrown) {
    if (!isConstraint(thrown)) throw thrown;
    return false;
  }
}
