// The statements of one table while an upload is applied. Rows come as one array a column, so that a thousand cost one call.

import { pairs } from '../../../sqlite/names.ts';
import { newerThan } from './clock.ts';
import { selectCell } from './cells.ts';
import type { ScopedTable, TravellingColumn } from './registry.ts';

/** What the look at a table depends on besides the rows. */
export interface LookOptions {
  /** A stock peer has passed decimals through a double, and doubles through 15 digits: such a cell is the stored one (W-280, W-288). */
  readonly stock: boolean;
  /** True if the sender's earlier uploads are remembered (L23). */
  readonly remembers: boolean;
}

/** How many flags a look gives before the one a column. */
export const lookFlags = 5;

/** A statement for many rows, one array a column from $1; and the same for one row, whose texts are the array $1. */
export interface Change {
  readonly many: string;
  readonly one: string;
}

/** Texts of statements; parameters are named where each begins. */
export interface TableSql {
  /** Locks the rows that are there, in the order of their keys. Keys from $1. */
  lock(forDelete: boolean): string;
  /**
   * One text of flags for each row, in their order: is there, contested, unknown to the sender, has an entry, was sent before,
   * then one a column that says whether it differs. $1 client, $2 watermark, cells from $3 (keys alone: no columns), digests last.
   */
  look(what: 'rows' | 'keys'): string;
  /** The stored cells of rows by their keys from $1, each after the row's place. */
  readonly present: string;
  /** All cells. */
  readonly insert: Change;
  /** Sets the columns at these places; the key, then the cells. */
  update(places: readonly number[]): Change;
  /** The key. */
  readonly remove: Change;
  /** Owner $1, author $2, keys from $3. */
  readonly sign: string;
  /** Keys from $1. */
  readonly disown: string;
  /** Client $1, keys from $2, digests last. */
  readonly remember: string;
}

/** Keys as one array a column from $1 with their places, and their condition on the table under an alias. */
export function keysGiven(table: ScopedTable, alias: string): { readonly from: string; readonly ofBase: string } {
  const key = table.keyAt.flatMap((at) => table.columnsThere[at] ?? []);
  const ofBase = pairs(
    key.map((column) => `${alias}.${column.quoted}`),
    '=',
    key.map((column, at) => typed(column, `i.k${at}`)),
  );
  return { from: given(table.keyNames, 1), ofBase };
}

/** The statements of a table. */
export function tableSql(table: ScopedTable, options: LookOptions): TableSql {
  const { base, entries, known, keyNames, columnsThere: columns, keyAt } = table;
  const key = keyAt.flatMap((at) => columns[at] ?? []);
  const byKey = (side: string, names: readonly string[]): string =>
    pairs(
      names.map((name) => `${side}.${name}`),
      '=',
      key.map((column, at) => typed(column, `i.k${at}`)),
    );
  const ofBase = byKey(
    'p',
    key.map((column) => column.quoted),
  );
  const ofEntry = byKey('e', keyNames);
  const names = keyNames.join(', ');
  const keys = (first: number, more: readonly string[] = []): string => given([...keyNames, ...more], first);
  const typedKeys = key.map((column, at) => typed(column, `i.k${at}`)).join(', ');
  return {
    lock: (forDelete) =>
      `select count(*) from (select 1 from ${base} p join ${keys(1)} on ${ofBase}
       order by ${key.map((column) => `p.${column.quoted}`).join(', ')} for ${forDelete ? '' : 'no key '}update of p) locked`,
    look: (what) => lookText(table, options, { what, ofBase, ofEntry, ofKnown: byKey('k', keyNames) }),
    present: `select i.place, ${columns.map((column) => selectCell(column, 'p.')).join(', ')}
      from ${keys(1)} join ${base} p on ${ofBase}`,
    ...changes(table, ofBase),
    sign: `insert into ${entries} as e (${names}, owner, author, change, born, gone, at)
      select ${typedKeys}, $1::int, $2::int, _concord.change_no(), 0, false, now() from ${keys(3)} on conflict (${names})
      do update set owner = excluded.owner, author = excluded.author, change = excluded.change, at = excluded.at`,
    disown: `update ${entries} e set owner = null, author = null from ${keys(1)} where ${ofEntry}`,
    remember: `insert into ${known} (${names}, client, change, content)
      select ${typedKeys}, $1::int, _concord.change_no(), i.content from ${keys(2, ['content'])}
      on conflict (${names}, client) do update set change = excluded.change, content = excluded.content`,
  };
}

