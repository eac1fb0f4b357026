// What the grid must know of a table; the replica's tracked tables fit it.

import type { Column, Direction, TableName } from '../sync/schema.ts';

/** A table of the replica as the grid sees it. */
export interface GridTable {
  readonly name: TableName;
  /** Its name in the file. */
  readonly physical: string;
  readonly direction: Direction;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  /** Name of its tracking entries, with key columns k0, k1 … */
  readonly entries: string;
  /** Name of its table of agreed versions, with the same key columns. */
  readonly bases: string;
  /** Name of its table of offered versions, likewise. */
  readonly images: string;
  readonly keyNames: readonly string[];
  /** c0, c1 …: the columns of `bases` that hold the cells. */
  readonly cellNames: readonly string[];
}

/** Why a record carries a badge (PD-06, design: Badges on records). */
export type Badge = 'new' | 'waiting' | 'conflict' | 'parked' | 'local-only' | 'not-sent';

/** What the tracking entry means to a person; the numbers are those of `held` in the replica (Decisions 6). */
export function badgeOf(waits: boolean, held: unknown, isNew: boolean): Badge | null {
  if (held === 2) return 'conflict';
  if (held === 3) return 'parked';
  if (held === 4) return waits ? 'local-only' : null;
  if (held === 1) return 'not-sent';
  if (!waits) return null;
  return isNew ? 'new' : 'waiting';
}

/** Entries whose record waits to be sent, and those behind an open conflict. */
export const waitsSql = 'entry.stamp > 0 and entry.held in (0, 2, 3, 5)';
export const conflictSql = 'entry.held = 2';

/** The columns of the key, in the order of the key. */
export function keyColumnsOf(table: Pick<GridTable, 'columns' | 'key'>): readonly Column[] {
  return table.key.flatMap((name) => table.columns.find((column) => column.name === name) ?? []);
}
