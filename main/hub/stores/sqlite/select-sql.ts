// Which rows a client is to receive, as SQL (W-165, W-182). The table itself says whether a record is there.

import type { Column } from '../../../sync/schema.ts';
import { selectCell } from '../../../sqlite/cells.ts';
import type { Reader, SqlValue } from '../../../sqlite/database.ts';
import { pairs, quote } from '../../../sqlite/names.ts';
import type { Fragment } from '../../../sqlite/filter-sql.ts';
import type { RowFilter } from '../row-filter.ts';
import { bound } from './filter-dialect.ts';
import type { ScopedTable } from './registry.ts';
import { cellsOf } from './select-cells.ts';

/** What one client of a scope is to receive of a table. */
export interface Wanted {
  /** Null = every row, tracked or not (a first session). */
  readonly after: number | null;
  /** Rows that this client wrote are left out; null = none are. */
  readonly notOf: number | null;
  /** Number of the client itself; null while the hub does not know it. */
  readonly client: number | null;
  /** Columns that the client has of no row: rows that hold something there are sent whoever changed them when (R-161). */
  readonly lacking: readonly string[];
}

/** A query without its select list, with its values. */
export interface Source {
  readonly from: string;
  readonly where: string;
  readonly values: readonly SqlValue[];
  /** True if the rows come from tracking entries, and so in the order of their stamps. */
  readonly tracked: boolean;
  /** True if the rows are there and go all the same. */
  readonly left?: true;
}

/** Rows that are there, and that the table's filter lets through. */
export function upsertSources(table: ScopedTable, wanted: Wanted, filter: RowFilter | null): readonly Source[] {
  const there = `present.${quote(table.key[0] ?? '')} is not null`;
  const matching = filter?.matching ?? null;
  if (wanted.after === null)
    return [limited({ from: `${table.base} as present`, where: there, values: [], tracked: false }, matching)];
  // A cross join keeps this order: few entries first, each with its row.
  const from = `${table.entries} as entry cross join ${table.base} as present on ${sameKey(table)}`;
  const own = limited({ from, ...changed(wanted), tracked: true }, matching);
  return [
    own,
    ...(filter?.entering ? [entered(table, wanted, filter.entering)] : []),
    ...(wanted.lacking.length > 0 ? [limited(filled(table, wanted), matching)] : []),
  ];
}

/** R-161: rows that hold something in columns that are new to the client, unless they are sent anyway. */
function filled(table: ScopedTable, wanted: Wanted): Source {
  const { where, values } = changed(wanted);
  const holds = wanted.lacking.map((name) => `present.${quote(name)} is not null`).join(' or ');
  return {
    from: `${table.base} as present`,
    where: `(${holds}) and not exists (select 1 from ${table.entries} as entry where ${sameKey(table)} and ${where})`,
    values,
    tracked: false,
  };
}

/** R-28: rows that another table's change lets in; those of own entries go, or came, by themselves. */
function entered(table: ScopedTable, { after }: Wanted, entering: Fragment): Source {
  const keys = bound(entering);
  const known = `not exists (select 1 from ${table.entries} as entry where ${sameKey(table)} and entry.stamp > ?)`;
  return {
    from: `${table.base} as present`,
    where: `${keyOfPresent(table)} in (${keys.text}) and ${known}`,
    values: [...keys.values, after],
    tracked: false,
  };
}

/** Keys of records that are gone; a first session has none (W-182). They go to every client, whatever its filter (W-183). */
export function deleteSource(table: ScopedTable, wanted: Wanted): Source | null {
  if (wanted.after === null) return null;
  const { where, values } = changed(wanted);
  const gone = `not exists (select 1 from ${table.base} as present where ${sameKey(table)})`;
  return { from: `${table.entries} as entry`, where: `${where} and ${gone}`, values, tracked: true };
}

/** R-28: records that are there and have left the client's filter, or that the client itself wrote outside of it. */
export function leftSource(table: ScopedTable, { after, client }: Wanted, filter: RowFilter | null): Source | null {
  if (after === null || !filter?.leaving) return null;
  const own = `select ${table.keyNames.join(', ')} from ${table.entries} where stamp > ? and owner is ? and gone = 0`;
  const [leaving, matching] = [bound(filter.leaving), bound(filter.matching)];
  const others = filter.others.map(bound);
  const heldNowhere = others.map(({ text }) => ` and (${text}) is not true`).join('');
  return {
    from: `${table.base} as present`,
    where: `${keyOfPresent(table)} in (${leaving.text} union ${own}) and (${matching.text}) is not true${heldNowhere}`,
    values: [...leaving.values, after, client ?? -1, ...matching.values, ...others.flatMap(({ values }) => values)],
    tracked: false,
    left: true,
  };
}

function limited(source: Source, matching: Fragment | null): Source {
  if (!matching) return source;
  const { text, values } = bound(matching);
  return { ...source, where: `${source.where} and ${text}`, values: [...source.values, ...values] };
}

function keyOfPresent(table: ScopedTable): string {
  return `(${table.key.map((name) => `present.${quote(name)}`).join(', ')})`;
}

function sameKey(table: ScopedTable): string {
  return pairs(
    table.key.map((name) => `present.${quote(name)}`),
    '=',
    table.keyNames.map((name) => `entry.${name}`),
  );
}

function changed({ after, notOf }: Wanted): { readonly where: string; readonly values: readonly SqlValue[] } {
  if (notOf === null) return { where: `entry.stamp > ?`, values: [after] };
  return { where: `entry.stamp > ? and (entry.owner is null or entry.owner <> ?)`, values: [after, notOf] };
}

/** The stamp of the first change after another stamp that is not of this client. */
export function firstOfOthers({ entries }: ScopedTable): string {
  return `select stamp from ${entries} where stamp > ? and (owner is null or owner <> ?) order by stamp limit 1`;
}

/** How many cells of the author stand before those of the row (W-286). */
export const authorWidth = 3;

/** The statement that yields rows: person, device, instant, then the row's cells. */
export function upsertText(db: Reader, table: ScopedTable, source: Source): string {
  return withAuthor(cellsOf(db, table, 'present.'), source);
}

/** The statement that yields the keys of rows that have left at their places, null elsewhere (W-74). */
export function leftText(table: ScopedTable, source: Source): string {
  const cells = table.travels.map((column, at) => (table.keyAt.includes(at) ? selectCell(column, 'present.') : 'null'));
  return withAuthor(cells.join(', '), source);
}

/** The statement that yields deleted keys at their places, null elsewhere (W-74). */
export function deleteText(table: ScopedTable, source: Source): string {
  const cells = table.travels.map((column, at) => {
    const position = table.keyAt.indexOf(at);
    return position < 0 ? 'null' : selectCell(asKey(column, position), 'entry.');
  });
  return withAuthor(cells.join(', '), source);
}

function withAuthor(cells: string, { from, where, tracked }: Source): string {
  if (!tracked) return `select null, null, null, ${cells} from ${from} where ${where}`;
  return `select author.user, author.device, case when author.no is null then null else entry.at end, ${cells}
    from ${from} left join _concord_author as author on author.no = entry.author where ${where} order by entry.stamp`;
}

function asKey(column: Column, position: number): Column {
  return { ...column, name: `k${position}`, type: column.type === 'text' ? 'any' : column.type };
}
