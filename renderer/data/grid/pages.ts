// The pages of one query: only those in view and their neighbours are kept. When the data move, the rows in view are read
// anew and the place of the first one is found again, so that what somebody looks at does not (AX-04, law 6).

import type { CallOutput, ReplyProblem } from '../../../main/window/contract.ts';
import type { GridRow, JsonRecord } from '../data-table.ts';

/** Where the rows come from. */
export interface PageSource {
  page(offset: number, limit: number): Promise<CallOutput<'data.page'>>;
  /** Where a record stands now; null = it is not shown any more. */
  place(key: JsonRecord): Promise<number | null>;
  problemOf(thrown: unknown): ReplyProblem;
}

/** The rows at hand, as of one moment. */
export interface PagesView {
  /** False until the first page has come. */
  readonly isReady: boolean;
  readonly shown: number;
  readonly total: number;
  readonly waiting: number;
  readonly conflict: number;
  readonly rows: ReadonlyMap<number, readonly GridRow[]>;
  readonly problem: ReplyProblem | null;
  /** By how many rows what is in view has moved, all in all. */
  readonly moved: number;
}

/** The pages of one query. */
export interface Pages {
  view(): PagesView;
  subscribe(listener: () => void): () => void;
  /** Tells which rows are in view, first and last; missing pages are read. */
  see(first: number, last: number): void;
  /** Reads what is in view anew. */
  refresh(): Promise<void>;
  /** Where a record stands; null = it is not shown. */
  place(key: JsonRecord): Promise<number | null>;
}

/** Rows of a page. */
export const pageSize = 200;
const pagesKept = 12;

const nothing: PagesView = {
  isReady: false,
  shown: 0,
  total: 0,
  waiting: 0,
  conflict: 0,
  rows: new Map(),
  problem: null,
  moved: 0,
};

/** The row at a place; undefined while it is read. */
export function rowAt({ rows }: PagesView, at: number): GridRow | undefined {
  return rows.get(Math.floor(at / pageSize))?.[at % pageSize];
}

/** The place of a record among the rows at hand; null = it is not among them. */
export function placeOf({ rows }: PagesView, isIt: (row: GridRow) => boolean): number | null {
  for (const [no, page] of rows) {
    const at = page.findIndex(isIt);
    if (at !== -1) return no * pageSize + at;
  }
  return null;
}

/** The same record of one table. */
export function sameKey(a: JsonRecord, b: JsonRecord): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Pages without any row yet. */
export function createPages(source: PageSource): Pages {
  const listeners = new Set<() => void>();
  const desk: Desk = {
    source,
    view: nothing,
    seen: { first: 0, last: 0 },
    age: 0,
    refreshing: null,
    isAgain: false,
    pending: new Set(),
    show(change) {
      desk.view = { ...desk.view, ...change };
      for (const listener of listeners) listener();
    },
  };
  return {
    view: () => desk.view,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    see: (first, last) => see(desk, { first, last }),
    refresh: () => refresh(desk),
    place: (key) => source.place(key),
  };
}

interface Desk {
  readonly source: PageSource;
  readonly pending: Set<number>;
  view: PagesView;
  seen: { readonly first: number; readonly last: number };
  /** Answers to questions from before a refresh are too old. */
  age: number;
  refreshing: Promise<void> | null;
  isAgain: boolean;
  show(change: Partial<PagesView>): void;
}

function see(desk: Desk, seen: Desk['seen']): void {
  desk.seen = seen;
  if (desk.refreshing) return;
  for (const no of pagesOf(seen.first, seen.last))
    if (!desk.view.rows.has(no) && !desk.pending.has(no)) void fetchPage(desk, no);
}

async function fetchPage(desk: Desk, no: number): Promise<void> {
  const asked = desk.age;
  desk.pending.add(no);
  try {
    const { rows, ...totals } = await desk.source.page(no * pageSize, pageSize);
    if (asked !== desk.age) return;
    const kept = near(new Map([...desk.view.rows, [no, rows]]), desk.seen.first);
    desk.show({ ...totals, rows: kept, isReady: true, problem: null });
  } catch (thrown) {
    if (asked === desk.age) desk.show({ problem: desk.source.problemOf(thrown) });
  } finally {
    if (asked === desk.age) desk.pending.delete(no);
  }
}

/** One refresh at a time; one that is asked for meanwhile follows. */
async function refresh(desk: Desk): Promise<void> {
  if (desk.refreshing) {
    desk.isAgain = true;
    return desk.refreshing;
  }
  desk.refreshing = readAnew(desk);
  await desk.refreshing;
  desk.refreshing = null;
  const { isAgain } = desk;
  desk.isAgain = false;
  if (isAgain) await refresh(desk);
  see(desk, desk.seen);
}

async function readAnew(desk: Desk): Promise<void> {
  const { source, view } = desk;
  const { first, last } = desk.seen;
  try {
    // Mostly nothing has wandered: the pages are asked for where they were, at the same time as the place.
    const [still, place] = await Promise.all([
      readPages(source, pagesOf(first, last)),
      first === 0 ? null : wanderedBy(source, view, first),
    ]);
    const by = place ?? slippedBy(view, still.rows.get(0) ?? []);
    const from = Math.max(0, first + by);
    const fresh = by === 0 ? still : await readPages(source, pagesOf(from, Math.max(from, last + by)));
    desk.age++;
    desk.pending.clear();
    desk.seen = { first: Math.max(0, desk.seen.first + by), last: Math.max(0, desk.seen.last + by) };
    desk.show({ ...fresh.totals, rows: fresh.rows, isReady: true, problem: null, moved: view.moved + by });
  } catch (thrown) {
    desk.show({ problem: source.problemOf(thrown) });
  }
}

interface ReadPages {
  readonly rows: ReadonlyMap<number, readonly GridRow[]>;
  readonly totals: Partial<PagesView>;
}

async function readPages(source: PageSource, numbers: readonly number[]): Promise<ReadPages> {
  const pages = await Promise.all(numbers.map((no) => source.page(no * pageSize, pageSize)));
  const rows = new Map(numbers.map((no, at) => [no, pages[at]?.rows ?? []]));
  const [{ rows: _, ...totals } = { rows: [] }] = pages;
  return { rows, totals };
}

/** The pages that hold these rows, the nearest neighbour as well. */
function pagesOf(first: number, last: number): number[] {
  const from = Math.floor(first / pageSize);
  const to = Math.floor((last + pageSize / 4) / pageSize);
  return Array.from({ length: Math.min(4, to - from + 1) }, (_, at) => from + at);
}

/** How far the first rows have slipped down on the first page. */
function slippedBy(view: PagesView, top: readonly GridRow[]): number {
  for (let at = 0; at < 5; at++) {
    const row = rowAt(view, at);
    if (!row) return 0;
    const place = top.findIndex((item) => sameKey(item.key, row.key));
    if (place !== -1) return place - at;
  }
  return 0;
}

/** How far the rows in view have wandered: by the first of them that is still shown. */
async function wanderedBy(source: PageSource, view: PagesView, first: number): Promise<number> {
  for (let at = first; at < Math.min(first + 5, view.shown); at++) {
    const row = rowAt(view, at);
    if (!row) return 0;
    const place = await source.place(row.key);
    if (place !== null) return place - at;
  }
  return 0;
}

function near(rows: ReadonlyMap<number, readonly GridRow[]>, first: number): ReadonlyMap<number, readonly GridRow[]> {
  if (rows.size <= pagesKept) return rows;
  const here = first / pageSize;
  return new Map([...rows].sort(([a], [b]) => Math.abs(a - here) - Math.abs(b - here)).slice(0, pagesKept));
}
