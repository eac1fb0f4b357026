// The statements of one table while a session is applied: look, write, remove, forget. One object a table and session.

import type { Row } from '../sync/cell.ts';
import { bindCell, bindRow, rowReader, selectCells } from '../sqlite/cells.ts';
import type { RawStatement, SqlValue, WriteStatement, Writer } from '../sqlite/database.ts';
import { isWrittenPlainly } from '../sqlite/introspect.ts';
import type { CascadeGuard } from './cascades.ts';
import { createKeyGuard, type DeferredKey } from '../sqlite/deferred-keys.ts';
import { ConstraintError } from '../sqlite/problem.ts';
import { pairs, quote, quoteAll } from '../sqlite/names.ts';
import { held } from './layout.ts';
import { shadowCells } from './record-sql.ts';
import { keyOfRow, type TrackedTable } from './tracked-table.ts';

/** A tracking entry as the apply needs it. */
export interface Entry {
  readonly stamp: bigint;
  readonly gone: boolean;
  readonly held: number;
  readonly at: string | null;
}

/** One table under an apply. Keys and rows are cells in the table's order. */
export interface TableWork {
  readonly table: TrackedTable;
  /** False while no record of the table is tracked: then no row can conflict. */
  tracked: boolean;
  entry(key: Row): Entry | null;
  present(key: Row): Row | null;
  base(key: Row): Row | null;
  /** Inserts or updates; throws when a constraint forbids it. */
  put(row: Row): void;
  /** What puts so many rows into an empty table by one statement, or none of them if it throws; null = there is more to each. */
  readonly fill: Fill | null;
  /** How many of the rows that `put` wrote were not there before. */
  added(): number;
  /** Deletes; false if there was no such row. */
  remove(key: Row): boolean;
  /** Drops entry, base and image: the record is clean. */
  forget(key: Row): void;
  /** Marks the record as standing behind an open conflict. */
  hold(key: Row): void;
  /** Holds the record's own change, if there is one: the hub's row could not be written over it (Decisions 6). */
  holdChange(key: Row): void;
  /** Sets cells of the row: in base and image at all these places, in the table at those of `here`. The change itself stays. */
  fillIn(row: Row, places: readonly number[], here: readonly number[]): void;
  /** Makes the record, or its absence, pending with this base: it differs from what the hub sent (L30). */
  keepLocal(key: Row, base: Row): void;
}

/** Rows that go in together. */
export interface Fill {
  /** No more and no fewer. */
  readonly rows: number;
  put(rows: readonly Row[]): void;
}

/** How a table is worked on. */
export interface Manner {
  /** The file's own triggers or cascades run, so ours stay on (W-287 c). */
  readonly watched: boolean;
  /** Keys that are to be asked row by row; none = SQLite asks at the commit. */
  readonly deferred?: readonly DeferredKey[];
  readonly cascades?: CascadeGuard | null;
}

/** Prepares the statements. */
export function createTableWork(
  db: Writer,
  table: TrackedTable,
  { watched, deferred = [], cascades }: Manner,
): TableWork {
  const columns = table.columns.map(({ name }) => name);
  const guard = createKeyGuard(db, { name: table.physical, columns }, deferred);
  const read = rowReader(table.columns);
  const statements = prepare(db, table);
  const put = watched && isWrittenPlainly(db, table.physical) ? plainPut(db, table) : upsert(db, table);
  const change = watched ? null : update(db, table);
  const cells = (values: SqlValue[] | undefined): Row | null => (values ? read(values) : null);
  let added = 0;
  // An empty table is filled: no row of it need be looked up.
  const fills = db.value(`select 1 from ${table.base} limit 1`) === undefined;
  const has = (row: Row): boolean => !fills && statements.has.get(...bindRow(keyOfRow(table, row))) !== undefined;
  const forget = (key: Row): void => statements.forget.forEach((statement) => statement.run(...bindRow(key)));
  const work: TableWork = {
    table,
    tracked: watched || db.value(`select 1 from ${table.entries} limit 1`) !== undefined,
    entry: (key) => readEntry(statements.entry.get(...bindRow(key))),
    present: (key) => cells(statements.present.get(...bindRow(key))),
    base: (key) => cells(statements.base.get(...bindRow(key))),
    put(row) {
      if (guard?.lacksParent(row)) throw brokenKey();
      if (!fills && change?.(row)) return;
      const isNew = !has(row);
      put(row);
      if (isNew) added++;
      if (watched) compareStored(work, row);
    },
    fill: fills && !watched && !guard ? filling(db, table) : null,
    added: () => added,
    remove(key) {
      const own = guard || cascades ? work.present(key) : null;
      if (own && (guard?.hasChildren(own) || cascades?.takesWaiting(table, own))) throw brokenKey();
      const removed = statements.remove.run(...bindRow(key)).changes > 0;
      if (watched) forget(key);
      return removed;
    },
    forget,
    hold(key) {
      work.tracked = true;
      statements.hold.run(...bindRow(key));
    },
    holdChange: (key) => void statements.holdChange.run(...bindRow(key)),
    fillIn: (row, places, here) => fillIn(db, table, { row, places, here }),
    keepLocal(key, base) {
      work.tracked = true;
      statements.tick.run();
      statements.pending.run(...bindRow(key), Number(work.present(key) === null));
      statements.setBase.run(...bindRow(key), ...bindRow(base));
    },
  };
  return work;
}

