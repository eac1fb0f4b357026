// The present, for ages and times that are left: moves on by itself, so that nothing on the screen grows old.

import { useEffect, useState } from 'react';

/** The present, at most `everyMs` old. */
export function useNow(everyMs = 15_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
