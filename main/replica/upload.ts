// What the replica offers in a session: a fixed snapshot of its waiting changes (W-113, W-168, Decisions 5, 6).

import type { SelectedCount } from '../sync/counters.ts';
import type { KeyedRow, RowBatch, Upload } from '../sync/orchestrator.ts';
import type { Row } from '../sync/cell.ts';
import { mayUpload, tableKey } from '../sync/schema.ts';
import { bindRow, rowReader, selectCells } from '../sqlite/cells.ts';
import { openReader, type Reader, type SqlValue, type Writer } from '../sqlite/database.ts';
import { pairs, quote } from '../sqlite/names.ts';
import { createSlices } from '../sqlite/slices.ts';
import { beginSnapshot } from '../sqlite/transaction.ts';
import type { TrackedTable } from './tracked-table.ts';

/** Rows read at once, about 2 ms of work: a part that is on its way moves on in between, and windows are answered. */
const batchRows = 250;

/** The tables to offer and the scope's watermark: older stamps were sent in this scope before. */
export interface Offer {
  readonly tables: readonly TrackedTable[];
  readonly watermark: bigint;
}

/**
 * Takes the replica time and, with an offer, opens the snapshot that belongs to it. Must run inside a write transaction:
 * the snapshot is taken while nobody can write, so that what is marked as offered is what is sent.
 */
export function openUpload(db: Writer, offer: Offer | null): Upload {
  db.run(
    `update _concord_clock set stamp = max(stamp + 1, cast(replace(strftime('%Y%m%d%H%M%f', 'now'), '.', '') as integer))`,
  );
  if (offer) db.run(`update _concord_clock set offered = stamp`);
  const clientTime = db.big(`select stamp from _concord_clock`) ?? 0n;
  if (!offer) return { clientTime, counts: [], batches: nothing, close: () => undefined };
  const offered = offer.tables.filter((table) => mayUpload(table.direction) && hasWaiting(db, table, offer.watermark));
  if (offered.length === 0) return { clientTime, counts: [], batches: nothing, close: () => undefined };
  const reader = openReader(db.file);
  beginSnapshot(reader);
  const source = { reader, after: offer.watermark };
  const counted = offered.map((table) => countTable(source, table));
  const counts = counted
    .filter(({ upserts, deletes }) => upserts + deletes > 0)
    .map(({ table, upserts, deletes }) => ({ table, upserts, deletes }));
  return {
    clientTime,
    counts,
    inserts: counted.map(({ table, inserts }) => ({ table, rows: inserts })),
    batches: () =>
      batches(
        source,
        offered.filter((table) => counts.some((count) => count.table === table.name)),
      ),
    isNew: (row) => isNew(source, offered, row),
    close: () => reader.close(),
  };
}

function hasWaiting(db: Writer, { entries }: TrackedTable, after: bigint): boolean {
  return db.value(`select 1 from ${entries} where stamp > ? and held = 0 limit 1`, after) !== undefined;
}

/** Present rows of waiting changes; an entry whose row is missing counts as a delete. */
function upsertSource(table: TrackedTable): string {
  const on = pairs(
    table.key.map((name) => `present.${quote(name)}`),
    '=',
    table.keyNames.map((name) => `entry.${name}`),
  );
  return `from ${table.entries} as entry join ${table.base} as present on ${on} where entry.stamp > ? and entry.held = 0 and entry.gone = 0`;
}

function deleteSource(table: TrackedTable): string {
  const same = pairs(
    table.key.map((name) => `present.${quote(name)}`),
    '=',
    table.keyNames.map((name) => `entry.${name}`),
  );
  return `from ${table.entries} as entry where entry.stamp > ? and entry.held = 0
    and (entry.gone = 1 or not exists (select 1 from ${table.base} as present where ${same}))`;
}

interface Source {
  readonly reader: Reader;
  readonly after: bigint;
}

/** What a table offers. */
interface Counted extends SelectedCount {
  /** Changes without a base: records that the hub does not know (Decisions 4). */
  readonly inserts: number;
}

/** In one walk over the waiting changes, however many there are. */
function countTable({ reader, after }: Source, table: TrackedTable): Counted {
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
  const isThere = `(entry.gone = 0 and present.${quote(table.key[0] ?? '')} is not null)`;
  const counts = reader.get<Omit<Counted, 'table'>>(
    `select coalesce(sum(${isThere}), 0) as upserts, coalesce(sum(not ${isThere}), 0) as deletes,
       coalesce(sum(${isThere} and base.${table.keyNames[0] ?? ''} is null), 0) as inserts
     from ${table.entries} as entry left join ${table.base} as present on ${own} left join ${table.bases} as base on ${base}
     where entry.stamp > ? and entry.held = 0`,
    after,
  );
  return { table: table.name, ...(counts ?? { upserts: 0, deletes: 0, inserts: 0 }) };
}

/** A change without a base (Decisions 4). */
function isNew({ reader }: Source, tables: readonly TrackedTable[], { table: name, key }: KeyedRow): boolean {
  const table = tables.find((item) => tableKey(item.name) === tableKey(name));
  if (!table) return false;
  const here = pairs(
    table.keyNames,
    '=',
    table.key.map(() => '?'),
  );
  return reader.value(`select 1 from ${table.bases} where ${here}`, ...bindRow(key)) === undefined;
}

async function* batches({ reader, after }: Source, tables: readonly TrackedTable[]): AsyncIterable<RowBatch> {
  const slices = createSlices();
  for (const table of tables) {
    const read = rowReader(table.columns);
    const upserts = reader.raw(`select ${selectCells(table.columns, 'present.')} ${upsertSource(table)}`);
    for (const values of pages(upserts.iterate(after))) {
      yield { table: table.name, kind: 'upsert', rows: values.map(read) };
      await slices.pause();
    }
    const deletes = reader.raw(`select ${keyCells(table)} ${deleteSource(table)}`);
    for (const values of pages(deletes.iterate(after))) {
      yield { table: table.name, kind: 'delete', rows: values.map((key) => read(widen(table, key))) };
      await slices.pause();
    }
  }
}

function* pages(rows: Iterable<SqlValue[]>): Iterable<SqlValue[][]> {
  let page: SqlValue[][] = [];
  for (const row of rows) {
    page.push(row);
    if (page.length < batchRows) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** W-74: a deleted row carries its key and null everywhere else. */
function widen(table: TrackedTable, key: readonly SqlValue[]): SqlValue[] {
  const row: SqlValue[] = table.columns.map(() => null);
  table.keyAt.forEach((at, position) => (row[at] = key[position] ?? null));
  return row;
}

function keyCells(table: TrackedTable): string {
  const keyColumns = table.keyAt.flatMap((at, position) => {
    const column = table.columns[at];
    return column ? [{ ...column, name: `k${position}` }] : [];
  });
  return selectCells(keyColumns, 'entry.');
}

async function* nothing(): AsyncIterable<{ table: TrackedTable['name']; kind: 'upsert'; rows: readonly Row[] }> {
  // A round that does not upload offers no rows.
}
