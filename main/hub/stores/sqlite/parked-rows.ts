// The hub's error set: refused rows of clients that keep none themselves, one set a client and scope (W-243, W-244, W-250).

import { cellFromJson, cellToJson, type JsonCell, type Row } from '../../../sync/cell.ts';
import type { ChangeKind } from '../../../sync/conflict.ts';
import type { Writer } from '../../../sqlite/database.ts';
import type { ScopedTable } from './registry.ts';
import { keyText, type ParkedState, type RefusalCode } from '../refusal.ts';

/** A refused row of an earlier session. */
export interface ParkedRow {
  readonly table: ScopedTable;
  readonly kind: ChangeKind;
  readonly row: Row;
  readonly state: ParkedState;
  /** Where its sender stood when it sent it: whoever changed the row since goes before it. */
  readonly watermark: number | null;
  readonly message: string;
  readonly tries: number;
}

/** A row to be parked. */
export interface Parking {
  readonly table: ScopedTable;
  readonly kind: ChangeKind;
  readonly row: Row;
  readonly state: ParkedState;
  readonly watermark: number | null;
  readonly code: RefusalCode;
  readonly message: string;
  readonly tries: number;
}

/** The error set of one client in one scope. */
export interface ParkedRows {
  list(): readonly ParkedRow[];
  put(row: Parking): void;
  /** Ends the parking of a row: it went through, or a newer version has come (W-244). */
  drop(table: ScopedTable, key: Row): void;
}

interface StoredRow {
  readonly table_no: number;
  readonly kind: ChangeKind;
  readonly row: string;
  readonly state: ParkedState;
  readonly watermark: number | null;
  readonly message: string;
  readonly tries: number;
}

/** Whose set it is, and when it is written. */
export interface ParkedOwner {
  readonly client: number;
  readonly scope: number;
  readonly tables: Iterable<ScopedTable>;
  readonly at: string;
}

/** The set as it lies in the file. */
export function createParkedRows(db: Writer, { client, scope, tables, at }: ParkedOwner): ParkedRows {
  const byNumber = new Map([...tables].map((table) => [table.no, table]));
  return {
    list: () =>
      db
        .all<StoredRow>(`select * from _concord_error where client = ? and scope = ? order by no`, client, scope)
        .flatMap((stored) => {
          const table = byNumber.get(stored.table_no);
          return table ? [{ ...stored, table, row: rowFromText(table, stored.row) }] : [];
        }),
    put(parking) {
      db.run(
        `insert into _concord_error (client, scope, table_no, key, kind, row, watermark, code, message, state, tries, at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (client, scope, table_no, key) do update set
         kind = excluded.kind, row = excluded.row, watermark = excluded.watermark, code = excluded.code,
         message = excluded.message, state = excluded.state, tries = excluded.tries, at = excluded.at`,
        client,
        scope,
        parking.table.no,
        keyText(parking.table, keyOf(parking.table, parking.row)),
        parking.kind,
        JSON.stringify(parking.row.map(cellToJson)),
        parking.watermark,
        parking.code,
        parking.message,
        parking.state,
        parking.tries,
        at,
      );
    },
    drop: (table, key) =>
      void db.run(
        `delete from _concord_error where client = ? and scope = ? and table_no = ? and key = ?`,
        client,
        scope,
        table.no,
        keyText(table, key),
      ),
  };
}

function keyOf(table: ScopedTable, row: Row): Row {
  return table.keyAt.map((at) => row[at] ?? null);
}

function rowFromText(table: ScopedTable, text: string): Row {
  const cells = JSON.parse(text) as JsonCell[];
  return cells.map((cell, at) => cellFromJson(cell, table.travels[at]?.type ?? 'any'));
}
