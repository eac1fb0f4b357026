// Changes that are held behind a conflict which no longer stands: both sides came to hold the same, or the hub's record was
// taken after all. Nobody will decide it, so they go on by themselves (Decisions 17, L33); so does what is back at its base. Where the hub's record could not
// be written here, its error stands in for the conflict that is still to come (D7).

import { recordToJson } from '../sync/cell.ts';
import type { RecordName } from '../sync/inbox.ts';
import { tableKey } from '../sync/schema.ts';
import { bindRow, rowReader, selectCells } from '../sqlite/cells.ts';
import type { Writer } from '../sqlite/database.ts';
import { pairs } from '../sqlite/names.ts';
import { behindRecord, childLinks } from './behind.ts';
import { held } from './layout.ts';
import { releaseRecord } from './record-store.ts';
import { errorRow, listErrors, type RowError, type RowErrorSide } from './row-errors.ts';
import { indexTables, keyOfRecord, keyOfRow, loadTables, toKeyRecord, type TrackedTable } from './tracked-table.ts';

/** Releases every held change with no open conflict or error of its own that stands behind none, however many generations up. */
export function releaseUnbound(db: Writer, open: () => readonly RecordName[]): void {
  const tables = indexTables(loadTables(db));
  const waiting = new Map<string, { readonly table: TrackedTable; readonly record: RecordName }>();
  for (const table of tables.values())
    for (const record of heldChanges(db, table)) waiting.set(nameOf(record), { table, record });
  const resting = new Map(
    [...tables.values()].flatMap((table) =>
      heldChanges(db, table, { resting: true }).map((record) => [nameOf(record), { table, record }] as const),
    ),
  );
  if (waiting.size + resting.size === 0) return;
  const errors = listErrors(db).filter(({ takenBackAt }) => takenBackAt === null);
  const bound = [...open(), ...recordsOf(errors, 'here', tables)];
  // What is back at its base waits for a conflict of its own alone (ER-08): none of its parents holds it any more.
  for (const record of resting.size > 0 ? bound : []) {
    const table = tables.get(tableKey(record.table));
    // The table is asked only where the inbox spells the key otherwise.
    if (!table || resting.delete(nameOf(record))) continue;
    for (const own of heldChanges(db, table, { record, resting: true })) resting.delete(nameOf(own));
  }
  for (const { table, record } of resting.values()) releaseRecord(db, table, record.key);
  // What the hub did not take holds its children, not itself (ER-08).
  bound.push(...recordsOf(errors, 'hub', tables));
  const links = childLinks(db, tables.values());
  const seen = new Set<string>();
  for (let record = bound.pop(); record && waiting.size > 0; record = bound.pop()) {
    const table = tables.get(tableKey(record.table));
    if (!table) continue;
    seen.add(nameOf(record));
    for (const own of heldChanges(db, table, { record })) waiting.delete(nameOf(own));
    for (const child of behindRecord(db, links.get(table.physical) ?? [], { table, record }))
      if (!seen.has(nameOf(child))) bound.push(child);
  }
  for (const { table, record } of waiting.values()) releaseRecord(db, table, record.key);
}

/** Records whose newer version from the hub could not be written here yet, or which the hub has not taken. */
function recordsOf(
  errors: readonly RowError[],
  side: RowErrorSide,
  tables: ReadonlyMap<string, TrackedTable>,
): RecordName[] {
  return errors.flatMap((error) => {
    const table = tables.get(tableKey(error.table));
    if (!table || error.side !== side) return [];
    return [{ table: table.name, key: toKeyRecord(table, keyOfRow(table, errorRow(table, error))) }];
  });
}

/** The held changes of a table, or of one record; `resting`: those that are none any more. Keys are compared as the table does. */
function heldChanges(
  db: Writer,
  table: TrackedTable,
  { record, resting = false }: { readonly record?: RecordName; readonly resting?: boolean } = {},
): RecordName[] {
  const keys = table.keyAt.flatMap((at, position) => {
    const column = table.columns[at];
    return column ? [{ ...column, name: `k${position}` }] : [];
  });
  const marks = table.key.map(() => '?');
  const rows = db
    .raw(
      `select ${selectCells(keys)} from ${table.entries} where held = ${held.behindConflict} and stamp ${resting ? '= 0' : '> 0'}
       ${record ? `and ${pairs(table.keyNames, '=', marks)}` : ''}`,
    )
    .all(...(record ? bindRow(keyOfRecord(table, record.key)) : []));
  const read = rowReader(keys);
  return rows.map((row) => ({ table: table.name, key: toKeyRecord(table, read(row)) }));
}

function nameOf({ table, key }: RecordName): string {
  return `${tableKey(table)} ${JSON.stringify(recordToJson(key))}`;
}
