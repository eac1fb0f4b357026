// A delete from the hub may take children along here that the hub has never seen: tables whose own keys cascade (SF-02).

import type { Row } from '../sync/cell.ts';
import { bindCell, bindRow, rowReader, selectCells } from '../sqlite/cells.ts';
import type { Reader } from '../sqlite/database.ts';
import { pairs, quote } from '../sqlite/names.ts';
import { childLinks, type ChildLink } from './behind.ts';
import { keyOfRow, type TrackedTable } from './tracked-table.ts';

/** Asks before a delete what would go with it. */
export interface CascadeGuard {
  /** True if a child, or a child's child, that would go has a change that waits to be sent. */
  takesWaiting(table: TrackedTable, row: Row): boolean;
}

/** Null where no key of the tables cascades; most have none. */
export function createCascadeGuard(db: Reader, tables: readonly TrackedTable[]): CascadeGuard | null {
  const links = childLinks(db, tables);
  if (![...links.values()].flat().some((link) => link.cascades)) return null;
  const takesWaiting = (table: TrackedTable, row: Row, above: readonly string[] = []): boolean => {
    const name = `${table.no} ${JSON.stringify(keyOfRow(table, row).map(String))}`;
    if (above.includes(name)) return false;
    return (links.get(table.physical) ?? [])
      .filter((link) => link.cascades)
      .some((link) =>
        childrenOf(db, link, { table, row }).some(
          (child) => isWaiting(db, link.child, child) || takesWaiting(link.child, child, [...above, name]),
        ),
      );
  };
  return { takesWaiting: (table, row) => takesWaiting(table, row) };
}

function childrenOf(db: Reader, link: ChildLink, parent: { readonly table: TrackedTable; readonly row: Row }): Row[] {
  const { child, columns } = link;
  const names = link.parentColumns.length > 0 ? link.parentColumns : parent.table.key;
  const cells = names.map(
    (name) => parent.row[parent.table.columns.findIndex((column) => column.name === name)] ?? null,
  );
  if (cells.includes(null)) return [];
  const points = pairs(
    columns.map(quote),
    '=',
    columns.map(() => '?'),
  );
  const rows = db.raw(`select ${selectCells(child.columns)} from ${child.base} where ${points}`);
  return rows.all(...cells.map(bindCell)).map(rowReader(child.columns));
}

function isWaiting(db: Reader, table: TrackedTable, row: Row): boolean {
  const here = pairs(
    table.keyNames,
    '=',
    table.key.map(() => '?'),
  );
  const waiting = db.value(
    `select 1 from ${table.entries} where ${here} and stamp > 0`,
    ...bindRow(keyOfRow(table, row)),
  );
  return waiting !== undefined;
}
