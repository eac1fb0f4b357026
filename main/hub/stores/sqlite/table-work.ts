// The statements of one table while an upload is applied: look, write, remove, sign. One object a table and upload.

import { hash } from 'node:crypto';
import type { Cell, Row } from '../../../sync/cell.ts';
import { bindCell, bindRow, rowReader } from '../../../sqlite/cells.ts';
import type { RawStatement, SqlValue, WriteStatement, Writer } from '../../../sqlite/database.ts';
import { isWrittenPlainly } from '../../../sqlite/introspect.ts';
import { pairs, quote, quoteAll } from '../../../sqlite/names.ts';
import { createKeyGuard, type DeferredKey, type KeyGuard } from '../../../sqlite/deferred-keys.ts';
import { createAhead } from './look-ahead.ts';
import { createMarks, type EntryMark } from './marks.ts';
import type { ScopedTable } from './registry.ts';
import { columnsOf } from '../table.ts';
import { sameCellOf, type SameCell } from './same-cell.ts';
import { cellsOf } from './select-cells.ts';
import { storeCheck, type StoreCheck } from './storable.ts';

/** A tracking entry as the rules need it (W-169). */
export interface Entry {
  readonly owner: number | null;
  readonly stamp: number;
  /** Stamp of the row's last insert; 0 = older than its tracking (L33). */
  readonly born: number;
}

/** A key's cells as SQLite takes them. */
export type BoundKey = readonly SqlValue[];

/** One table under an apply. Rows and keys are cells in the table's order. */
export interface TableWork {
  readonly table: ScopedTable;
  /** True if every travelling column is part of the key (W-173). */
  readonly allKey: boolean;
  readonly check: StoreCheck;
  /** Null where no foreign key is left to the commit. */
  readonly keys: KeyGuard | null;
  keyOf(row: Row): Row;
  /** The key as the calls below take it. */
  bindKey(row: Row): BoundKey;
  entry(key: BoundKey): Entry | null;
  present(key: BoundKey): Row | null;
  /** Reads what is stored of these rows at once, a fraction of the cost: the next `present` of each is answered by it. */
  lookAhead(rows: readonly Row[]): void;
  /** True if nobody but this client has changed the table since: then no row of its can meet a conflict. */
  isCalm(client: number, since: number | null): boolean;
  /** The row to store: cells that arrived equal in value stay as stored (W-288). The stored row itself if all did. */
  merge(stored: Row, incoming: Row): Row;
  insert(row: Row): void;
  /** Sets the cells that differ from the stored ones: no trigger of the owner's sees a change of any other column. */
  update(row: Row, stored: Row, key: BoundKey): void;
  remove(key: BoundKey): boolean;
  mark(key: BoundKey, mark: EntryMark): void;
  /** Writes marks that wait; call it at the end. */
  flush(): void;
  /** True if what this client sent last for the key was exactly this (L23). Null = a delete. */
  wasSent(key: BoundKey, sent: Row | null, client: number): boolean;
  remember(key: BoundKey, sent: Row | null, by: { readonly client: number; readonly stamp: number }): void;
}

/** What all tables of an apply share. */
export interface WorkOptions {
  /** The instant that entries get. */
  readonly at: string;
  /** See RowContext. */
  readonly watched: boolean;
  readonly deferred: readonly DeferredKey[];
}

/** Prepares the statements of a table. */
export function createTableWork(db: Writer, table: ScopedTable, how: WorkOptions): TableWork {
  const columns = table.travels;
  const { keyAt } = table;
  const same = columns.map((column, at) => (keyAt.includes(at) ? isSame : sameCellOf(column)));
  const statements = prepare(db, table);
  const names = columnsOf(table);
  const marks = createMarks(db, table, { at: how.at, together: how.watched ? 1 : 25 });
  const read = rowReader(columns);
  const otherAt = columns.flatMap((_, at) => (keyAt.includes(at) ? [] : [at]));
  const pick = (row: Row, places: readonly number[]): SqlValue[] => places.map((at) => bindCell(row[at] ?? null));
  const ahead = how.watched ? null : createAhead(db, table, read);
  return {
    table,
    allKey: columns.length === table.key.length,
    check: storeCheck(columns),
    keys: createKeyGuard(db, { name: table.name, columns: table.travels.map(({ name }) => name) }, how.deferred),
    keyOf: (row) => keyAt.map((at) => row[at] ?? null),
    bindKey: (row) => pick(row, keyAt),
    entry(key) {
      marks.flush();
      return readEntry(statements.entry.get(...key));
    },
    present(key) {
      const known = ahead?.take(key);
      if (known) return known;
      const values = statements.present.get(...key);
      return values ? read(values) : null;
    },
    lookAhead: (rows) => ahead?.look(rows),
    isCalm: (client, since) => statements.foreign.get(since ?? 0, client) === undefined,
    merge: (stored, incoming) => mergeRows(same, stored, incoming),
    insert: (row) => void statements.insert.run(...bindRow(row)),
    update(row, stored, key) {
      const changed = otherAt.filter((at) => row[at] !== stored[at]);
      if (changed.length > 0) statements.update(changed).run(...pick(row, changed), ...key);
    },
    remove: (key) => statements.remove.run(...key).changes > 0,
    mark: (key, mark) => marks.put(key, mark),
    flush: () => marks.flush(),
    wasSent: (key, sent, client) => statements.known.get(...key, client)?.[0] === digest(names, sent),
    remember: (key, sent, { client, stamp }) =>
      void statements.remember.run(...key, client, stamp, digest(names, sent)),
  };
}

