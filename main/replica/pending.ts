// What waits to be sent, read from the tracking tables themselves (ST-07, PD-01): counts, and record by record.

import type { Cell, CellRecord } from '../sync/cell.ts';
import type { TableName } from '../sync/schema.ts';
import { rowReader, selectCells } from '../sqlite/cells.ts';
import type { Reader } from '../sqlite/database.ts';
import { pairs, quote } from '../sqlite/names.ts';
import { sameCell } from '../sync/cell.ts';
import { held } from './layout.ts';
import { shadowCells } from './record-sql.ts';
import { toKeyRecord, type TrackedTable } from './tracked-table.ts';

/** "n changes in m records" (ST-07). */
export interface Waiting {
  readonly changes: number;
  readonly records: number;
}

/** One waiting record with the columns that an update made different. */
export interface PendingRecord {
  readonly table: TableName;
  readonly key: CellRecord;
  readonly operation: 'insert' | 'update' | 'delete';
  readonly columns: readonly {
    readonly column: string;
    readonly old: Cell | undefined;
    readonly new: Cell | undefined;
  }[];
  readonly at: string | null;
  /** Why it does not go with the next session; null = it goes. */
  readonly waitsFor: 'conflict' | 'parked' | null;
}

const waits = `entry.stamp > 0 and entry.held in (${held.no}, ${held.behindConflict}, ${held.parked}, ${held.otherSet})`;

/** Counts one table: one change per inserted or deleted record and per differing column of an update. */
export function countWaiting(db: Reader, table: TrackedTable): Waiting {
  const differing = table.columns
    .map((column, at) => `(present.${quote(column.name)} is not base.c${at} collate binary)`)
    .join(' + ');
  const row = db.get<Waiting>(
    `select count(*) as records,
       coalesce(sum(case when entry.gone or base.k0 is null then 1 else max(1, ${differing}) end), 0) as changes
     ${source(table)} where ${waits}`,
  );
  return row ?? { changes: 0, records: 0 };
}

/** Waiting records of one table, oldest change first. */
export function listWaiting(db: Reader, table: TrackedTable, page: { limit: number; offset: number }): PendingRecord[] {
  const rows = db
    .raw(
      `select entry.gone, base.k0 is not null, entry.at, entry.held, ${keyList(table)},
         ${selectCells(table.columns, 'present.')}, ${shadowCells(table, 'base.')}
       ${source(table)} where ${waits} order by entry.stamp limit ? offset ?`,
    )
    .all(page.limit, page.offset);
  const read = rowReader(table.columns);
  const readKey = rowReader(keyColumns(table));
  const width = table.columns.length;
  return rows.map(([gone, hasBase, at, heldBy, ...rest]) => {
    const key = toKeyRecord(table, readKey(rest.splice(0, table.key.length)));
    const present = gone !== 0 ? null : read(rest.slice(0, width));
    const base = hasBase === 0 ? null : read(rest.slice(width));
    return {
      table: table.name,
      key,
      operation: present === null ? 'delete' : base === null ? 'insert' : 'update',
      columns: differences(table, base, present),
      at: typeof at === 'string' ? at : null,
      waitsFor: heldBy === held.behindConflict ? 'conflict' : heldBy === held.parked ? 'parked' : null,
    };
  });
}

/** Rows that were here before provisioning and are not sent until adopted (Decisions 8). */
export function countNotAdopted(db: Reader, table: TrackedTable): number {
  return Number(db.value(`select count(*) from ${table.entries} where held = ${held.notAdopted}`));
}

/** Local changes in tables that only come down: they stay here (PD-06). */
export function countLocalOnly(db: Reader, table: TrackedTable): number {
  return Number(db.value(`select count(*) from ${table.entries} where stamp > 0 and held = ${held.downloadOnly}`));
}

/** Turns rows older than provisioning into waiting inserts; a second time adopts nothing (V19). */
export function adoptText(table: TrackedTable): string {
  return `update ${table.entries} set held = 0, stamp = (select stamp from _concord_clock),
    at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') where held = ${held.notAdopted}`;
}

function source(table: TrackedTable): string {
  const entry = table.keyNames.map((name) => `entry.${name}`);
  const own = pairs(
    table.key.map((name) => `present.${quote(name)}`),
    '=',
    entry,
  );
  const base = pairs(
    table.keyNames.map((name) => `base.${name}`),
    '=',
    entry,
  );
  return `from ${table.entries} as entry left join ${table.base} as present on ${own} left join ${table.bases} as base on ${base}`;
}

function keyColumns(table: TrackedTable): TrackedTable['columns'] {
  return table.keyAt.flatMap((at) => table.columns[at] ?? []);
}

function keyList(table: TrackedTable): string {
  return selectCells(
    keyColumns(table).map((column, at) => ({ ...column, name: `k${at}` })),
    'entry.',
  );
}

function differences(
  table: TrackedTable,
  base: readonly Cell[] | null,
  present: readonly Cell[] | null,
): PendingRecord['columns'] {
  return table.columns.flatMap((column, at) => {
    const before = base?.[at];
    const after = present?.[at];
    if (before !== undefined && after !== undefined && sameCell(before, after)) return [];
    return [{ column: column.name, old: before, new: after }];
  });
}