function changes(table: ScopedTable, ofBase: string): Pick<TableSql, 'insert' | 'update' | 'remove'> {
  const { base, keyNames, columnsThere: columns, keyAt } = table;
  const into = `insert into ${base} (${columns.map((column) => column.quoted).join(', ')}) overriding system value`;
  const cells = (textOf: (at: number) => string): string =>
    columns.map((column, at) => typed(column, textOf(at))).join(', ');
  const set = (places: readonly number[], textOf: (at: number, place: number) => string): string =>
    places.map((at, place) => `${columns[at]?.quoted ?? ''} = ${typed(columns[at], textOf(at, place))}`).join(', ');
  const ofOne = keyAt
    .map((at, place) => `p.${columns[at]?.quoted ?? ''} = ${typed(columns[at], `($1)[${place + 1}]`)}`)
    .join(' and ');
  const all = cellNames(columns.map((_, at) => at));
  return {
    insert: {
      many: `${into} select ${cells((at) => `i.c${at}`)} from ${given(all, 1)}`,
      one: `${into} values (${cells((at) => `($1)[${at + 1}]`)})`,
    },
    update: (places) => ({
      many: `update ${base} p set ${set(places, (at) => `i.c${at}`)}
        from ${given([...keyNames, ...cellNames(places)], 1)} where ${ofBase}`,
      one: `update ${base} p set ${set(places, (_, place) => `($1)[${keyAt.length + place + 1}]`)} where ${ofOne}`,
    }),
    remove: {
      many: `delete from ${base} p using ${given(keyNames, 1)} where ${ofBase}`,
      one: `delete from ${base} p where ${ofOne}`,
    },
  };
}

/** `unnest` of one array a name, the row's place as the last column. */
export function given(names: readonly string[], first: number): string {
  const arrays = names.map((_, at) => `$${first + at}::text[]`).join(', ');
  return `unnest(${arrays}) with ordinality as i(${[...names, 'place'].join(', ')})`;
}

function cellNames(places: readonly number[]): string[] {
  return places.map((at) => `c${at}`);
}

/** A text as a value of the column's type; texts need no cast, sizes are left to the column, which refuses what is too long. */
export function typed(column: TravellingColumn | undefined, text: string): string {
  return column === undefined || column.cast === 'text' ? text : `${text}::${column.cast}`;
}

/** The changes that the sender does not know are read once. */
function newer(change: string): string {
  return `($2::bigint is null or ${change} in (select no from _concord.change c where ${newerThan('c', '$2::bigint')}))`;
}

/** R-14: somebody else than $1 has changed the row since the sender last saw it, at $2. */
export const contested = `e.k0 is not null and e.owner is distinct from $1::int and ${newer('e.change')}`;

interface Looking {
  readonly what: 'rows' | 'keys';
  readonly ofBase: string;
  readonly ofEntry: string;
  readonly ofKnown: string;
}

function lookText(table: ScopedTable, options: LookOptions, { what, ofBase, ofEntry, ofKnown }: Looking): string {
  const { base, entries, known, keyNames, columnsThere: columns, keyAt } = table;
  const there = `p.${columns[keyAt[0] ?? 0]?.quoted ?? ''} is not null`;
  const unknown = `e.born > 0 and ${newer('e.born')}`;
  const sent = options.remembers ? 'k.content is not distinct from i.digest' : 'false';
  const differs =
    what === 'keys'
      ? []
      : columns.map((column, at) => (keyAt.includes(at) ? 'false' : `not (${same(column, `c${at}`, options)})`));
  const flags = [there, contested, unknown, 'e.k0 is not null', sent, ...differs].map(flag).join(' || ');
  const names = what === 'keys' ? keyNames : columns.map((_, at) => nameAt(keyAt, at));
  const memory = options.remembers ? `left join ${known} k on k.client = $1::int and ${ofKnown}` : '';
  return `select string_agg(${flags}, '' order by i.place) from ${given(options.remembers ? [...names, 'digest'] : names, 3)}
    left join ${base} p on ${ofBase} left join ${entries} e on ${ofEntry} ${memory}`;
}

/** A key's cell goes by its place in the key. */
export function nameAt(keyAt: readonly number[], at: number): string {
  const position = keyAt.indexOf(at);
  return position < 0 ? `c${at}` : `k${position}`;
}

function flag(condition: string): string {
  return `case when ${condition} then '1' else '0' end`;
}

const comparable = new Set(
  'int2 int4 int8 float4 float8 bool uuid bytea date time timestamp timestamptz numeric'.split(' '),
);

/** True for types whose own equality is the wire's; their texts can come as an array of that very type. */
export function isComparable({ builtIn, typeName }: TravellingColumn): boolean {
  return builtIn && comparable.has(typeName);
}

/** How cells are compared. */
export interface Comparing extends Pick<LookOptions, 'stock'> {
  /** True if what comes is of the column's type already, not its text. */
  readonly isTyped?: boolean;
}

/** W-288: the same in value, or what a stock peer makes of it on its way. */
export function same(column: TravellingColumn, name: string, { stock, isTyped = false }: Comparing): string {
  const [stored, incoming] = [`p.${column.quoted}`, isTyped ? `i.${name}` : typed(column, `i.${name}`)];
  if (!isComparable(column))
    return `(${stored})::text collate "C" is not distinct from (${incoming})::text collate "C"`;
  const plain = `${stored} is not distinct from ${incoming}`;
  if (!stock) return plain;
  if (column.typeName === 'numeric')
    return `${plain} or (abs(${stored}) < 1e300 and abs(${incoming}) < 1e300
      and (${stored}::float8::numeric = ${incoming} or ${stored}::float8 = ${incoming}::float8))`;
  return column.typeName === 'float8'
    ? `${plain} or (abs(${stored}) < 1e300 and ${stored}::numeric = ${incoming}::numeric)`
    : plain;
}
