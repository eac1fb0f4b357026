// Where the arrow keys stand, and what keeps the view still while rows come and go above it (AX-04).

import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { JsonRecord } from '../data-table.ts';
import type { Spot } from './grid-keys.ts';
import { rowHeight } from './grid-row.tsx';
import { placeOf, sameKey } from './pages.ts';
import type { UsedPages } from './use-pages.ts';

/** Height of the head row in px. */
export const headHeight = 30;

/** The spot, moved along with its row; a new query begins at the top, or at the open record where that is at hand. */
export function useSpot({ view, query, isOld }: UsedPages, selected: JsonRecord | null): [Spot, (spot: Spot) => void] {
  const moved = isOld ? 0 : view.moved;
  const [spot, setSpot] = useState<Spot>({ at: 0, column: 0 });
  const [known, setKnown] = useState({ query, moved, place: -1 });
  const place = selected ? (placeOf(view, (row) => sameKey(row.key, selected)) ?? -1) : -1;
  if (known.query !== query) {
    setKnown({ query, moved: 0, place: -1 });
    setSpot({ at: 0, column: spot.column });
  } else if (known.moved !== moved) {
    setKnown({ query, moved, place: known.place });
    setSpot({ ...spot, at: Math.max(0, spot.at + moved - known.moved) });
  } else if (place !== known.place) {
    setKnown({ ...known, place });
    if (place !== -1) setSpot({ ...spot, at: place });
  }
  const last = Math.max(0, view.shown - 1);
  return [spot.at > last ? { ...spot, at: last } : spot, setSpot];
}

/** Tells the pages which rows are in view. */
export function useSeen({ see, query }: UsedPages, first: number, last: number): void {
  useEffect(() => see(first, last), [see, query, first, last]);
}

/** Scrolls along when rows come or go above the view, so that nothing moves under the eye; a new query starts at the top. */
export function useStillView(scroller: RefObject<HTMLElement | null>, { view, query, isOld }: UsedPages): void {
  const known = useRef({ query, moved: view.moved });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || isOld) return;
    if (known.current.query !== query) element.scrollTo({ top: 0 });
    else if (known.current.moved !== view.moved)
      element.scrollBy({ top: (view.moved - known.current.moved) * rowHeight });
    known.current = { query, moved: view.moved };
  }, [scroller, query, view.moved, isOld]);
}

/** A record to bring into view; `no` grows with each wish. */
export interface Wish {
  readonly key: JsonRecord;
  readonly no: number;
}

/** Brings the wished record into view as soon as there are rows. */
export function useWish(
  scroller: RefObject<HTMLElement | null>,
  { view, isOld, place }: UsedPages,
  wish: Wish | null,
): void {
  const done = useRef(0);
  const isReady = view.isReady && !isOld;
  useEffect(() => {
    if (!wish || !isReady || done.current === wish.no) return;
    done.current = wish.no;
    const show = async (): Promise<void> => {
      const at = await place(wish.key);
      const element = scroller.current;
      if (at === null || !element) return;
      const room = element.clientHeight - headHeight;
      const isSeen = at * rowHeight >= element.scrollTop && (at + 1) * rowHeight <= element.scrollTop + room;
      if (!isSeen) element.scrollTo({ top: (at - Math.floor(room / rowHeight / 3)) * rowHeight });
    };
    show().catch(() => undefined);
  }, [scroller, wish, isReady, place]);
}
