// A function that stays the same from one drawing to the next and always does what the newest one would: for rows that are
// drawn again only when they change.

import { useCallback, useLayoutEffect, useRef } from 'react';

/** The stable twin of a handler; not to be called while drawing. */
export function useStable<A extends readonly unknown[]>(handler: (...args: A) => void): (...args: A) => void {
  const latest = useRef(handler);
  useLayoutEffect(() => {
    latest.current = handler;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}
