// Which open conflict a held change stands behind: its own record's, or that of a record that it points to (Decisions 17, ER-08).

import type { CellRecord } from '../../sync/cell.ts';
import type { RecordName } from '../../sync/inbox.ts';
import { foreignKeysOf } from '../../sqlite/introspect.ts';
import type { Reader } from '../../sqlite/database.ts';
import { keyColumnsOf, type GridTable } from '../grid-table.ts';

/** What is looked at to find out. */
export interface BehindDesk {
  readonly db: Reader;
  tables(): ReadonlyMap<string, GridTable>;
  read(record: RecordName): CellRecord | null;
  /** The number of the conflict that is open for a record; null = none. */
  openFor(record: RecordName): number | null;
}

/** An open conflict and the record that it is about. */
export interface Behind extends RecordName {
  readonly no: number;
}

/** So far parents of parents are followed. */
const farthest = 4;

/** The conflict that a record stands behind; null = none is found. */
export function standsBehind(desk: BehindDesk, table: GridTable, key: CellRecord, depth = 0): Behind | null {
  const record = { table: table.name, key: spelled(table, key) };
  const no = desk.openFor(record);
  if (no !== null) return { ...record, no };
  if (depth === farthest) return null;
  const row = desk.read(record);
  if (!row) return null;
  for (const { parent, parentKey } of parentsOf(desk, table, row)) {
    const found = standsBehind(desk, parent, parentKey, depth + 1);
    if (found) return found;
  }
  return null;
}

function parentsOf(
  { db, tables }: BehindDesk,
  table: GridTable,
  row: CellRecord,
): { readonly parent: GridTable; readonly parentKey: CellRecord }[] {
  return foreignKeysOf(db, table.physical).flatMap((link) => {
    const parent = [...tables().values()].find((item) => same(item.physical, link.parent));
    if (!parent) return [];
    const targets = link.parentColumns.length > 0 ? link.parentColumns : parent.key;
    const cells = parent.key.map((name) => {
      const at = targets.findIndex((target) => same(target, name));
      const own = Object.keys(row).find((item) => same(item, link.columns[at] ?? ''));
      return own === undefined ? null : (row[own] ?? null);
    });
    if (targets.length !== parent.key.length || cells.includes(null)) return [];
    return [{ parent, parentKey: Object.fromEntries(parent.key.map((name, at) => [name, cells[at] ?? null])) }];
  });
}

/** Guids compare without case (W-78); the inbox knows them in small letters. */
function spelled(table: GridTable, key: CellRecord): CellRecord {
  return Object.fromEntries(
    keyColumnsOf(table).map(({ name, type }) => {
      const cell = key[name] ?? null;
      return [name, type === 'guid' && typeof cell === 'string' ? cell.toLowerCase() : cell];
    }),
  );
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
