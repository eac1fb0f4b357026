// Pages of a table for the grid: sorted, filtered and counted by SQLite, never loaded whole (law 6, PD-04). What was found
// out is kept until the file changes: counts, ways along the key, and which rows a search or an order yields.

import type { CellRecord } from '../sync/cell.ts';
import type { Reader } from '../sqlite/database.ts';
import { quote } from '../sqlite/names.ts';
import { whereOf, type GridQuery } from './condition.ts';
import { conflictSql, waitsSql, type GridTable } from './grid-table.ts';
import { createKeyWalk, type KeyWalk } from './key-walk.ts';
import type { GridLink } from './links.ts';
import { orderOf, type GridOrder } from './order.ts';
import { rowOfEntry, rowShape, type GridRow } from './page-row.ts';
import { createHandles, handleName, type Handle, type Handles } from './row-handle.ts';

/** A page with the totals behind it. */
export interface GridPage {
  readonly rows: readonly GridRow[];
  /** Records that the query shows, and all records. */
  readonly shown: number;
  readonly total: number;
  /** Of all records: those that wait to be sent, and those behind an open conflict. */
  readonly waiting: number;
  readonly conflict: number;
}

/** Pages over one connection. */
export interface Pager {
  page(table: GridTable, query: GridQuery & { limit: number; offset: number }): Promise<GridPage>;
  /** Where a record stands in a query, from 0; null if it is not shown. */
  place(table: GridTable, query: GridQuery, key: CellRecord): Promise<number | null>;
  count(table: GridTable): number;
}

/** Searches and orders remembered at a time. */
const listsKept = 6;
/** The first so many rows of an order are found without putting all others in order, too. */
const topRows = 1000;

interface TableMemory {
  readonly handles: Handles;
  readonly walk: KeyWalk;
  readonly total: number;
  readonly waiting: number;
  readonly conflict: number;
}

interface Memory {
  readonly version: number;
  readonly tables: Map<string, TableMemory>;
  readonly lists: Map<string, Promise<readonly Handle[]>>;
  /** The first rows of whole tables in other orders than the key's. */
  readonly tops: Map<string, readonly Handle[]>;
}

/** A pager; `linksOf` is asked often and should remember. */
export function createPager(db: Reader, linksOf: (table: GridTable) => readonly GridLink[]): Pager {
  let memory: Memory = emptyMemory(-1);
  const present = (): Memory => {
    const version = db.dataVersion();
    if (version !== memory.version) memory = emptyMemory(version);
    return memory;
  };
  const known = ({ tables }: Memory, table: GridTable): TableMemory => {
    const found = tables.get(table.physical) ?? readTable(db, table);
    tables.set(table.physical, found);
    return found;
  };
  const listOf = (now: Memory, table: GridTable, query: GridQuery): Promise<readonly Handle[]> => {
    const name = JSON.stringify([table.physical, query.filters, query.text, query.only, query.sort], spelled);
    const found = now.lists.get(name) ?? buildList({ db, table, query, links: linksOf(table), ...known(now, table) });
    now.lists.delete(name);
    now.lists.set(name, found);
    found.catch(() => now.lists.delete(name));
    for (const old of [...now.lists.keys()].slice(0, -listsKept)) now.lists.delete(old);
    return found;
  };
  return {
    async page(table, query) {
      const now = present();
      const facts = known(now, table);
      const { total, waiting, conflict } = facts;
      const links = linksOf(table);
      const order = orderOf(table, query.sort, links);
      const end = query.offset + query.limit;
      const isTop = isWhole(query) && end <= topRows;
      const list = isWhole(query) && (order.alongKey !== null || isTop) ? null : await listOf(now, table, query);
      const handles =
        list?.slice(query.offset, end) ??
        (order.alongKey === null
          ? topOf(now.tops, facts.handles, { table, order }).slice(query.offset, end)
          : await walkPage(facts, order.alongKey === 'desc', query));
      return {
        rows: readRows(db, { table, handles, links, by: facts.handles }),
        shown: list?.length ?? total,
        total,
        waiting,
        conflict,
      };
    },
    async place(table, query, key) {
      const now = present();
      const { handles, walk, total } = known(now, table);
      const handle = handles.ofKey(key);
      if (handle === undefined) return null;
      const along = isWhole(query) ? orderOf(table, query.sort, []).alongKey : null;
      if (along !== null) return along === 'asc' ? walk.before(key) : total - 1 - walk.before(key);
      const name = handleName(handle);
      const at = (await listOf(now, table, query)).findIndex((item) => handleName(item) === name);
      return at === -1 ? null : at;
    },
    count: (table) => known(present(), table).total,
  };
}

