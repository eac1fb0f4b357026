// The error set of a PostgreSQL hub: refused rows of clients that keep none themselves, one set a client and scope (W-243,
// W-244, W-250).

import { cellFromJson, cellToJson, type JsonCell, type Row } from '../../../sync/cell.ts';
import type { ChangeKind } from '../../../sync/conflict.ts';
import { keyText, type ParkedState, type RefusalCode } from '../refusal.ts';
import type { Querying } from './connection.ts';
import type { ScopedTable } from './registry.ts';

/** A refused row of an earlier session. */
export interface ParkedRow {
  readonly table: ScopedTable;
  readonly kind: ChangeKind;
  readonly row: Row;
  readonly state: ParkedState;
  /** Where its sender stood when it sent it: whoever changed the row since goes before it. */
  readonly watermark: bigint | null;
  readonly message: string;
  readonly tries: number;
}

/** A row to be parked. */
export interface Parking extends ParkedRow {
  readonly code: RefusalCode;
}

/** The error set of one client in one scope. */
export interface ParkedRows {
  list(): Promise<readonly ParkedRow[]>;
  put(row: Parking): Promise<void>;
  /** Ends the parking of a row: it went through, or a newer version has come (W-244). */
  drop(table: ScopedTable, key: Row): Promise<void>;
}

/** Whose set it is, and when it is written. */
export interface ParkedOwner {
  readonly client: number;
  readonly scope: number;
  readonly tables: Iterable<ScopedTable>;
  readonly at: string;
}

/** The set as it lies in the database. */
export function createParkedRows(db: Querying, { client, scope, tables, at }: ParkedOwner): ParkedRows {
  const byNumber = new Map([...tables].map((table) => [table.no, table]));
  return {
    async list() {
      const rows = await db.rows(
        `select table_no, kind, row, state, watermark, message, tries from _concord.error
         where client = $1 and scope = $2 order by no`,
        [client, scope],
      );
      return rows.flatMap(([no, kind, row, state, watermark = null, message, tries]): ParkedRow[] => {
        const table = byNumber.get(Number(no));
        if (!table) return [];
        return [
          {
            table,
            kind: kind as ChangeKind,
            row: rowFromText(table, row ?? '[]'),
            state: state as ParkedState,
            watermark: watermark === null ? null : BigInt(watermark),
            message: message ?? '',
            tries: Number(tries),
          },
        ];
      });
    },
    async put({ table, kind, row, state, watermark, code, message, tries }) {
      const key = keyText(table, keyOf(table, row));
      const text = JSON.stringify(row.map(cellToJson));
      await db.run(
        `insert into _concord.error (client, scope, table_no, key, kind, row, watermark, code, message, state, tries, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (client, scope, table_no, key) do update set
         kind = excluded.kind, row = excluded.row, watermark = excluded.watermark, code = excluded.code,
         message = excluded.message, state = excluded.state, tries = excluded.tries, at = excluded.at`,
        [client, scope, table.no, key, kind, text, watermark, code, message, state, tries, at],
      );
    },
    async drop(table, key) {
      await db.run(`delete from _concord.error where client = $1 and scope = $2 and table_no = $3 and key = $4`, [
        client,
        scope,
        table.no,
        keyText(table, key),
      ]);
    },
  };
}

function keyOf(table: ScopedTable, row: Row): Row {
  return table.keyAt.map((at) => row[at] ?? null);
}

function rowFromText(table: ScopedTable, text: string): Row {
  const cells = JSON.parse(text) as JsonCell[];
  return cells.map((cell, at) => cellFromJson(cell, table.travels[at]?.type ?? 'any'));
}
