// One waiting record as the list shows it: what was changed from what to what, and the mark by which it is known again.

import type { Cell, CellRecord } from '../../sync/cell.ts';
import { waitingOperation, type WaitingOperation } from '../../sync/revert.ts';
import type { TableName } from '../../sync/schema.ts';
import { bindRow, rowReader, selectCells } from '../../sqlite/cells.ts';
import type { Reader, SqlValue } from '../../sqlite/database.ts';
import { pairs } from '../../sqlite/names.ts';
import { keyColumnsOf, waitsSql, type GridTable } from '../grid-table.ts';
import { nameColumnOf } from '../links.ts';
import { listCells, listReader, listWidth, type Cut } from '../list-cells.ts';
import { differenceSql, joinedEntries, reasonOf, type WaitReason } from './waiting-sql.ts';

/** A column of a waiting record; an absent side has no record. */
export interface WaitingColumn {
  readonly column: string;
  readonly old: Cell | Cut | undefined;
  readonly new: Cell | Cut | undefined;
}

/** A record that waits to be sent. */
export interface WaitingRecord {
  readonly table: TableName;
  readonly key: CellRecord;
  /** What the record is called, from its present row or its base. */
  readonly name: string | null;
  readonly operation: WaitingOperation;
  readonly reason: WaitReason;
  /** Those that an update made different; of an insert or a delete all. */
  readonly columns: readonly WaitingColumn[];
  readonly at: string | null;
  /** Who changed it through Concord; null = another program. */
  readonly who: string | null;
  /** True if the hub may have seen a version of this change (Decisions 7). */
  readonly offered: boolean;
  /** Changes with the change, its base, and what the hub may have seen of it. */
  readonly mark: string;
}

/** The select list of waiting records, and how it is read. */
export interface WaitingShape {
  readonly list: string;
  read(values: SqlValue[]): WaitingRecord;
}

/** The shape of a table's waiting records, over `entry`, `present` and `base`. */
export function waitingShape(table: GridTable): WaitingShape {
  const keys = keyColumnsOf(table);
  const entryKeys = keys.map((column, at) => ({ ...column, name: `k${at}` }));
  const baseColumns = table.columns.map((column, at) => ({ ...column, name: table.cellNames[at] ?? '' }));
  const readKey = rowReader(keys);
  const readCells = listReader(table.columns);
  const width = listWidth(table.columns);
  return {
    list: [
      'entry.gone',
      'base.k0 is not null',
      'entry.held',
      'entry.at',
      'entry.who',
      'cast(entry.stamp as text)',
      offeredSql(table),
      differenceSql(table).join(' || '),
      selectCells(entryKeys, 'entry.'),
      listCells(table.columns, 'present.'),
      listCells(baseColumns, 'base.'),
    ].join(', '),
    read([gone, hasBase, held, at, who, stamp, offered, differs, ...rest]) {
      const key = readKey(rest.splice(0, keys.length));
      const operation = waitingOperation(gone === 1, hasBase === 1);
      const present = operation === 'delete' ? null : readCells(rest.slice(0, width));
      const base = operation === 'insert' || hasBase !== 1 ? null : readCells(rest.slice(width));
      return {
        table: table.name,
        key: Object.fromEntries(table.key.map((name, place) => [name, key[place] ?? null])),
        name: nameIn(table, present ?? base),
        operation,
        reason: reasonOf(held),
        columns: table.columns.flatMap((column, place) =>
          operation === 'update' && String(differs)[place] !== '1'
            ? []
            : [{ column: column.name, old: base?.[place], new: present?.[place] }],
        ),
        at: typeof at === 'string' ? at : null,
        who: typeof who === 'string' ? who : null,
        offered: offered !== '0',
        mark: `${String(stamp)}.${String(offered)}`,
      };
    },
  };
}

/** One waiting record; null where no change of it waits. */
export function readWaiting(db: Reader, table: GridTable, key: CellRecord): WaitingRecord | null {
  const shape = waitingShape(table);
  const here = pairs(
    table.keyNames.map((name) => `entry.${name}`),
    '=',
    table.key.map(() => '?'),
  );
  const row = db
    .raw(`select ${shape.list} ${joinedEntries(table)} where ${waitsSql} and ${here}`)
    .get(...bindRow(table.key.map((name) => key[name] ?? null)));
  return row ? shape.read(row) : null;
}

/** The offer in which the hub may have seen a version of the change, as text; '0' = none. A new base comes with another one. */
function offeredSql(table: GridTable): string {
  const same = pairs(
    table.keyNames.map((name) => `image.${name}`),
    '=',
    table.keyNames.map((name) => `entry.${name}`),
  );
  return `cast(coalesce((select image.mark from ${table.images} as image where ${same}),
    (select offered from _concord_clock where entry.stamp <= offered), 0) as text)`;
}

function nameIn(table: GridTable, cells: readonly (Cell | Cut)[] | null): string | null {
  const name = nameColumnOf(table);
  const cell = cells?.[table.columns.findIndex((column) => column.name === name)];
  return typeof cell === 'string' && cell !== '' ? cell : null;
}
