// Entries that are picked for a step for many (RS-08).

import { useState } from 'react';

/** What is picked under a filter; another filter begins anew. */
export function usePicked(filter: string): readonly [ReadonlySet<number>, (no: number | null) => void] {
  const [state, setState] = useState<{ readonly filter: string; readonly numbers: ReadonlySet<number> }>({
    filter,
    numbers: new Set(),
  });
  const numbers = state.filter === filter ? state.numbers : new Set<number>();
  return [
    numbers,
    (no) => {
      if (no === null) return setState({ filter, numbers: new Set() });
      const others = [...numbers].filter((item) => item !== no);
      setState({ filter, numbers: new Set(others.length < numbers.size ? others : [...others, no]) });
    },
  ];
}
