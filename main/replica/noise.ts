// Columns that do not count when two records are compared, such as *modified at*; chosen by table (CF-12).

import type { Reader, Writer } from '../sqlite/database.ts';
import { ConcordError } from '../sync/problem.ts';
import { tableKey, type TableName } from '../sync/schema.ts';
import { readSetting, saveSetting } from './settings.ts';

/** The columns of one table that do not count. */
export interface NoiseColumns {
  readonly table: TableName;
  readonly columns: readonly string[];
}

/** What was chosen, tables without a choice left out. */
export function readNoise(db: Reader): readonly NoiseColumns[] {
  return readSetting<readonly NoiseColumns[]>(db, 'noise') ?? [];
}

/** A table whose columns are chosen from. */
interface ChoosingTable {
  readonly name: TableName;
  readonly physical: string;
  readonly columns: readonly { readonly name: string }[];
  readonly key: readonly string[];
}

/** Chooses for one table; none = all count. Throws `column-unknown` for a column that it lacks, or of its key. */
export function saveNoise(db: Writer, table: ChoosingTable, columns: readonly string[]): void {
  const free = table.columns.map(({ name }) => name).filter((name) => !table.key.includes(name));
  const strange = columns.find((name) => !free.includes(name));
  if (strange !== undefined)
    throw new ConcordError('column-unknown', { table: table.physical, column: strange, columns: free.join(', ') });
  const others = readNoise(db).filter((item) => tableKey(item.table) !== tableKey(table.name));
  saveSetting(db, 'noise', columns.length === 0 ? others : [...others, { table: table.name, columns }]);
}

/** A look-up over what was chosen. */
export function noiseOf(db: Reader): (table: TableName) => ReadonlySet<string> {
  const none: ReadonlySet<string> = new Set();
  const byTable = new Map(readNoise(db).map(({ table, columns }) => [tableKey(table), new Set(columns)]));
  return (table) => byTable.get(tableKey(table)) ?? none;
}
