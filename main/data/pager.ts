// Pages of a table for the grid: sorted, filtered and counted by SQLite, never loaded whole (law 6, PD-04). What was found
// out is kept: counts, ways along the key, and which rows a search or an order yields. Rows themselves are always as of now.

import type { CellRecord } from '../sync/cell.ts';
import type { Reader } from '../sqlite/database.ts';
import { quote } from '../sqlite/names.ts';
import { whereOf, type GridQuery } from './condition.ts';
import { conflictSql, waitsSql, type GridTable } from './grid-table.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import { isSameWalk, walkAlongKey, type KeyWalk } from './key-walk.ts';
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
  /** How many records a table has. Null for a large one until it is counted, which is done aside and told. */
  count(table: GridTable): Promise<number | null>;
}

/** Walks, counts, searches and orders kept at a time. */
const mostKept = 24;
/** What has so many rows is made anew before the answer; a larger one meanwhile is that of a moment ago. */
const smallRows = 50_000;
/** So many records are counted while one waits. */
const countedAtOnce = 20_000;
/** The first so many rows of an order are found without putting all others in order, too. */
const topRows = 1000;

/** A table along its key, and how its rows are found. */
interface TableFacts {
  readonly handles: Handles;
  readonly walk: KeyWalk;
}

interface Marks {
  readonly waiting: number;
  readonly conflict: number;
}

/** What pages are made from. */
interface Desk {
  readonly db: Reader;
  readonly keeper: Keeper;
  links(table: GridTable): readonly GridLink[];
}

/** A pager; `linksOf` is asked often and should remember. `renewed` is told when a large table's page was an old one. */
export function createPager(
  db: Reader,
  linksOf: (table: GridTable) => readonly GridLink[],
  renewed: () => void = () => undefined,
): Pager {
  const keeper = createKeeper({ version: () => db.dataVersion(), renewed, most: mostKept });
  const desk: Desk = { db, keeper, links: linksOf };
  const count = createCount(desk, renewed);
  return {
    async page(table, query) {
      const facts = await factsOf(desk, table);
      const { handles: by, walk } = facts;
      const marks = await marksOf(desk, table);
      const links = linksOf(table);
      const order = orderOf(table, query.sort, links);
      const end = query.offset + query.limit;
      const isTop = isWhole(query) && end <= topRows;
      const list = isWhole(query) && (order.alongKey !== null || isTop) ? null : await listOf(desk, table, query);
      const handles =
        list?.slice(query.offset, end) ??
        (order.alongKey === null
          ? (await topOf(desk, by, { table, order })).slice(query.offset, end)
          : walkPage(walk, order.alongKey === 'desc', query));
      const shown = list?.length ?? walk.total;
      return { rows: readRows(db, { table, handles, links, by }), shown, total: Math.max(walk.total, shown), ...marks };
    },
    async place(table, query, key) {
      const { handles, walk } = await factsOf(desk, table);
      const handle = handles.ofKey(key);
      if (handle === undefined) return null;
      const along = isWhole(query) ? orderOf(table, query.sort, []).alongKey : null;
      if (along !== null) return along === 'asc' ? walk.before(key) : Math.max(0, walk.total - 1 - walk.before(key));
      const name = handleName(handle);
      const at = (await listOf(desk, table, query)).findIndex((item) => handleName(item) === name);
      return at === -1 ? null : at;
    },
    count,
  };
}

/** A table under another set of columns is another one. */
function nameOf({ physical, key, columns }: GridTable): string {
  return JSON.stringify([physical, key, columns.map(({ name, type }) => [name, type])]);
}

function walkName(table: GridTable): string {
  return `walk ${nameOf(table)}`;
}

function factsOf({ db, keeper }: Desk, table: GridTable): Promise<TableFacts> {
  return keeper.get(walkName(table), {
    async make() {
      const handles = createHandles(db, table);
      return { handles, walk: await walkAlongKey(db, table, handles) };
    },
    isSmall: ({ walk }) => walk.total <= smallRows,
    isSame: (one, other) => isSameWalk(one.walk, other.walk),
  });
}

