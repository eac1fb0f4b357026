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
  readonly keyNames: readonly string[];
}

/** Why a record carries a badge (PD-06, design: Badges on records). */
export type Badge = 'new' | 'waiting' | 'conflict' | 'parked' | 'local-only' | 'not-sent';
