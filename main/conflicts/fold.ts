// A record that was edited again while its conflict is open: the edit belongs to mine (Decisions 11, ER-08).

import { sameValue, type Cell, type CellRecord } from '../sync/cell.ts';
import type { Column } from '../sync/schema.ts';

/**
 * mine with the later edit laid over it. `before` is the row that stood in the table when the conflict was raised,
 * `present` the row that stands there now. A deleted row makes mine a delete.
 */
export function foldEdit(
  columns: readonly Column[],
  versions: { mine: CellRecord | null; before: CellRecord | null; present: CellRecord | null },
): CellRecord | null {
  const { mine, before, present } = versions;
  if (!present) return null;
  if (!mine || !before) return present;
  const folded: Record<string, Cell> = { ...mine };
  for (const column of columns) {
    const now = present[column.name];
    const then = before[column.name];
    if (now !== undefined && then !== undefined && !sameValue(column.type, now, then)) folded[column.name] = now;
  }
  return folded;
}
