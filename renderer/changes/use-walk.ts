// Where the keys stand in the list, and what keeps the view still while rows come and go above it (AX-01, AX-04).

import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Rows as DrawnRows } from '../parts/use-rows.ts';
import { rowName, type Rows } from './rows.ts';
import type { Changes } from './use-changes.ts';

/** The row that the keys stand on. */
export interface Walk {
  readonly at: number;
  /** A row has got the focus. */
  stand(at: number): void;
  /** Goes to a row and takes the focus along. */
  goTo(at: number): void;
}

/** The walk over a list. */
export function useWalk(changes: Changes, rows: Rows, drawn: DrawnRows, scroller: RefObject<HTMLElement | null>): Walk {
  const [spot, setSpot] = useState<{ readonly at: number; readonly name: string } | null>(null);
  const firstRecord = rows.count > 1 ? 1 : 0;
  const wanted = spot === null ? firstRecord : (placeOf(changes, rows, spot.name) ?? spot.at);
  const at = Math.max(0, Math.min(wanted, rows.count - 1));
  // A row that was far away is drawn when it has been read: the focus follows then, unless it has gone elsewhere.
  const due = useRef<{ readonly at: number; readonly from: Element | null } | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !due.current) return;
    const { at: wish, from } = due.current;
    const { activeElement: now } = document;
    const hasStayed = now === null || now === document.body || now === from || element.contains(now);
    const row = element.querySelector<HTMLElement>(`[data-index="${wish}"] [data-row]`);
    if (row || !hasStayed) due.current = null;
    if (hasStayed) row?.focus({ preventScroll: true });
  });
  const stand = (to: number): void => setSpot({ at: to, name: rowName(changes, rows.row(to)) });
  return {
    at,
    stand,
    goTo(to) {
      const place = Math.max(0, Math.min(to, rows.count - 1));
      due.current = { at: place, from: document.activeElement };
      stand(place);
      drawn.scrollToIndex(place);
    },
  };
}

/** Scrolls along when rows come or go above the view, so that nothing moves under the eye. */
export function useStillView(
  changes: Changes,
  rows: Rows,
  drawn: DrawnRows,
  scroller: RefObject<HTMLElement | null>,
): void {
  const top = useRef<{ readonly name: string; readonly start: number } | null>(null);
  const known = useRef(changes.version);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    if (known.current !== changes.version && top.current && element.scrollTop > 0) {
      const place = placeOf(changes, rows, top.current.name);
      const start = place === null ? null : drawn.getOffsetForIndex(place, 'start')?.[0];
      if (start != null && start !== top.current.start) element.scrollBy({ top: start - top.current.start });
    }
    known.current = changes.version;
    const first = drawn.getVirtualItems().find(({ end }) => end > element.scrollTop);
    top.current = first ? { name: rowName(changes, rows.row(first.index)), start: first.start } : null;
  });
}

function placeOf(changes: Changes, rows: Rows, name: string): number | null {
  const head = rows.headOf(name as 'next');
  if (head !== null) return head;
  const record = changes.placeOf(name);
  return record === null ? null : rows.placeOf(record);
}
