// Which rows a client is to receive from a PostgreSQL hub, as SQL (W-165, W-182). The table itself says whether a record is
// there.

import { mark, type Fragment } from '../../../sqlite/filter-sql.ts';
import type { RowFilter } from '../row-filter.ts';
import { cellText, selectCell } from './cells.ts';
import { newerThan } from './clock.ts';
import type { PgValue } from './connection.ts';
import { hasMisfit, readyRow } from './ready-rows.ts';
import type { ScopedTable } from './registry.ts';

/** What one client of a scope is to receive of a table. */
export interface Wanted {
  /** Null = every row, tracked or not (a first session). */
  readonly after: bigint | null;
  /** Rows that this client wrote are left out; null = none are. */
  readonly notOf: number | null;
  /** Number of the client itself; null while the hub does not know it. */
  readonly client: number | null;
  /** Columns that the client has of no row: rows that hold something there are sent whoever changed them when (R-161). */
  readonly lacking: readonly string[];
  /**
   * The transactions since `after`, where they are few: PostgreSQL then finds their entries by the index. What it knows of a table
   * that one transaction has filled says that every other one changed as many rows. Null = many.
   */
  readonly changes: readonly string[] | null;
}

/** A query without its select list, with its values. */
export interface Source {
  readonly from: string;
  readonly where: string;
  readonly order: string;
  readonly values: readonly PgValue[];
  /** True if the rows come from tracking entries. */
  readonly tracked: boolean;
  /** True if the rows are there and go all the same. */
  readonly left?: true;
}

/** Transactions in the order in which they became visible; within one there is none. */
const order = 'order by change.stamp nulls last, change.no';

/** Rows that are there, and that the table's filter lets through. */
export function upsertSources(table: ScopedTable, wanted: Wanted, filter: RowFilter | null): readonly Source[] {
  const matching = filter?.matching ?? null;
  if (wanted.after === null)
    return [
      limited({ from: `${table.base} as present`, where: 'true', order: '', values: [], tracked: false }, matching),
    ];
  const from = `${tracked(table)} join ${table.base} as present on ${sameKey(table)}`;
  const own = limited({ from, ...changed(wanted), order, tracked: true }, matching);
  return [
    own,
    ...(filter?.entering ? [entered(table, wanted, filter.entering)] : []),
    ...(wanted.lacking.length > 0 ? [limited(filled(table, wanted), matching)] : []),
  ];
}

/** R-161: rows that hold something in columns that are new to the client, unless they are sent anyway. */
function filled(table: ScopedTable, wanted: Wanted): Source {
  const { where, values } = changed(wanted);
  const lacking = table.columnsThere.filter(({ name }) => wanted.lacking.includes(name));
  const holds = lacking.map(({ quoted }) => `present.${quoted} is not null`).join(' or ');
  return {
    from: `${table.base} as present`,
    where: `(${holds}) and not exists (select from ${tracked(table)} where ${sameKey(table)} and ${where})`,
    order: '',
    values,
    tracked: false,
  };
}

/** R-28: rows that another table's change lets in; those of own entries go, or came, by themselves. */
function entered(table: ScopedTable, { after }: Wanted, entering: Fragment): Source {
  const keys = numbered(entering, 0);
  const newer = newerThan('change', `$${keys.values.length + 1}`);
  const known = `not exists (select from ${tracked(table)} where ${newer} and ${sameKey(table)})`;
  return {
    from: `${table.base} as present`,
    where: `${keyOfPresent(table)} in (${keys.text}) and ${known}`,
    order: '',
    values: [...keys.values, after],
    tracked: false,
  };
}

/** Keys of records that are gone; a first session has none (W-182). They go to every client, whatever its filter (W-183). */
export function deleteSource(table: ScopedTable, wanted: Wanted): Source | null {
  if (wanted.after === null) return null;
  const { where, values } = changed(wanted);
  const gone = `not exists (select from ${table.base} as present where ${sameKey(table)})`;
  return { from: tracked(table), where: `${where} and ${gone}`, order, values, tracked: true };
}

/** R-28: records that are there and have left the client's filter, or that the client itself wrote outside of it. */
export function leftSource(table: ScopedTable, { after, client }: Wanted, filter: RowFilter | null): Source | null {
  if (after === null || !filter?.leaving) return null;
  const keys = table.keyNames.map((name) => `entry.${name}`).join(', ');
  const own = `select ${keys} from ${tracked(table)} where ${newerThan('change', '$1')} and entry.owner = $2 and not entry.gone`;
  const leaving = numbered(filter.leaving, 2);
  const matching = numbered(filter.matching, 2 + leaving.values.length);
  const values: PgValue[] = [after, client ?? -1, ...leaving.values, ...matching.values];
  let others = '';
  for (const other of filter.others) {
    const held = numbered(other, values.length);
    others += ` and (${held.text}) is not true`;
    values.push(...held.values);
  }
  return {
    from: `${table.base} as present`,
    where: `${keyOfPresent(table)} in (${leaving.text} union ${own}) and (${matching.text}) is not true${others}`,
    order: '',
    values,
    tracked: false,
    left: true,
  };
}

function limited(source: Source, matching: Fragment | null): Source {
  if (!matching) return source;
  const { text, values } = numbered(matching, source.values.length);
  return { ...source, where: `${source.where} and ${text}`, values: [...source.values, ...values] };
}

function keyOfPresent(table: ScopedTable): string {
  return `(${table.keyAt.map((at) => `present.${table.columnsThere[at]?.quoted ?? ''}`).join(', ')})`;
}

/** The fragment with its values numbered after those before it. */
export function numbered(
  { text, values }: Fragment,
  before: number,
): { readonly text: string; readonly values: PgValue[] } {
  let at = before;
  return { text: text.replaceAll(mark, () => `$${++at}`), values: values.map(cellText) };
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

function changed({ after, notOf, changes }: Wanted): { readonly where: string; readonly values: readonly PgValue[] } {
  const values: PgValue[] = [after];
  let where = newerThan('change', '$1');
  if (notOf !== null) where += ` and (entry.owner is null or entry.owner <> $${values.push(notOf)})`;
  if (changes !== null) where += ` and entry.change = any ($${values.push(changes)}::bigint[])`;
  return { where, values };
}

/** How many cells of the author stand before those of the row (W-286). */
export const authorWidth = 3;

/** The statement that yields rows: person, device, instant, then the row's cells. */
export function upsertText(table: ScopedTable, source: Source): string {
  return withAuthor(table.columnsThere.map((column) => selectCell(column, 'present.')).join(', '), source);
}

/** The same rows, each as one JSON text after its author; those that have none are left out. */
export function readyText(table: ScopedTable, source: Source): string {
  const misfit = hasMisfit(table);
  return withAuthor(
    readyRow(table),
    misfit === null ? source : { ...source, where: `${source.where} and not ${misfit}` },
  );
}

/** The rows that `readyText` leaves out; null where there is no such row. */
export function unreadyText(table: ScopedTable, source: Source): string | null {
  const misfit = hasMisfit(table);
  return misfit && upsertText(table, { ...source, where: `${source.where} and ${misfit}` });
}

/** The statement that yields the keys of rows that have left at their places, null elsewhere (W-74). */
export function leftText(table: ScopedTable, source: Source): string {
  const cells = table.columnsThere.map((column, at) =>
    table.keyAt.includes(at) ? selectCell(column, 'present.') : 'null',
  );
  return withAuthor(cells.join(', '), source);
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
