// Rows that an upload is about to meet, read many at once: a statement for each costs twice as much as all of its work.

import type { Cell, Row } from '../../../sync/cell.ts';
import { bindCell } from '../../../sqlite/cells.ts';
import type { SqlValue, Writer } from '../../../sqlite/database.ts';
import { quote } from '../../../sqlite/names.ts';
import type { ScopedTable } from './registry.ts';
import { cellsOf } from './select-cells.ts';

/** How many rows are read at once. */
export const aheadRows = 50;

/** Stored rows, each given out once. What it does not know must be asked for by itself. */
export interface Ahead {
  look(rows: readonly Row[]): void;
  take(key: readonly SqlValue[]): Row | undefined;
}

/**
 * For a table with a key of one column; null for others. Only a stored key that is the very value of the asked one counts:
 * whatever the table compares in another way is not known here. Nobody may write to the rows but who takes them.
 */
export function createAhead(db: Writer, table: ScopedTable, read: (values: SqlValue[]) => Cell[]): Ahead | null {
  const [at = 0] = table.keyAt;
  if (table.key.length !== 1) return null;
  const marks = Array.from({ length: aheadRows }, () => '?');
  const statement = db.raw(
    `select ${cellsOf(db, table, '')} from ${table.base} where ${table.key.map(quote).join()} in (${marks.join(', ')})`,
  );
  let known = new Map<Cell, Row>();
  return {
    look(rows) {
      known = new Map();
      if (rows.length < aheadRows) return;
      const keys = rows.map((row) => bindCell(row[at] ?? null));
      for (const values of statement.all(...keys)) {
        const row = read(values);
        known.set(row[at] ?? null, row);
      }
    },
    take([key = null]) {
      // Those that a number cannot hold are no numbers among the known either.
      const cell = typeof key === 'bigint' ? Number(key) : key;
      const row = known.get(cell);
      if (row) known.delete(cell);
      return row;
    },
  };
}
