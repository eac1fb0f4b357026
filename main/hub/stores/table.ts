// A table of a scope as a store keeps it; what stores share of their work needs no more of it.

import { keyPositions, syncColumns, type Column, type Table, type TableName } from '../../sync/schema.ts';

/** A table of a scope with its number in the database. */
export interface StoredTable {
  readonly no: number;
  readonly table: Table;
  /** The columns that travel, in order (W-72). */
  readonly travels: readonly Column[];
  /** Positions of the key among them. */
  readonly keyAt: readonly number[];
}

/** A table under its number. */
export function storedTable(no: number, table: Table): StoredTable {
  return { no, table, travels: syncColumns(table), keyAt: keyPositions(table) };
}

/** The plain name of a table. */
export function nameOf({ table }: StoredTable): TableName {
  return { name: table.name, schema: table.schema };
}

/** The columns that travel, as one text. */
export function columnsOf({ travels }: StoredTable): string {
  return JSON.stringify(travels.map(({ name }) => name));
}
