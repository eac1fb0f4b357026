// Taking a waiting change back, and taking that back again: what is written, and when it may be (PD-03, Decisions 7).

import { cellOf, sameValue, type CellRecord } from './cell.ts';
import { sameRecord } from './resolution.ts';
import type { Column } from './schema.ts';

/** What a waiting change is. */
export type WaitingOperation = 'insert' | 'update' | 'delete';

/** an entry that is gone deletes its record; one without a base has inserted it. */
export function waitingOperation(gone: boolean, hasBase: boolean): WaitingOperation {
  if (gone) return 'delete';
  return hasBase ? 'update' : 'insert';
}

/** A change and what it started from. `columns` null: all of it. */
export interface ChangeVersions {
  readonly operation: WaitingOperation;
  readonly base: CellRecord | null;
  readonly columns: readonly string[] | null;
}

/** what is written to take a change back; null removes the record. An update is taken back by its columns. */
export function revertedRow({ operation, base, columns }: ChangeVersions): CellRecord | null {
  if (operation === 'insert' || base === null) return null;
  if (operation === 'delete' || columns === null) return base;
  return Object.fromEntries(columns.flatMap((name) => (Object.hasOwn(base, name) ? [[name, base[name] ?? null]] : [])));
}

/** A revert as it was recorded: the record before and after it. */
export interface RevertVersions {
  readonly operation: WaitingOperation;
  readonly columns: readonly string[] | null;
  readonly before: CellRecord | null;
  readonly after: CellRecord | null;
}

/**
 * what undoes a revert: the values that it took back; null removes the record. `stale` where the record, or one of
 * the columns, is no longer as the revert left it.
 */
export function unrevertedRow(
  schema: readonly Column[],
  { columns, before, after }: RevertVersions,
  present: CellRecord | null,
): { readonly row: CellRecord | null } | 'stale' {
  if (columns === null || !before || !after || !present)
    return sameRecord(schema, present, after) ? { row: before } : 'stale';
  const touched = schema.filter((column) => columns.includes(column.name));
  const stands = touched.every(({ name, type }) =>
    sameValue(type, cellOf(present, name) ?? null, cellOf(after, name) ?? null),
  );
  if (!stands) return 'stale';
  return { row: Object.fromEntries(touched.map(({ name }) => [name, cellOf(before, name) ?? null])) };
}
