// When the newest of the waiting changes was made: whether there is anything new to send since the last session (SC-04).

import type { Reader } from '../sqlite/database.ts';
import { held } from './layout.ts';
import type { TrackedTable } from './tracked-table.ts';

/** The stamp of the newest change that the next session would send; 0 = none waits. */
export function newestChange(db: Reader, tables: ReadonlyMap<string, TrackedTable>): bigint {
  const stamps = [...tables.values()].map((table) =>
    db.big(`select max(stamp) from ${table.entries} where held = ${held.no}`),
  );
  return stamps.reduce<bigint>((newest, stamp) => (stamp !== undefined && stamp > newest ? stamp : newest), 0n);
}