function fillIn(
  db: Writer,
  table: TrackedTable,
  { row, places, here }: { readonly row: Row; readonly places: readonly number[]; readonly here: readonly number[] },
): void {
  const key = bindRow(keyOfRow(table, row));
  const cells = (list: readonly number[]): SqlValue[] => bindRow(list.map((at) => row[at] ?? null));
  const given = table.key.map(() => '?');
  if (places.length > 0) {
    const set = places.map((at) => `c${at} = ?`).join(', ');
    const own = pairs(table.keyNames, '=', given);
    for (const shadow of [table.bases, table.images])
      db.run(`update ${shadow} set ${set} where ${own}`, ...cells(places), ...key);
  }
  if (here.length > 0) {
    const set = here.map((at) => `${quote(table.columns[at]?.name ?? '')} = ?`).join(', ');
    db.run(`update ${table.base} set ${set} where ${pairs(table.key.map(quote), '=', given)}`, ...cells(here), ...key);
  }
}

function brokenKey(): ConstraintError {
  return new ConstraintError('SQLITE_CONSTRAINT_FOREIGNKEY', 'FOREIGN KEY constraint failed');
}

interface Statements {
  readonly entry: RawStatement;
  readonly present: RawStatement;
  readonly has: RawStatement;
  readonly base: RawStatement;
  readonly remove: WriteStatement;
  readonly forget: readonly WriteStatement[];
  readonly hold: WriteStatement;
  readonly holdChange: WriteStatement;
  readonly tick: WriteStatement;
  readonly pending: WriteStatement;
  readonly setBase: WriteStatement;
}

