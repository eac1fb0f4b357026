// The select list of a table's travelling columns: as in main/sqlite, and whole numbers stay whole in loosely typed columns.

import type { Column } from '../../../sync/schema.ts';
import { selectCell } from '../../../sqlite/cells.ts';
import type { Reader } from '../../../sqlite/database.ts';
import { columnsOf } from '../../../sqlite/introspect.ts';
import { affinityOf } from '../../../sqlite/affinity.ts';
import type { ScopedTable } from './registry.ts';

/** The cells of a table's rows, each column after a prefix such as `b.` (SF-09). */
export function cellsOf(db: Reader, table: ScopedTable, prefix: string): string {
  const declared = new Map(columnsOf(db, table.name).map((column) => [column.name, column.type]));
  return table.travels
    .map((column) =>
      selectCell(isLoose(column, declared.get(column.name)) ? { ...column, type: 'any' } : column, prefix),
    )
    .join(', ');
}

/** A text column without text affinity (`STRING`, none at all) may hold numbers beyond 2^53. */
function isLoose(column: Column, declared = ''): boolean {
  return column.type === 'text' && affinityOf(declared) !== 'text';
}
