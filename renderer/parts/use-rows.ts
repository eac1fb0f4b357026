// Rows of a list of any length: only those in view are on the page. The one place that names the library.

import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';

/** The rows in view; see `getVirtualItems`, `getTotalSize`, `measureElement`, `scrollToIndex`. */
export type Rows = Virtualizer<HTMLElement, Element>;

interface RowOptions {
  readonly count: number;
  /** The estimated height of a row in px. */
  height(at: number): number;
  /** A key that stays with the row when others come before it. */
  keyOf(at: number): string | number;
  scroller(): HTMLElement | null;
  readonly overscan?: number;
  /** Height in px of a head that stays above the rows, inside the scroller. */
  readonly head?: number;
}

/** Rows of a list. */
export function useRows({ count, height, keyOf, scroller, overscan = 12, head = 0 }: RowOptions): Rows {
  // oxlint-disable-next-line react/incompatible-library -- Its object changes under the same identity; no compiler is used.
  return useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: scroller,
    estimateSize: height,
    getItemKey: keyOf,
    overscan,
    paddingStart: head,
    scrollPaddingStart: head,
  });
}