function prepare(db: Writer, table: TrackedTable): Statements {
  const marks = table.key.map(() => '?').join(', ');
  const byKey = pairs(
    table.key.map(quote),
    '=',
    table.key.map(() => '?'),
  );
  const byShadowKey = pairs(
    table.keyNames,
    '=',
    table.key.map(() => '?'),
  );
  return {
    entry: db.raw(`select cast(stamp as text), gone, held, at from ${table.entries} where ${byShadowKey}`),
    present: db.raw(`select ${selectCells(table.columns)} from ${table.base} where ${byKey}`),
    has: db.raw(`select 1 from ${table.base} where ${byKey}`),
    base: db.raw(`select ${shadowCells(table)} from ${table.bases} where ${byShadowKey}`),
    remove: db.statement(`delete from ${table.base} where ${byKey}`),
    forget: [table.entries, table.bases, table.images].map((name) =>
      db.statement(`delete from ${name} where ${byShadowKey}`),
    ),
    hold: db.statement(
      `insert into ${table.entries} (${table.keyNames}, stamp, gone, at, held) values (${marks}, 0, 0, null, ${held.behindConflict})
       on conflict (${table.keyNames}) do update set stamp = 0, gone = 0, at = null, held = excluded.held`,
    ),
    holdChange: db.statement(
      `update ${table.entries} set held = ${held.behindConflict} where ${byShadowKey} and stamp > 0 and held = ${held.no}`,
    ),
    tick: db.statement(`update _concord_clock set stamp = stamp + 1`),
    pending: db.statement(
      `insert into ${table.entries} (${table.keyNames}, stamp, gone, at, held)
       values (${marks}, (select stamp from _concord_clock), ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 0)
       on conflict (${table.keyNames}) do update set stamp = excluded.stamp, gone = excluded.gone, at = excluded.at, held = 0`,
    ),
    setBase: db.statement(
      `insert into ${table.bases} (${table.keyNames}, ${table.cellNames}) values (${marks}, ${table.cellNames.map(() => '?')})
       on conflict (${table.keyNames}) do update set ${table.cellNames.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    ),
  };
}

/** W-287 c: where a trigger of the owner changed the row on its way in, the change is the replica's own (L30). */
function compareStored(work: TableWork, row: Row): void {
  const key = keyOfRow(work.table, row);
  const stored = work.present(key);
  const same = stored !== null && stored.every((cell, at) => sameStored(cell, row[at] ?? null));
  if (same) work.forget(key);
  else if (stored) work.keepLocal(key, row);
}

function sameStored(a: Row[number], b: Row[number]): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  return a === b || String(a) === String(b);
}

/** Sets all cells but the key's; false if there is no such row. Null for a table that is all key. */
function update(db: Writer, table: TrackedTable): ((row: Row) => boolean) | null {
  const otherAt = table.columns.flatMap(({ name }, at) => (table.key.includes(name) ? [] : [at]));
  if (otherAt.length === 0) return null;
  const set = otherAt.map((at) => `${quote(table.columns[at]?.name ?? '')} = ?`).join(', ');
  const byKey = pairs(
    table.key.map(quote),
    '=',
    table.key.map(() => '?'),
  );
  const statement = db.statement(`update or abort ${table.base} set ${set} where ${byKey}`);
  const order = [...otherAt, ...table.keyAt];
  return (row) => statement.run(...order.map((at) => bindCell(row[at] ?? null))).changes > 0;
}

/** One statement a row. */
function upsert(db: Writer, table: TrackedTable): (row: Row) => void {
  const statement = db.statement(upsertText(table, 1));
  return (row) => void statement.run(...bindRow(row));
}

/** More values than this in one statement gain nothing. */
const valuesAtOnce = 256;

function filling(db: Writer, table: TrackedTable): Fill | null {
  const rows = Math.floor(valuesAtOnce / table.columns.length);
  if (rows < 2) return null;
  let statement: WriteStatement | null = null;
  return {
    rows,
    put(some) {
      statement ??= db.statement(upsertText(table, rows));
      const values: SqlValue[] = [];
      for (const row of some) for (let at = 0; at < table.columns.length; at++) values.push(bindCell(row[at] ?? null));
      statement.run(...values);
    },
  };
}

/** Its clause goes before one that the table declares: nothing is replaced in silence (W-180). */
function upsertText({ base, columns, key }: TrackedTable, rows: number): string {
  const names = columns.map((column) => column.name);
  const others = names.filter((name) => !key.includes(name));
  const change =
    others.length > 0
      ? `do update set ${others.map((name) => `${quote(name)} = excluded.${quote(name)}`).join(', ')}`
      : 'do nothing';
  const values = `(${names.map(() => '?').join(', ')})`;
  return `insert or abort into ${base} (${quoteAll(names)}) values ${Array.from({ length: rows }, () => values).join(', ')}
     on conflict (${quoteAll(key)}) ${change}`;
}

/** The same by an update or an insert without a conflict clause (W-287 b). */
function plainPut(db: Writer, table: TrackedTable): (row: Row) => void {
  const { base, columns, key } = table;
  const names = columns.map((column) => column.name);
  const others = names.filter((name) => !key.includes(name));
  const byKey = pairs(
    key.map(quote),
    '=',
    key.map(() => '?'),
  );
  const insert = db.statement(`insert into ${base} (${quoteAll(names)}) values (${names.map(() => '?').join(', ')})`);
  const present = db.raw(`select 1 from ${base} where ${byKey}`);
  const set = others.map((name) => `${quote(name)} = ?`).join(', ');
  const update = others.length > 0 ? db.statement(`update ${base} set ${set} where ${byKey}`) : null;
  return (row) => {
    const keyCells = bindRow(keyOfRow(table, row));
    if (!present.get(...keyCells)) return void insert.run(...bindRow(row));
    const cells = others.map((name) => row[names.indexOf(name)] ?? null);
    return void update?.run(...bindRow(cells), ...keyCells);
  };
}

function readEntry(row: SqlValue[] | undefined): Entry | null {
  if (!row) return null;
  const [stamp, gone, heldBy, at] = row;
  return {
    stamp: BigInt(String(stamp)),
    gone: gone !== 0,
    held: Number(heldBy),
    at: typeof at === 'string' ? at : null,
  };
}
