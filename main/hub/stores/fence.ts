// Uploads that may not reach beyond the sender's filter (W-261, W-262, FG-c): a row that lies outside, before it is written or
// after all of the upload is in, is refused; the others go on.

import { tableKey } from '../../sync/schema.ts';
import type { Row } from '../../sync/cell.ts';
import type { ChangeKind } from '../../sync/conflict.ts';
import type { RefusedRow } from '../../sync/orchestrator.ts';
import { keyText } from './refusal.ts';
import type { Applied, StoreUpload, UploadPart } from './store.ts';
import { nameOf, type StoredTable } from './table.ts';

/** True for an uploaded row that is refused since it lies outside. */
export type Barred = (table: StoredTable, row: Row) => boolean;

/** Where nothing is fenced. */
export const noneBarred: Barred = () => false;

/** Up to which hub time the sender has heard of an uploaded row's record; null = not at all. */
export type Heard = (table: StoredTable, row: Row) => bigint | null;

/** What a store does for a fenced upload. */
export interface Fencing {
  table(part: UploadPart): StoredTable;
  /** How many other tables the filter of this part's table goes by. */
  reach(part: UploadPart): number;
  /** Of these rows, those that are stored under their key and lie outside now. */
  outside(part: UploadPart, rows: readonly Row[]): Promise<readonly Row[]>;
  /** Applies all but the barred rows, so that it can be undone. */
  attempt(barred: Barred): Promise<Applied>;
  undo(): Promise<void>;
  keep(): Promise<void>;
}

/**
 * Applies an upload as often as it takes until nothing of it lies outside; each time at least one more row is barred. A row that
 * lies outside only because one was taken that its filter goes by (an order of a customer who was moved away) is not to blame:
 * the rows of the filters that reach least far are barred first.
 */
export async function applyFenced(upload: StoreUpload, store: Fencing): Promise<Applied> {
  const known = new Set<string>();
  const look = async (parts: readonly UploadPart[]): Promise<number> => {
    const before = known.size;
    for (const part of parts)
      for (const row of await store.outside(part, await part.read())) known.add(nameOfRow(store.table(part), row));
    return known.size - before;
  };
  const nearest = [...Map.groupBy(upload.parts, (part) => store.reach(part))].toSorted(([a], [b]) => a - b);
  const lookNearest = async (): Promise<number> => {
    for (const [, parts] of nearest) {
      const found = await look(parts);
      if (found > 0) return found;
    }
    return 0;
  };
  await look(upload.parts);
  for (;;) {
    const applied = await store.attempt((table, row) => known.has(nameOfRow(table, row)));
    if ((await lookNearest()) === 0) {
      await store.keep();
      return applied;
    }
    await store.undo();
  }
}

/** What the sender is told of a barred row. */
export function outsideRefusal(table: StoredTable, kind: ChangeKind, row: Row): RefusedRow {
  const key = table.keyAt.map((at) => row[at] ?? null);
  return { table: nameOf(table), key, kind, code: 'row-refused', message: 'it lies outside the filter of this client' };
}

/**
 * a record that lies outside of the set under which it was sent is another set's by now: the sender has heard of it no further
 * than that one has.
 */
export async function heardOf(
  { watermark, beside, parts }: StoreUpload,
  store: Pick<Fencing, 'table' | 'outside'>,
): Promise<Heard> {
  if (!beside) return () => watermark;
  const late = new Set<string>();
  for (const part of parts)
    for (const row of await store.outside(part, await part.read())) late.add(nameOfRow(store.table(part), row));
  return (table, row) => (late.has(nameOfRow(table, row)) ? beside.heardUpTo : watermark);
}

function nameOfRow(table: StoredTable, row: Row): string {
  const key = table.keyAt.map((at) => row[at] ?? null);
  return `${tableKey(table.table)} ${keyText(table, key)}`;
}
