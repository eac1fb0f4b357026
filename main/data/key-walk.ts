// Walking a table along its key: every so many rows the key is remembered, so that a page far down is a short step from
// there, and a long look happens in slices (law 6, PD-04).

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
  /** The rows from `offset` on, in the order of the key. */
  page(offset: number, limit: number): Promise<Handle[]>;
  /** All rows that a condition holds for, in the order of the key. */
  search(where: Sql): Promise<Handle[]>;
  /** How many rows come before a key. */
  before(key: CellRecord): number;
}

/** Rows between two remembered keys. */
const stride = 10_000;

/** A walk that has remembered nothing yet. */
export function createKeyWalk(db: Reader, table: GridTable, handles: Handles): KeyWalk {
  const names = table.key.map((name) => `row.${quote(name)}`);
  const marks = `(${names.map(() => '?').join(', ')})`;
  const from = `from ${quote(table.physical)} as row`;
  const order = `order by ${names.join(', ')}`;
  const keyList = keyColumnsOf(table)
    .map((column) => selectCell(column, 'row.'))
    .join(', ');
  const since = (start: readonly SqlValue[]): string =>
    start.length === 0 ? '1' : `(${names.join(', ')}) >= ${marks}`;
  /** The key of every `stride`th row; the first needs none. */
  const stops: SqlValue[][] = [[]];
  let isComplete = false;
  const step = (): boolean => {
    const last = stops.at(-1) ?? [];
    const next = db
      .raw(`select ${keyList} ${from} where ${since(last)} ${order} limit 1 offset ?`)
      .get(...last, stride);
    if (next) stops.push(next);
    else isComplete = true;
    return !isComplete;
  };
  return {
    async page(offset, limit) {
      const slices = createSlices();
      const wanted = Math.floor(offset / stride);
      while (stops.length <= wanted && step()) await slices.pause();
      const at = Math.min(wanted, stops.length - 1);
      const start = stops[at] ?? [];
      const sql = `select ${handles.list} ${from} where ${since(start)} ${order} limit ? offset ?`;
      return handles.all(sql, [...start, limit, offset - at * stride]);
    },
    async search(where) {
      const slices = createSlices();
      const found: Handle[] = [];
      for (let at = 0; at < stops.length; at++) {
        if (at === stops.length - 1) step();
        const start = stops[at] ?? [];
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
      return Number(db.value(`select count(*) ${from} where (${names.join(', ')}) < ${marks}`, ...cells));
    },
  };
}
