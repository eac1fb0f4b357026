// Asks again while the screen is open: what happens at the hub rings nowhere here.

import { useEffect, useEffectEvent } from 'react';

const againMs = 30_000;

/** Calls `reload` every 30 s, or as often as is said. */
export function useAgain(reload: () => void, everyMs = againMs): void {
  const again = useEffectEvent(reload);
  useEffect(() => {
    const timer = setInterval(() => again(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
