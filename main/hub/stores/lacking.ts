// What of a table a client lacks that moves here from other scopes.

import { lackingColumns } from '../../sync/carried.ts';
import type { SelectScope } from './store.ts';
import { nameOf, type StoredTable } from './table.ts';

/** The columns that the client has of no row; null = it has no row of the table. */
export function lackingOf({ held }: Pick<SelectScope, 'held'>, table: StoredTable): readonly string[] | null {
  if (!held) return [];
  return lackingColumns(
    held,
    nameOf(table),
    table.travels.map(({ name }) => name),
  );
}
