// The list of what waits to be sent: by reason, then by table, the oldest change first; counted and paged in SQL (PD-01, PD-02).

import type { Reader } from '../../sqlite/database.ts';
import type { GridTable } from '../grid-table.ts';
import type { GridLink } from '../links.ts';
import { cutAtDifference } from './first-difference.ts';
import { waitingShape, type WaitingRecord } from './waiting-row.ts';
import {
  differenceSql,
  joinedEntries,
  waitingSource,
  waitsForSql,
  waitReasons,
  type ChangeFilter,
  type WaitReason,
} from './waiting-sql.ts';

/** "n changes in m records" (ST-07). */
export interface ChangeCount {
  readonly changes: number;
  readonly records: number;
}

/** How many changes of a table wait for a reason. */
export interface ReasonCount extends ChangeCount {
  readonly reason: WaitReason;
}

/** The list over one file. What it has counted is kept until the file changes. */
export interface WaitingList {
  /** One line a table and reason that has any, in the order of the list. */
  count(tables: readonly GridTable[], filter: ChangeFilter): readonly (ReasonCount & { readonly table: GridTable })[];
  page(tables: readonly GridTable[], filter: ChangeFilter, page: { limit: number; offset: number }): WaitingRecord[];
}

/** A list; `linksOf` gives the columns of a table that point elsewhere. */
export function createWaitingList(db: Reader, linksOf: (table: GridTable) => readonly GridLink[]): WaitingList {
  const kept = createKept(db);
  const part = (table: GridTable, filter: ChangeFilter): Part => ({ table, filter, links: linksOf(table) });
  const nameOf = (table: GridTable, filter: ChangeFilter): string => `${table.physical} ${JSON.stringify(filter)}`;
  const records = (table: GridTable, filter: ChangeFilter): ReadonlyMap<WaitReason, number> =>
    kept(`records ${nameOf(table, filter)}`, () => countRecords(db, part(table, filter)));
  return {
    count: (tables, filter) => {
      const counts = tables.flatMap((table) =>
        kept(`changes ${nameOf(table, filter)}`, () => countChanges(db, part(table, filter))).map((item) => ({
          ...item,
          table,
        })),
      );
      return waitReasons.flatMap((reason) => counts.filter((item) => item.reason === reason));
    },
    page(tables, filter, { limit, offset }) {
      const found: WaitingRecord[] = [];
      let before = 0;
      for (const reason of waitReasons) {
        for (const table of tables) {
          const count = records(table, filter).get(reason) ?? 0;
          const start = Math.max(offset + found.length - before, 0);
          before += count;
          if (start >= count || found.length >= limit) continue;
          const wanted = { limit: limit - found.length, offset: start };
          found.push(...pageOf(db, part(table, { ...filter, reason }), wanted));
        }
      }
      return found;
    },
  };
}

/** Remembers answers as long as the file stays as it is. */
function createKept(db: Reader): <T>(name: string, ask: () => T) => T {
  let version = -1;
  let answers = new Map<string, unknown>();
  return <T>(name: string, ask: () => T): T => {
    const current = db.dataVersion();
    if (current !== version || answers.size > 500) answers = new Map();
    version = current;
    if (!answers.has(name)) answers.set(name, ask());
    return answers.get(name) as T;
  };
}

/** The waiting records of one table under a filter. */
interface Part {
  readonly table: GridTable;
  readonly filter: ChangeFilter;
  readonly links: readonly GridLink[];
}

function countRecords(db: Reader, { table, filter, links }: Part): ReadonlyMap<WaitReason, number> {
  const source = waitingSource(table, filter, { links });
  const sums = waitReasons.map((reason) => `sum(${waitsForSql(reason)})`).join(', ');
  const row = db.raw(`select ${sums} ${source.text}`).get(...source.values) ?? [];
  return new Map(waitReasons.map((reason, at) => [reason, Number(row[at] ?? 0)]));
}

function countChanges(db: Reader, { table, filter, links }: Part): readonly ReasonCount[] {
  const source = waitingSource(table, filter, { links, joined: true });
  const lines = `case when entry.gone or base.k0 is null then 1 else max(1, ${differenceSql(table).join(' + ')}) end`;
  const sums = waitReasons.flatMap((reason) => [
    `sum(${waitsForSql(reason)})`,
    `sum(iif(${waitsForSql(reason)}, ${lines}, 0))`,
  ]);
  const row = db.raw(`select ${sums.join(', ')} ${source.text}`).get(...source.values) ?? [];
  return waitReasons.flatMap((reason, at) => {
    const records = Number(row[2 * at] ?? 0);
    return records === 0 ? [] : [{ reason, records, changes: Number(row[2 * at + 1] ?? 0) }];
  });
}

function pageOf(db: Reader, { table, filter, links }: Part, page: { limit: number; offset: number }): WaitingRecord[] {
  const shape = waitingShape(table);
  const source = waitingSource(table, filter, { links });
  const order = `order by ${['stamp', ...table.keyNames].map((name) => `entry.${name}`).join(', ')}`;
  const keys = table.keyNames.map((name) => `entry.${name}`).join(', ');
  const found = `(select ${keys}, entry.stamp ${source.text} ${order} limit ? offset ?)`;
  return db
    .raw(`select ${shape.list} ${joinedEntries(table, found)} ${order}`)
    .all(...source.values, page.limit, page.offset)
    .map((row) => cutAtDifference(db, table, shape.read(row)));
}