/** Large tables are walked one after the other: who opens one of them waits for that one only. */
function createCount(desk: Desk, counted: () => void): Pager['count'] {
  const { db, keeper } = desk;
  const due = new Set<string>();
  let counting = Promise.resolve();
  const countAside = (table: GridTable): void => {
    if (due.has(table.physical)) return;
    due.add(table.physical);
    counting = counting
      // What keeps it from being read is told to who asks for its rows.
      .then(() => factsOf(desk, table).then(counted, () => undefined))
      .finally(() => due.delete(table.physical));
  };
  return async (table) => {
    const few = `select count(*) from (select 1 from ${quote(table.physical)} limit ?)`;
    const rows = Number(db.value(few, countedAtOnce + 1));
    if (rows <= countedAtOnce) return rows;
    if (keeper.has(walkName(table)) && !due.has(table.physical)) return (await factsOf(desk, table)).walk.total;
    countAside(table);
    return null;
  };
}

/** How many records wait, and stand behind a conflict. */
function marksOf({ db, keeper }: Desk, table: GridTable): Promise<Marks> {
  return keeper.get(`marks ${nameOf(table)}`, {
    make() {
      const marked = db.get<{ waiting: number | null; conflict: number | null }>(
        `select sum(${waitsSql}) as waiting, sum(${conflictSql}) as conflict
         from ${table.entries} as entry cross join ${quote(table.physical)} as row on ${rowOfEntry(table)}
         where (${waitsSql}) or ${conflictSql}`,
      );
      return { waiting: marked?.waiting ?? 0, conflict: marked?.conflict ?? 0 };
    },
    isSmall: ({ waiting, conflict }) => waiting + conflict <= smallRows,
    isSame: (one, other) => one.waiting === other.waiting && one.conflict === other.conflict,
  });
}

/** Which rows a query yields, in its order. */
async function listOf(desk: Desk, table: GridTable, query: GridQuery): Promise<readonly Handle[]> {
  const [{ walk }, marks] = [await factsOf(desk, table), await marksOf(desk, table)];
  // As many rows as are looked at.
  const looked = query.only === 'all' ? walk.total : marks.waiting + marks.conflict;
  const name = JSON.stringify([nameOf(table), query.filters, query.text, query.only, query.sort], spelled);
  return desk.keeper.get(`list ${name}`, {
    make: async () => buildList({ ...desk, ...(await factsOf(desk, table)), table, query }),
    isSmall: () => looked <= smallRows,
    isSame: areSame,
  });
}

interface ListParts extends Desk, TableFacts {
  readonly table: GridTable;
  readonly query: GridQuery;
}

/** Along the key a search happens in slices; another order is one statement. */
async function buildList({ table, query, links, handles, walk }: ListParts): Promise<readonly Handle[]> {
  const where = whereOf(table, query, links(table));
  const order = orderOf(table, query.sort, links(table));
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
async function topOf(
  desk: Desk,
  handles: Handles,
  { table, order }: { readonly table: GridTable; readonly order: GridOrder },
): Promise<readonly Handle[]> {
  const { walk } = await factsOf(desk, table);
  const sql = `select ${handles.list} from ${quote(table.physical)} as row order by ${order.sql} limit ?`;
  return desk.keeper.get(`top ${nameOf(table)} ${sql}`, {
    make: () => handles.all(sql, [topRows]),
    isSmall: () => walk.total <= smallRows,
    isSame: areSame,
  });
}

function areSame(one: readonly Handle[], other: readonly Handle[]): boolean {
  const isAt = (handle: Handle, at: number): boolean =>
    handle === other[at] || handleName(handle) === handleName(other[at] ?? null);
  return one.length === other.length && one.every(isAt);
}

/** A page of the whole table along its key; from the end it is read backwards. */
function walkPage(
  { page, total }: KeyWalk,
  isBackwards: boolean,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Handle[] {
  if (!isBackwards) return page(offset, limit);
  const size = Math.max(0, Math.min(limit, total - offset));
  return size === 0 ? [] : page(total - offset - size, size).toReversed();
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
