// Keeps the first seen row where it is when rows above it come or go (AX-04).

import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { InboxList } from './use-inbox.ts';

/** Follows the rows of this height in px. */
export function useKeepPlace(scroller: RefObject<HTMLElement | null>, list: InboxList, rowHeight: number): void {
  const first = useRef<{ no: number; at: number } | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const at = Math.floor(element.scrollTop / rowHeight);
    const known = first.current;
    const moved = known && known.at > 0 ? list.placeOf(known.no) : null;
    if (known && moved !== null && moved !== known.at && known.at === at) {
      element.scrollBy(0, (moved - known.at) * rowHeight);
      first.current = { no: known.no, at: moved };
      return;
    }
    const line = list.line(at);
    first.current = line ? { no: line.no, at } : null;
  });
}
