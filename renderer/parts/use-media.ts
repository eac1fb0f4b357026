// Whether the window is as wide as a lay-out needs it; the same queries as in the style sheets.

import { useCallback, useSyncExternalStore } from 'react';

/** True while the query matches. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
