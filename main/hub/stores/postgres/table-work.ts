// One table under an apply: rows are looked at, written, removed and signed many at a time (W-169…W-174).

import { hash } from 'node:crypto';
import type { Cell, Row } from '../../../sync/cell.ts';
import { arrayText, rowReader, storeFault } from './cells.ts';
import type { Signature } from './clients.ts';
import type { PgValue, Querying } from './connection.ts';
import { columnsOf } from '../table.ts';
import type { ScopedTable } from './registry.ts';
import { createTaker, type Taker } from './take-rows.ts';
import {
  createRowChanges,
  silently,
  type Look,
  type Manner,
  type Refusals,
  type RowChanges,
  type Writing,
} from './row-changes.ts';
import { lookFlags, tableSql, type LookOptions, type TableSql } from './table-sql.ts';

/** One table under an apply. */
export interface TableWork {
  readonly table: ScopedTable;
  /** True if every travelling column is part of the key (W-173). */
  readonly allKey: boolean;
  /** What takes rows that need no judgement; null where each needs it. */
  readonly taker: Taker | null;
  keyOf(row: Row): Row;
  /** Why a row cannot be stored as sent; the text `rounded` = it can, but not to its last digit. */
  faultOf(row: Row): string | null;
  lock(rows: readonly Row[], forDelete: boolean): Promise<void>;
  look(what: 'rows' | 'keys', rows: readonly Row[], watermark: bigint | null): Promise<readonly Look[]>;
  /** The stored rows; null where there is none. */
  present(rows: readonly Row[]): Promise<readonly (Row | null)[]>;
  /** Inserts and updates; what was refused. */
  write(writings: readonly Writing[], how: Manner): Promise<Refusals>;
  /** Deletes rows that are there; what was refused. */
  remove(rows: readonly Row[], how: Manner): Promise<Refusals>;
  /** L23; null = a delete. */
  remember(rows: readonly Row[], sent: 'rows' | 'deleted'): Promise<void>;
}

/** What all tables of an apply share. */
export interface WorkOptions extends LookOptions {
  readonly signature: Signature;
  /** Numbers of the tables whose own triggers may change a row (W-287 c). */
  readonly answering: ReadonlySet<number>;
}

/** The work on one table within the transaction of `db`. */
export function createTableWork(db: Querying, table: ScopedTable, options: WorkOptions): TableWork {
  const sql = tableSql(table, options);
  const { keyAt, columnsThere: columns } = table;
  const names = columns.map((column) => column.name);
  const faults = columns.map(storeFault);
  const read = rowReader(
    columns.map((column) => column.type),
    1,
  );
  const looking = createLook(db, table, { sql, options });
  const known = columnsOf(table);
  const desk: Desk = { db, table, sql, options, look: looking, changes: createRowChanges(db, table, sql) };
  return {
    table,
    allKey: columns.length === table.key.length,
    taker: options.stock || options.remembers || options.answering.has(table.no) ? null : createTaker(db, table),
    keyOf: (row) => keyAt.map((at) => row[at] ?? null),
    faultOf: (row) => faultOf(row, names, faults),
    lock: async (rows, forDelete) => void (await db.value(sql.lock(forDelete), keysOf(desk, rows))),
    look: looking,
    async present(rows) {
      const found = new Map<string, Row>();
      for (const texts of await db.rows(sql.present, keysOf(desk, rows))) {
        const [place, ...cells] = read(texts);
        found.set(String(place), cells);
      }
      return rows.map((_, at) => found.get(String(at + 1)) ?? null);
    },
    write: (writings, how) => write(desk, writings, how),
    remove: (rows, how) => remove(desk, rows, how),
    async remember(rows, sent) {
      if (!options.remembers || rows.length === 0) return;
      const digests = arrayText(rows.map((row) => digest(known, sent === 'deleted' ? null : row)));
      await db.run(sql.remember, [options.signature.client, ...keysOf(desk, rows), digests]);
    },
  };
}

interface Desk {
  readonly db: Querying;
  readonly table: ScopedTable;
  readonly sql: TableSql;
  readonly options: WorkOptions;
  readonly look: TableWork['look'];
  readonly changes: RowChanges;
}

/** One array a column. */
function arraysOf(rows: readonly Row[], places: readonly number[]): string[] {
  return places.map((at) => arrayText(rows.map((row) => row[at] ?? null)));
}

function keysOf({ table }: Pick<Desk, 'table'>, rows: readonly Row[]): string[] {
  return arraysOf(rows, table.keyAt);
}

