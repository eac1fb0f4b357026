// The hub's error set as its operator sees it: refused rows of clients that keep none themselves (W-243, W-250).

import type { JsonCell } from '../../sync/cell.ts';
import type { ChangeKind } from '../../sync/conflict.ts';
import type { TableName } from '../../sync/schema.ts';
import { notRemembered, type ParkedState } from './refusal.ts';
import { nameOf, type StoredTable } from './table.ts';

/** A refused row that the hub keeps. */
export interface KeptRefusal {
  readonly no: number;
  readonly clientId: string;
  readonly scopeName: string;
  /** Null where the table is no longer in the scope. */
  readonly table: TableName | null;
  readonly key: readonly JsonCell[];
  readonly kind: ChangeKind;
  /** The row as it was sent, by column; of a delete its key. */
  readonly row: Readonly<Record<string, JsonCell>>;
  readonly code: string;
  readonly message: string;
  /** `retry`: goes once more with its client's next session; `failed`: waits for a newer version of the row. */
  readonly state: ParkedState;
  readonly tries: number;
  /** ISO instant of the last try. */
  readonly at: string;
}

/** The error set of a hub's database. */
export interface RefusalBook {
  /** The newest, newest first. */
  list(limit: number): Promise<readonly KeptRefusal[]>;
  count(): Promise<number>;
  /** Has rows tried once more with their client's next session; returns how many there were that may be (`mayRetry`). */
  retry(numbers: readonly number[]): Promise<number>;
  /** Drops rows for good; returns how many there were. */
  forget(numbers: readonly number[]): Promise<number>;
}

/** L9: what was sent by a client that was away too long would go over what others did meanwhile. */
export function mayRetry({ code, table }: Pick<KeptRefusal, 'code' | 'table'>): boolean {
  return code !== notRemembered.code && table !== null;
}

/** The code whose rows are never tried again. */
export const neverAgain = notRemembered.code;

/** An entry as a store keeps it. */
export interface RawRefusal extends Omit<KeptRefusal, 'table' | 'key' | 'row' | 'scopeName'> {
  readonly tableNo: number;
  readonly key: string;
  /** Cells in the order of the columns that travel. */
  readonly row: string;
}

/** The entry with the names of its scope, its table and its columns. */
export function readRefusal(
  { tableNo, key, row, ...entry }: RawRefusal,
  { scopeName, tables }: { readonly scopeName: string; readonly tables: Iterable<StoredTable> },
): KeptRefusal {
  const table = [...tables].find(({ no }) => no === tableNo);
  const cells = JSON.parse(row) as readonly JsonCell[];
  const columns = table?.travels.map(({ name }) => name) ?? [];
  const told = table && entry.kind === 'delete' ? table.keyAt : [...columns.keys()];
  return {
    ...entry,
    scopeName,
    table: table ? nameOf(table) : null,
    key: JSON.parse(key) as readonly JsonCell[],
    row: Object.fromEntries(told.map((at) => [columns[at] ?? '', cells[at] ?? null])),
  };
}
