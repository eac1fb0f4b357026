// What waits here, in a file beside the replica, before an order of the hub sets it aside (HB-05). The inbox keeps it as well: the file
// is for whoever wants to see on paper that nothing went missing.

import { open, type FileHandle } from 'node:fs/promises';
import type { Reader } from '../sqlite/database.ts';
import { cellToJson, recordToJson, type Cell, type JsonCell } from '../sync/cell.ts';
import type { SavedUnsent } from '../sync/orchestrator.ts';
import { listWaiting, type PendingRecord } from './pending.ts';
import type { TrackedTable } from './tracked-table.ts';

/** Records read at once. */
const pageRows = 500;

/** One record a line, as `concord pending --json` tells it; null where nothing waits: then there is no file. */
export async function saveUnsent(
  db: Reader,
  { tables, at }: { readonly tables: readonly TrackedTable[]; readonly at: Date },
): Promise<SavedUnsent | null> {
  const file = `${db.file}-unsent-${at.toISOString().replace(/[:.]/g, '-')}.ndjson`;
  let records = 0;
  let handle: FileHandle | null = null;
  try {
    for (const lines of pages(db, tables)) {
      handle ??= await open(file, 'wx', 0o600);
      await handle.write(lines.join(''));
      records += lines.length;
    }
    await handle?.sync();
  } finally {
    await handle?.close();
  }
  return records === 0 ? null : { file, records };
}

function* pages(db: Reader, tables: readonly TrackedTable[]): Iterable<string[]> {
  for (const table of tables)
    for (let offset = 0; ; offset += pageRows) {
      const page = listWaiting(db, table, { limit: pageRows, offset });
      if (page.length > 0) yield page.map((record) => `${JSON.stringify(lineOf(record))}\n`);
      if (page.length < pageRows) break;
    }
}

function lineOf({ table, key, operation, at, columns }: PendingRecord): unknown {
  const json = (cell: Cell | undefined): JsonCell | undefined => (cell === undefined ? cell : cellToJson(cell));
  const changed = columns.map(({ column, old, new: next }) => ({ column, old: json(old), new: json(next) }));
  return { table: table.name, schema: table.schema, key: recordToJson(key), operation, at, columns: changed };
}