function createLook(
  db: Querying,
  table: ScopedTable,
  { sql, options }: Pick<Desk, 'sql' | 'options'>,
): TableWork['look'] {
  const everywhere = table.columnsThere.map((_, at) => at);
  const known = columnsOf(table);
  return async (what, rows, watermark) => {
    const cells = arraysOf(rows, what === 'rows' ? everywhere : table.keyAt);
    const digests = options.remembers
      ? [arrayText(rows.map((row) => digest(known, what === 'keys' ? null : row)))]
      : [];
    const values = [options.signature.client, watermark, ...cells, ...digests];
    const flags = (await db.value(sql.look(what), values)) ?? '';
    const width = lookFlags + (what === 'rows' ? everywhere.length : 0);
    return rows.map((_, at) => lookOf(flags.slice(at * width, (at + 1) * width)));
  };
}

async function write(desk: Desk, writings: readonly Writing[], how: Manner): Promise<Refusals> {
  const { db, table, sql, options, changes } = desk;
  const { signature } = options;
  const refused = new Map<Row, string>();
  for (const bySender of [true, false]) {
    const group = writings.filter((item) => item.bySender === bySender);
    if (group.length === 0) continue;
    if (!bySender) await signAs(db, null);
    await changes.write(group, how, refused);
    if (!bySender) await signAs(db, signature);
    const untouched = group.filter((item) => item.forced && !isTouched(item)).map(({ row }) => row);
    const by: PgValue[] = bySender ? [signature.client, signature.author] : [null, null];
    if (untouched.length > 0) await db.run(sql.sign, [...by, ...keysOf(desk, untouched)]);
  }
  const touched = writings.filter((item) => isTouched(item) && !refused.has(item.row)).map(({ row }) => row);
  if (touched.length > 0 && options.answering.has(table.no)) await disownChanged(desk, touched, refused);
  return refused;
}

function isTouched({ look }: Writing): boolean {
  return !look.present || look.differs.includes('1');
}

/** L30: what a trigger changed on its way in is the hub's own change and comes back. */
async function disownChanged(desk: Desk, rows: readonly Row[], refused: Map<Row, string>): Promise<void> {
  const now = await desk.look('rows', rows, null);
  for (const [at, row] of rows.entries()) if (!now[at]?.present) refused.set(row, silently.upsert);
  const other = rows.filter((_, at) => now[at]?.present && now[at].differs.includes('1'));
  if (other.length > 0) await desk.db.run(desk.sql.disown, keysOf(desk, other));
}

async function remove(desk: Desk, rows: readonly Row[], how: Manner): Promise<Refusals> {
  const refused = new Map<Row, string>();
  await desk.changes.remove(rows, how, refused);
  if (rows.length === 0 || !desk.options.answering.has(desk.table.no)) return refused;
  const left = await desk.look('keys', rows, null);
  for (const [at, row] of rows.entries()) if (left[at]?.present && !refused.has(row)) refused.set(row, silently.delete);
  return refused;
}

/** Names the sender in the entries that the transaction's next statements make; null = the hub itself. */
export async function signAs(db: Querying, signature: Signature | null): Promise<void> {
  await db.rows(`select set_config('concord.sender', $1, true), set_config('concord.author', $2, true)`, [
    String(signature?.client ?? ''),
    String(signature?.author ?? ''),
  ]);
}

function lookOf(flags: string): Look {
  return {
    present: flags[0] === '1',
    contested: flags[1] === '1',
    unknown: flags[2] === '1',
    hasEntry: flags[3] === '1',
    sent: flags[4] === '1',
    differs: flags.slice(lookFlags),
  };
}

function faultOf(row: Row, names: readonly string[], faults: readonly ReturnType<typeof storeFault>[]): string | null {
  let rounded = false;
  for (let at = 0; at < faults.length; at++) {
    const cell: Cell = row[at] ?? null;
    const fault = cell === null ? null : (faults[at]?.(cell) ?? null);
    if (fault === 'rounded') rounded = true;
    else if (fault !== null) return `${names[at] ?? ''}: ${fault.refused}`;
  }
  return rounded ? 'rounded' : null;
}

/** Another scope of the same client may send other columns of the record: that is no repeat. */
function digest(names: string, row: Row | null): string {
  if (row === null) return 'deleted';
  const cells = row.map((cell) =>
    cell instanceof Uint8Array ? Buffer.from(cell).toString('base64') : `${typeof cell}:${String(cell)}`,
  );
  return hash('sha256', names + JSON.stringify(cells), 'base64');
}
