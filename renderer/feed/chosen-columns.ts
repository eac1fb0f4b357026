// The columns that a person chose for the history, remembered on this computer (FD-02).

import { useCallback, useSyncExternalStore } from 'react';
import { columns, type ColumnName } from './columns.ts';

const storageKey = 'concord.feed.columns';
const listeners = new Set<() => void>();

/** The chosen columns, remembered on this computer; null = as many as fit. */
export function useChosenColumns(): readonly [
  readonly ColumnName[] | null,
  (names: readonly ColumnName[] | null) => void,
] {
  const saved = useSyncExternalStore(subscribe, () => localStorage.getItem(storageKey));
  const choose = useCallback((names: readonly ColumnName[] | null) => {
    if (names) localStorage.setItem(storageKey, names.join(' '));
    else localStorage.removeItem(storageKey);
    for (const listener of listeners) listener();
  }, []);
  return [readColumns(saved), choose];
}

/** What was remembered; names that are no columns (any more) are left out. */
export function readColumns(saved: string | null): readonly ColumnName[] | null {
  if (saved === null) return null;
  const names = saved.split(' ');
  const known = columns.map(({ name }) => name).filter((name) => name === 'started' || names.includes(name));
  return known.length > 1 ? known : null;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
