// Keeps what was shown last while something new is read, so that nothing blinks.

import { useState } from 'react';

/** The newest value that was there. */
export function useLast<T>(value: T | null): T | null {
  const [kept, setKept] = useState(value);
  if (value !== null && value !== kept) setKept(value);
  return value ?? kept;
}
