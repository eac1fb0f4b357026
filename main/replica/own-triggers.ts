// Concord's triggers on a table of the replica.

import type { Reader, Writer } from '../sqlite/database.ts';
import type { TrackedTable } from './tracked-table.ts';

/** Their names; none for a table that is not tracked now. */
export function triggersOf(db: Reader, { no }: Pick<TrackedTable, 'no'>): string[] {
  const names = db.column(`select name from sqlite_schema where type = 'trigger' and name glob ?`, `_concord_${no}_*`);
  return names.map(String);
}

/** Takes them away: changes of the table are not seen any more. */
export function dropTriggers(db: Writer, table: Pick<TrackedTable, 'no'>): void {
  for (const name of triggersOf(db, table)) db.exec(`drop trigger ${name}`);
}
