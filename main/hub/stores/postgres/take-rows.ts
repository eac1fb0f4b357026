// Most rows of an upload need no judgement: they are there, and nobody else has changed them since their sender last saw them.
// Those are looked at and written by one statement (Speed).

import { DatabaseError } from 'pg';
import { pairs } from '../../../sqlite/names.ts';
import type { Row } from '../../../sync/cell.ts';
import { arrayText } from './cells.ts';
import type { PgValue, Querying } from './connection.ts';
import { isRowFault, isWorthRepeating } from './problem.ts';
import type { ScopedTable, TravellingColumn } from './registry.ts';
import { contested, isComparable, nameAt, same } from './table-sql.ts';

/** Takes rows of one table. */
export interface Taker {
  /** What `take` is given for rows with different keys. */
  prepare(rows: readonly Row[], sender: { readonly client: number; readonly watermark: bigint | null }): PgValue[];
  /**
   * Sets the cells that differ; the places, from 0, of the rows that were left for others to judge. Null = a row has changed in
   * between, or one of them cannot be written: what was done must be undone.
   */
  take(values: readonly PgValue[]): Promise<ReadonlySet<number> | null>;
}

/** A taker; null for a table of nothing but its key. Its rows are those of a Concord client, of a table that nothing answers on. */
export function createTaker(db: Querying, table: ScopedTable): Taker | null {
  const { columnsThere, keyAt } = table;
  if (columnsThere.length === keyAt.length) return null;
  const text = takeText(table);
  return {
    prepare: (rows, { client, watermark }) => [
      client,
      watermark,
      ...columnsThere.map((_, at) => arrayText(rows.map((row) => row[at] ?? null))),
    ],
    async take(values) {
      try {
        const [[done, wanted, left] = []] = await db.rows(text, values);
        if (done !== wanted) return null;
        return new Set((left ?? '') === '' ? [] : (left ?? '').split(',').map((place) => Number(place) - 1));
      } catch (thrown) {
        if (isOfRows(thrown)) return null;
        throw thrown;
      }
    },
  };
}

/** A column that the hub has no right to change is no trouble where it stays as it is. */
function isOfRows(thrown: unknown): boolean {
  if (isWorthRepeating(thrown)) return false;
  return isRowFault(thrown) || (thrown instanceof DatabaseError && (thrown.code ?? '').startsWith('42'));
}

/**
 * $1 client, $2 watermark, cells from $3. A row is written where it was seen: one that another transaction has changed since has
 * moved on from there, is not found, and is missed in the count. Locks are taken in the order of the keys.
 */
function takeText(table: ScopedTable): string {
  const { base, entries, keyNames, keyAt, columnsThere: columns } = table;
  const key = keyAt.flatMap((at) => columns[at] ?? []);
  const keys = key.map((_, at) => `i.k${at}`);
  const join = (side: string, names: readonly string[]): string =>
    pairs(
      names.map((name) => `${side}.${name}`),
      '=',
      keys,
    );
  const others = columns.flatMap((column, at) => (keyAt.includes(at) ? [] : [{ column, name: `c${at}` }]));
  const equal = others
    .map(({ column, name }) => `(${same(column, name, { stock: false, isTyped: true })})`)
    .join(' and ');
  const ofBase = join(
    'p',
    key.map((column) => column.quoted),
  );
  return `with seen as materialized (
      select i.*, p.ctid as spot, p.ctid is not null and not coalesce(${contested}, false) as plain, ${equal} as equal
      from (${sentRows(table)}) i left join ${base} p on ${ofBase}
      left join ${entries} e on ${join('e', keyNames)} order by ${keys.join(', ')}),
    done as (
      update ${base} p set ${others.map(({ column, name }) => `${column.quoted} = ${kept(column, name)}`).join(', ')}
      from seen i where p.ctid = i.spot and i.plain and not i.equal returning 1)
    select (select count(*) from done), count(*) filter (where plain and not equal),
      string_agg(place::text, ',' order by place) filter (where not plain) from seen`;
}

/** The rows as they were sent, each cell turned into its column's type once. */
function sentRows({ columnsThere: columns, keyAt }: ScopedTable): string {
  const names = columns.map((_, at) => nameAt(keyAt, at));
  const arrays = columns.map((column, at) => `$${3 + at}::${isComparable(column) ? column.cast : 'text'}[]`);
  const cells = columns.map((column, at) => {
    const name = names[at] ?? '';
    return isComparable(column) || column.cast === 'text' ? name : `${name}::${column.cast} as ${name}`;
  });
  // Without OFFSET the casts are made anew wherever a cell is used.
  return `select ${cells.join(', ')}, place
    from unnest(${arrays.join(', ')}) with ordinality as sent(${names.join(', ')}, place) offset 0`;
}

/** `12.10` and `12.1`, 0 and -0 are equal: such a cell stays as it is stored. */
function kept(column: TravellingColumn, name: string): string {
  const cell = `i.${name}`;
  return ['numeric', 'float4', 'float8'].includes(column.typeName)
    ? `case when p.${column.quoted} is not distinct from ${cell} then p.${column.quoted} else ${cell} end`
    : cell;
}
