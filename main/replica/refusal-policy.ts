// What happens here with changes that the hub refuses: for all tables, and for those that differ (ER-11, R-157).

import type { Reader, Writer } from '../sqlite/database.ts';
import { tableKey, type TableName } from '../sync/schema.ts';
import type { RefusalPolicy } from '../sync/taken-back.ts';
import { readSetting, saveSetting } from './settings.ts';

/** What was chosen. */
export interface RefusalChoice {
  readonly all: RefusalPolicy;
  /** Tables with a choice of their own. */
  readonly tables: readonly { readonly table: TableName; readonly policy: RefusalPolicy }[];
}

/** What was chosen; until then refused changes stay as they are. */
export function readRefusalChoice(db: Reader): RefusalChoice {
  return readSetting<RefusalChoice>(db, 'refused') ?? { all: 'keep', tables: [] };
}

/** Chooses for all tables, or for one (null: as for all), for what is parked from now on. */
export function saveRefusalPolicy(
  db: Writer,
  { table, policy }: { readonly table: TableName | null; readonly policy: RefusalPolicy | null },
): void {
  const { all, tables } = readRefusalChoice(db);
  if (table === null) return saveSetting(db, 'refused', { all: policy ?? all, tables });
  const others = tables.filter((item) => tableKey(item.table) !== tableKey(table));
  saveSetting(db, 'refused', { all, tables: policy === null ? others : [...others, { table, policy }] });
}

/** A look-up over what was chosen. */
export function refusalPolicyOf(db: Reader): (table: TableName) => RefusalPolicy {
  const { all, tables } = readRefusalChoice(db);
  const byTable = new Map(tables.map(({ table, policy }) => [tableKey(table), policy]));
  return (table) => byTable.get(tableKey(table)) ?? all;
}
