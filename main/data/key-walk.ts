// Walking a table along its key: every so many rows the key is remembered, so that a page far down is a short step from
// there, and a long look happens in slices (law 6, PD-04).

import { isDeepStrictEqual } from 'node:util';
import { selectCell } from '../sqlite/cells.ts';
import type { CellRecord } from '../sync/cell.ts';
import { bindRow } from '../sqlite/cells.ts';
import type { Reader, SqlValue } from '../sqlite/database.ts';
import { quote } from '../sqlite/names.ts';
import { createSlices } from '../sqlite/slices.ts';
import type { Sql } from './condition.ts';
import { keyColumnsOf, type GridTable } from './grid-table.ts';
import type { Handle, Handles } from './row-handle.ts';

/** A table along its key, as of one version of the data. */
export interface KeyWalk {
  /** How many rows it has. */
  readonly total: number;
  /** The rows from `offset` on, in the order of the key. */
  page(offset: number, limit: number): Handle[];
  /** All rows that a condition holds for, in the order of the key. */
  search(where: Sql): Promise<Handle[]>;
  /** How many rows come before a key. */
  before(key: CellRecord): number;
  /** The key of every `stride`th row; the first needs none. */
  readonly stops: readonly (readonly SqlValue[])[];
}

/** Rows between two remembered keys. */
const stride = 10_000;

/** Walks the whole table once, in slices. */
export async function walkAlongKey(db: Reader, table: GridTable, handles: Handles): Promise<KeyWalk> {
  const names = table.key.map((name) => `row.${quote(name)}`);
  const marks = `(${names.map(() => '?').join(', ')})`;
  const from = `from ${quote(table.physical)} as row`;
  const order = `order by ${names.join(', ')}`;
  const keyList = keyColumnsOf(table)
    .map((column) => selectCell(column, 'row.'))
    .join(', ');
  const since = (start: readonly SqlValue[]): string =>
    start.length === 0 ? '1' : `(${names.join(', ')}) >= ${marks}`;
  const stops = await findStops((last) =>
    db.raw(`select ${keyList} ${from} where ${since(last)} ${order} limit 1 offset ?`).get(...last, stride),
  );
  const end = stops.at(-1) ?? [];
  const rest = Number(db.value(`select count(*) ${from} where ${since(end)}`, ...end));
  /** The last stop that a key does not come before. One whose row is gone is passed over. */
  const stopBefore = (cells: readonly SqlValue[]): number => {
    const isBehind = db.raw(
      `select 1 ${from} where (${names.join(', ')}) = ${marks} and (${names.join(', ')}) <= ${marks}`,
    );
    let [low, high] = [0, stops.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (isBehind.get(...(stops[middle] ?? []), ...cells)) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    stops,
    total: (stops.length - 1) * stride + rest,
    page(offset, limit) {
      const at = Math.min(Math.floor(offset / stride), stops.length - 1);
      const start = stops[at] ?? [];
      const sql = `select ${handles.list} ${from} where ${since(start)} ${order} limit ? offset ?`;
      return handles.all(sql, [...start, limit, offset - at * stride]);
    },
    async search(where) {
      const slices = createSlices();
      const found: Handle[] = [];
      for (const [at, start] of stops.entries()) {
        const end = stops[at + 1] ?? [];
        const until = end.length === 0 ? '1' : `(${names.join(', ')}) < ${marks}`;
        const sql = `select ${handles.list} ${from} where ${since(start)} and ${until} and (${where.text}) ${order}`;
        for (const handle of handles.all(sql, [...start, ...end, ...where.values])) found.push(handle);
        await slices.pause();
      }
      return found;
    },
    before(key) {
      const cells = bindRow(table.key.map((name) => key[name] ?? null));
      const at = stopBefore(cells);
      const start = stops[at] ?? [];
      const sql = `select count(*) ${from} where ${since(start)} and (${names.join(', ')}) < ${marks}`;
      return at * stride + Number(db.value(sql, ...start, ...cells));
    },
  };
}

/** True for walks past as many rows and the same keys. */
export function isSameWalk(one: KeyWalk, other: KeyWalk): boolean {
  return one.total === other.total && isDeepStrictEqual(one.stops, other.stops);
}

/** The key of every `stride`th row, from one to the next. */
async function findStops(next: (last: readonly SqlValue[]) => SqlValue[] | undefined): Promise<SqlValue[][]> {
  const slices = createSlices();
  const stops: SqlValue[][] = [[]];
  for (let stop = next([]); stop; stop = next(stop)) {
    stops.push(stop);
    await slices.pause();
  }
  return stops;
}