interface Statements {
  readonly entry: RawStatement;
  readonly present: RawStatement;
  readonly foreign: RawStatement;
  readonly known: RawStatement;
  readonly insert: WriteStatement;
  /** Sets the columns at these places. */
  update(places: readonly number[]): WriteStatement;
  readonly remove: WriteStatement;
  readonly remember: WriteStatement;
}

function prepare(db: Writer, table: ScopedTable): Statements {
  const { base, entries, known } = table;
  const names = table.travels.map((column) => column.name);
  const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');
  const given = table.key.map(() => '?');
  const byKey = pairs(table.key.map(quote), '=', given);
  const byEntry = pairs(table.keyNames, '=', given);
  const keyNames = table.keyNames.join(', ');
  // The statement's own clause goes before one that the table declares: nothing is replaced in silence (W-180).
  const orAbort = isWrittenPlainly(db, table.name) ? '' : 'or abort';
  return {
    entry: db.raw(`select owner, stamp, born from ${entries} where ${byEntry}`),
    present: db.raw(`select ${cellsOf(db, table, '')} from ${base} where ${byKey}`),
    foreign: db.raw(`select 1 from ${entries} where stamp > ? and (owner is null or owner <> ?) limit 1`),
    known: db.raw(`select content from ${known} where ${byEntry} and client = ?`),
    insert: db.statement(`insert ${orAbort} into ${base} (${quoteAll(names)}) values (${marks(names.length)})`),
    update: remembered((places) => {
      const set = places.map((at) => `${quote(names[at] ?? '')} = ?`).join(', ');
      return db.statement(`update ${orAbort} ${base} set ${set} where ${byKey}`);
    }),
    remove: db.statement(`delete from ${base} where ${byKey}`),
    remember: db.statement(
      `insert into ${known} (${keyNames}, client, stamp, content) values (${marks(table.key.length + 3)})
       on conflict (${keyNames}, client) do update set stamp = excluded.stamp, content = excluded.content`,
    ),
  };
}

/** Makes a statement once for each set of places; a program that changes many rows changes the same columns of them. */
function remembered(make: (places: readonly number[]) => WriteStatement): Statements['update'] {
  const made = new Map<string, WriteStatement>();
  let last: { readonly places: readonly number[]; readonly statement: WriteStatement } | null = null;
  return (places) => {
    if (last?.places.length === places.length && last.places.every((at, i) => at === places[i])) return last.statement;
    const name = places.join(' ');
    const statement = made.get(name) ?? make(places);
    made.set(name, statement);
    last = { places, statement };
    return statement;
  };
}

function readEntry(values: SqlValue[] | undefined): Entry | null {
  if (!values) return null;
  const [owner, stamp, born] = values;
  return { owner: typeof owner === 'number' ? owner : null, stamp: Number(stamp), born: Number(born) };
}

/** A row that was found by its key has that key, however the table spells it. */
function isSame(): boolean {
  return true;
}

function mergeRows(same: readonly SameCell[], stored: Row, incoming: Row): Row {
  let merged: Cell[] | null = null;
  for (let i = 0; i < incoming.length; i++) {
    const [old = null, next = null] = [stored[i], incoming[i]];
    if (old === next || same[i]?.(old, next)) continue;
    merged ??= [...stored];
    merged[i] = next;
  }
  return merged ?? stored;
}

/** Another scope of the same client may send other columns of the record: that is no repeat. */
function digest(names: string, row: Row | null): string {
  if (row === null) return 'deleted';
  const cells = row.map((cell) =>
    cell instanceof Uint8Array ? Buffer.from(cell).toString('base64') : `${typeof cell}:${String(cell)}`,
  );
  return hash('sha256', names + JSON.stringify(cells), 'base64');
}
