// Records that were looked for after they had left the filter: several within a week, and it may be too narrow (PR-08).

import { useEffect, useSyncExternalStore } from 'react';
import { keptObject } from '../../parts/kept-object.ts';

/** So many records, within so many days, and the hint is given. */
export const enough = { records: 5, days: 7 } as const;

const storageKey = 'concord.misses';
const changed = 'concord-misses';
const dayMs = 86_400_000;

/** When each record was last looked for, in ms: those of the last week. */
export type Misses = Readonly<Record<string, number>>;

/** Misses as they were kept, with one more; older ones are let go. */
export function withMiss(text: string | null, record: string, now: number): Misses {
  const kept = Object.entries(keptObject(text)).filter(
    ([name, at]) => name !== record && typeof at === 'number' && at > now - enough.days * dayMs && at <= now,
  );
  return Object.fromEntries([...kept, [record, now]]) as Misses;
}

/** Notes that a record was looked for that has left the filter; null = another record. How many there were in a week. */
export function useMisses(record: string | null): number {
  const kept = useSyncExternalStore(subscribe, () => localStorage.getItem(storageKey));
  useEffect(() => {
    if (record === null) return;
    const misses = withMiss(localStorage.getItem(storageKey), record, Date.now());
    localStorage.setItem(storageKey, JSON.stringify(misses));
    window.dispatchEvent(new Event(changed));
  }, [record]);
  return record === null ? 0 : Object.keys(keptObject(kept)).length;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  return () => window.removeEventListener(changed, listener);
}
