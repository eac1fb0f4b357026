// A value that follows with a pause: for questions asked while somebody types.

import { useEffect, useState } from 'react';

/** The value as it was when it last stood still for `ms`. */
export function useSlow<T>(value: T, ms: number): T {
  const [slow, setSlow] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return slow;
}
