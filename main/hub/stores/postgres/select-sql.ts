// Which rows a client is to receive from a PostgreSQL hub, as SQL (W-165, W-182). The table itself says whether a record is
// there.

import type { PgValue } from './connection.ts';
import { selectCell } from './cells.ts';
import { newerThan } from './clock.ts';
import type { ScopedTable } from './registry.ts';

/** What one client of a scope is to receive of a table. */
export interface Wanted {
  /** Null = every row, tracked or not (a first session). */
  readonly after: bigint | null;
  /** Rows that this client wrote are left out; null = none are. */
  readonly notOf: number | null;
}

/** A query without its select list, with its values. */
export interface Source {
  readonly from: string;
  readonly where: string;
  readonly order: string;
  readonly values: readonly PgValue[];
  /** True if the rows come from tracking entries. */
  readonly tracked: boolean;
}

/** Transactions in the order in which they became visible; within one there is none. */
const order = 'order by change.stamp nulls last, change.no';

/** Rows that are there. */
export function upsertSource(table: ScopedTable, wanted: Wanted): Source {
  if (wanted.after === null)
    return { from: `${table.base} as present`, where: 'true', order: '', values: [], tracked: false };
  const from = `${tracked(table)} join ${table.base} as present on ${sameKey(table)}`;
  return { from, ...changed(wanted), order, tracked: true };
}

/** Keys of records that are gone; a first session has none (W-182). */
export function deleteSource(table: ScopedTable, wanted: Wanted): Source | null {
  if (wanted.after === null) return null;
  const { where, values } = changed(wanted);
  const gone = `not exists (select from ${table.base} as present where ${sameKey(table)})`;
  return { from: tracked(table), where: `${where} and ${gone}`, order, values, tracked: true };
}

function tracked({ entries }: ScopedTable): string {
  return `_concord.change as change join ${entries} as entry on entry.change = change.no`;
}

/** The key of a row beside that of its entry. */
export function sameKey({ key, keyNames, columnsThere, keyAt }: ScopedTable): string {
  return key
    .map((_, at) => `present.${columnsThere[keyAt[at] ?? -1]?.quoted ?? ''} = entry.${keyNames[at] ?? ''}`)
    .join(' and ');
}

function changed({ after, notOf }: Wanted): { readonly where: string; readonly values: readonly PgValue[] } {
  const newer = newerThan('change', '$1');
  if (notOf === null) return { where: newer, values: [after] };
  return { where: `${newer} and (entry.owner is null or entry.owner <> $2)`, values: [after, notOf] };
}

/** How many cells of the author stand before those of the row (W-286). */
export const authorWidth = 3;

/** The statement that yields rows: person, device, instant, then the row's cells. */
export function upsertText(table: ScopedTable, source: Source): string {
  return withAuthor(table.columnsThere.map((column) => selectCell(column, 'present.')).join(', '), source);
}

/** The statement that yields deleted keys at their places, null elsewhere (W-74). */
export function deleteText(table: ScopedTable, source: Source): string {
  const cells = table.columnsThere.map((column, at) => {
    const position = table.keyAt.indexOf(at);
    return position < 0 ? 'null' : selectCell({ ...column, quoted: `k${position}` }, 'entry.');
  });
  return withAuthor(cells.join(', '), source);
}

const instant = `to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

function withAuthor(cells: string, { from, where, order: after, tracked: isTracked }: Source): string {
  if (!isTracked) return `select null, null, null, ${cells} from ${from} where ${where}`;
  return `select author."user", author.device, case when author.no is null then null else ${instant} end, ${cells}
    from ${from} left join _concord.author as author on author.no = entry.author where ${where} ${after}`;
}
