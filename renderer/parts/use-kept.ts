// A small choice of layout that outlives the window: folded or not, shown or not.

import { useState } from 'react';

/** Like a state of yes, no or not chosen (null), kept on this computer under its name. */
export function useKept(name: string): readonly [boolean | null, (value: boolean) => void] {
  const storageKey = `concord.kept.${name}`;
  const [value, setValue] = useState(() => {
    const saved = localStorage.getItem(storageKey);
    return saved === null ? null : saved === 'yes';
  });
  const keep = (next: boolean): void => {
    localStorage.setItem(storageKey, next ? 'yes' : 'no');
    setValue(next);
  };
  return [value, keep];
}
