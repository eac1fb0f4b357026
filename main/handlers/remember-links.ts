// Which columns of a table point elsewhere, asked of the file once for a set of tables.

import type { GridTable } from '../data/grid-table.ts';
import { linksOf, type GridLink } from '../data/links.ts';
import type { Rooms } from './rooms.ts';

/** The links of each table, asked of the file once for a set of tables. */
export function rememberLinks({ replica }: Rooms): (table: GridTable) => readonly GridLink[] {
  let of: unknown = null;
  const known = new Map<string, readonly GridLink[]>();
  return (table) => {
    if (of !== replica.tables()) known.clear();
    of = replica.tables();
    const found = known.get(table.physical) ?? linksOf(replica.reader, table, replica.tables().values());
    known.set(table.physical, found);
    return found;
  };
}