function emptyMemory(version: number): Memory {
  return { version, tables: new Map(), lists: new Map(), tops: new Map() };
}

function readTable(db: Reader, table: GridTable): TableMemory {
  const handles = createHandles(db, table);
  const marked = db.get<{ waiting: number | null; conflict: number | null }>(
    `select sum(${waitsSql}) as waiting, sum(${conflictSql}) as conflict
     from ${table.entries} as entry cross join ${quote(table.physical)} as row on ${rowOfEntry(table)}
     where (${waitsSql}) or ${conflictSql}`,
  );
  return {
    handles,
    walk: createKeyWalk(db, table, handles),
    total: Number(db.value(`select count(*) from ${quote(table.physical)}`)),
    waiting: marked?.waiting ?? 0,
    conflict: marked?.conflict ?? 0,
  };
}

interface ListParts extends TableMemory {
  readonly db: Reader;
  readonly table: GridTable;
  readonly query: GridQuery;
  readonly links: readonly GridLink[];
}

/** Which rows a query yields, in its order. Along the key this happens in slices; another order is one statement. */
async function buildList({ table, query, links, handles, walk }: ListParts): Promise<readonly Handle[]> {
  const where = whereOf(table, query, links);
  const order = orderOf(table, query.sort, links);
  if (query.only === 'all' && order.alongKey !== null) {
    const found = await walk.search(where);
    return order.alongKey === 'asc' ? found : found.toReversed();
  }
  const source =
    query.only === 'all'
      ? `${quote(table.physical)} as row where`
      : `${table.entries} as entry cross join ${quote(table.physical)} as row on ${rowOfEntry(table)}
         where ${query.only === 'waiting' ? waitsSql : conflictSql} and`;
  return handles.all(`select ${handles.list} from ${source} (${where.text}) order by ${order.sql}`, where.values);
}

/** The first rows of the whole table in another order than the key's, found once for all their pages. */
function topOf(
  tops: Memory['tops'],
  handles: Handles,
  { table, order }: { readonly table: GridTable; readonly order: GridOrder },
): readonly Handle[] {
  const sql = `select ${handles.list} from ${quote(table.physical)} as row order by ${order.sql} limit ?`;
  const found = tops.get(sql) ?? handles.all(sql, [topRows]);
  tops.set(sql, found);
  return found;
}

/** A page of the whole table along its key; from the end it is read backwards. */
async function walkPage(
  { walk, total }: TableMemory,
  isBackwards: boolean,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<Handle[]> {
  if (!isBackwards) return walk.page(offset, limit);
  const size = Math.max(0, Math.min(limit, total - offset));
  return size === 0 ? [] : (await walk.page(total - offset - size, size)).toReversed();
}

/** Rows are asked for so many at a time, so that few different statements are made. */
const rowsAtOnce = 50;

/** The rows of handles in their order; a row that is gone meanwhile is left out. */
function readRows(
  db: Reader,
  parts: { table: GridTable; handles: readonly Handle[]; links: readonly GridLink[]; by: Handles },
): GridRow[] {
  const { table, handles, links, by } = parts;
  const shape = rowShape(table, links);
  const statement = db.raw(`select ${by.list}, ${shape.list} ${shape.from} where ${by.where(rowsAtOnce)}`);
  const found = new Map<string, GridRow>();
  for (let at = 0; at < handles.length; at += rowsAtOnce) {
    const cells = Array.from({ length: rowsAtOnce }, (_, i) => handles[at + i] ?? Array(by.width).fill(null)).flat();
    for (const values of statement.all(...cells)) {
      const handle = values.splice(0, by.width);
      found.set(handleName(by.width === 1 ? (handle[0] ?? null) : handle), shape.read(values));
    }
  }
  return handles.flatMap((handle) => found.get(handleName(handle)) ?? []);
}

function isWhole(query: GridQuery): boolean {
  return query.filters.length === 0 && query.text.trim() === '' && query.only === 'all';
}

function spelled(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
