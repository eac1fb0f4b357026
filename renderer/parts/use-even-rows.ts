// Rows of one height in a list of any length: only those in view are on the page. Where a row stands follows from its number
// alone, so a million of them cost no more than a screen full (FD-08, PD-04, Speed).

import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { useStable } from './use-stable.ts';

interface EvenRowsOptions {
  readonly count: number;
  /** Of a row, px. */
  readonly height: number;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Height in px of a head that stays above the rows, inside the scroller. */
  readonly head?: number;
}

/** The rows in view. */
export interface EvenRows {
  /** The places of the rows to draw, without gaps. */
  readonly places: readonly number[];
  /** A key for a drawn row: what goes out of view is drawn anew as what comes into it, which costs less than a new row. */
  slot(at: number): number;
  /** Of the first and the last of them; 0 where there is none. */
  readonly first: number;
  readonly last: number;
  /** Of what the scroller shows, px; 0 before it is measured. */
  readonly width: number;
  /** Brings a row into view, no further than needed. */
  show(at: number): void;
}

/** Rows come and go so many at a time; so many more than are seen are drawn on each side. */
const step = 2;
const spare = 12;

interface Seen {
  /** The first row in view, rounded down to whole steps. */
  readonly from: number;
  /** How many rows there is room for. */
  readonly room: number;
  readonly width: number;
}

/** The rows of a list. */
export function useEvenRows({ count, height, scroller, head = 0 }: EvenRowsOptions): EvenRows {
  const [seen, setSeen] = useState<Seen>({ from: 0, room: 0, width: 0 });
  const from = Math.max(0, Math.min(seen.from, count - seen.room));
  const first = Math.max(0, from - spare);
  const end = Math.min(count, from + seen.room + step + spare);
  const drawn = useRef({ first, end, count });
  useLayoutEffect(() => {
    drawn.current = { first, end, count };
  }, [first, end, count]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = (): void => {
      const now = seenIn(element, height, head);
      setSeen((before) =>
        before.from === now.from && before.room === now.room && before.width === now.width ? before : now,
      );
    };
    const follow = (): void => {
      const { from: top, room } = seenIn(element, height, head);
      // After a long way nothing drawn is in view: then the rows come with this frame, else in the time after it.
      const isDrawn = top >= drawn.current.first && Math.min(top + room, drawn.current.count) <= drawn.current.end;
      if (isDrawn) measure();
      else flushSync(measure);
    };
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    element.addEventListener('scroll', follow, { passive: true });
    measure();
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', follow);
    };
  }, [scroller, height, head]);
  const show = useStable((at: number) => {
    const element = scroller.current;
    if (!element || at < 0) return;
    const [top, room] = [at * height, element.clientHeight - head];
    if (top < element.scrollTop) element.scrollTo({ top });
    else if (top + height > element.scrollTop + room) element.scrollTo({ top: top + height - room });
  });
  const most = seen.room + step + 2 * spare;
  const places = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
  return { places, first: places[0] ?? 0, last: places.at(-1) ?? 0, width: seen.width, slot: (at) => at % most, show };
}

function seenIn(element: HTMLElement, height: number, head: number): Seen {
  const at = Math.floor(element.scrollTop / height);
  const room = Math.ceil(Math.max(0, element.clientHeight - head) / height) + 1;
  return { from: at - (at % step), room, width: element.clientWidth };
}
