// The pages of one list of events as of one moment: what comes later gathers outside until it is asked for (AX-04, FD-08).

import type { CallOutput, ReplyProblem } from '../../../main/window/contract.ts';
import type { TelemetryEvent } from '../words.ts';

type Page = CallOutput<'telemetry.list'>;

/** Where the events come from; without `upTo` all there are by now. */
export interface EventSource {
  page(ask: { offset: number; limit: number; upTo?: number; sort?: 'time' }): Promise<Page>;
  problemOf(thrown: unknown): ReplyProblem;
}

/** The events at hand. */
export interface EventsView {
  /** False until the first page has come. */
  readonly isReady: boolean;
  readonly shown: number;
  readonly total: number;
  /** How many that fit have come since. */
  readonly fresh: number;
  readonly pages: ReadonlyMap<number, readonly TelemetryEvent[]>;
  readonly problem: ReplyProblem | null;
}

/** The pages of one query. */
export interface EventPages {
  view(): EventsView;
  subscribe(listener: () => void): () => void;
  /** Tells which rows are in view, first and last; missing pages are read. */
  see(first: number, last: number): void;
  /** Counts what has come since. */
  look(): Promise<void>;
  /** Takes in what has come since. */
  renew(): Promise<void>;
}

/** Events of a page. */
export const pageSize = 200;
const pagesKept = 12;
const mostAsked = 2;

const nothing: EventsView = { isReady: false, shown: 0, total: 0, fresh: 0, pages: new Map(), problem: null };

/** The event at a place; undefined while it is read. */
export function eventAt({ pages }: EventsView, at: number): TelemetryEvent | undefined {
  return pages.get(Math.floor(at / pageSize))?.[at % pageSize];
}

/** The place of an event among those at hand; null = it is not among them. */
export function placeOfEvent({ pages }: EventsView, no: number): number | null {
  for (const [page, events] of pages) {
    const at = events.findIndex((event) => event.no === no);
    if (at !== -1) return page * pageSize + at;
  }
  return null;
}

/** Pages without any event yet. */
export function createEventPages(source: EventSource): EventPages {
  const listeners = new Set<() => void>();
  const pending = new Set<number>();
  let view = nothing;
  let upTo: number | null = null;
  /** Grows with each renewal: answers to older questions are thrown away. */
  let age = 0;
  let seen = { first: 0, last: 0 };
  const show = (change: Partial<EventsView>): void => {
    view = { ...view, ...change };
    for (const listener of listeners) listener();
  };
  const read = async (no: number): Promise<void> => {
    const asked = age;
    pending.add(no);
    const ask = { offset: no * pageSize, limit: pageSize, ...(upTo !== null && { upTo }) };
    const answer = await source.page(ask).then(
      (page) => ({ page }),
      (thrown: unknown) => ({ thrown }),
    );
    if (asked !== age) return;
    pending.delete(no);
    if ('thrown' in answer) return show({ problem: source.problemOf(answer.thrown) });
    upTo ??= answer.page.newest;
    show(withPage(view, no, answer.page, seen.first));
    fill();
  };
  /** Few at a time: who scrolls fast waits for what is in view now, not for all that went by. */
  const fill = (): void => {
    // The first answer fixes the moment that all pages are of.
    const most = upTo === null ? 1 : mostAsked;
    for (const no of upTo === null ? [0] : pagesOf(seen.first, seen.last))
      if (pending.size < most && !view.pages.has(no) && !pending.has(no)) void read(no);
  };
  const see = (first: number, last: number): void => {
    seen = { first, last };
    fill();
  };
  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    see,
    async look() {
      if (!view.isReady) return fill();
      const asked = age;
      const change = await freshIn(source, view.shown);
      if (asked === age) show(change);
    },
    async renew() {
      age++;
      upTo = null;
      pending.clear();
      view = { ...view, pages: new Map(), fresh: 0 };
      await read(0);
    },
  };
}

/** How many have come since the list held `known`. */
async function freshIn(source: EventSource, known: number): Promise<Partial<EventsView>> {
  try {
    // As many in any order; the newest by time are found without a look at all others.
    const { shown, total } = await source.page({ offset: 0, limit: 1, sort: 'time' });
    return { fresh: Math.max(0, shown - known), total, problem: null };
  } catch (thrown) {
    return { problem: source.problemOf(thrown) };
  }
}

/** The view with one page more; those far from the row in view are let go. */
function withPage(view: EventsView, no: number, page: Page, first: number): Partial<EventsView> {
  const pages = near(new Map([...view.pages, [no, page.events]]), first);
  return { isReady: true, shown: page.shown, total: Math.max(page.total, view.total), pages, problem: null };
}

/** The pages that hold these rows, and the nearest below. */
function pagesOf(first: number, last: number): number[] {
  const from = Math.floor(first / pageSize);
  const to = Math.floor((last + pageSize / 4) / pageSize);
  return Array.from({ length: Math.min(4, to - from + 1) }, (_, at) => from + at);
}

function near(pages: ReadonlyMap<number, readonly TelemetryEvent[]>, first: number): EventsView['pages'] {
  if (pages.size <= pagesKept) return pages;
  const here = first / pageSize;
  return new Map([...pages].toSorted(([a], [b]) => Math.abs(a - here) - Math.abs(b - here)).slice(0, pagesKept));
}
