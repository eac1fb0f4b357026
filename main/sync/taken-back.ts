// What becomes here of a change that the hub refused, and how one that was taken back is made anew (R-157, R-159, ER-11). Pure.

import { cellOf, sameValue, type CellRecord } from './cell.ts';
import { sameRecord } from './resolution.ts';
import type { ComparedColumn } from './schema.ts';

/** What happens here with a refused change: it stays as it is, or the record shows the hub's values again. */
export const refusalPolicies = ['keep', 'revert'] as const;

/** One of the two. */
export type RefusalPolicy = (typeof refusalPolicies)[number];

/** A change as its error holds it; null = there was no record. */
export interface StoredChange {
  readonly base: CellRecord | null;
  readonly mine: CellRecord | null;
  /** The columns that an update changed; those of an insert are all. */
  readonly changed: readonly string[];
}

/** What is written (null removes the record), or why nothing is. */
export type MadeAnew = { readonly write: CellRecord | null } | 'over' | 'conflict';

/** what makes a stored change anew on the record as it stands. */
export function madeAnew(
  columns: readonly ComparedColumn[],
  { base, mine, changed }: StoredChange,
  present: CellRecord | null,
): MadeAnew {
  if (sameRecord(columns, mine, present)) return 'over';
  if (!mine || !base || !present) return sameRecord(columns, base, present) ? { write: mine } : 'conflict';
  const own = columns.filter(({ name }) => changed.includes(name));
  const holds = (of: CellRecord, { name, type, noise }: ComparedColumn): boolean =>
    noise === true || sameValue(type, cellOf(present, name) ?? null, cellOf(of, name) ?? null);
  if (own.every((column) => holds(mine, column))) return 'over';
  if (!own.every((column) => holds(base, column) || holds(mine, column))) return 'conflict';
  return { write: Object.fromEntries(own.map(({ name }) => [name, cellOf(mine, name) ?? null])) };
}
