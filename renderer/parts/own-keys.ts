// The keys in force in this window: those of the table, with what was chosen on this computer (AX-01).

import { useMemo, useSyncExternalStore } from 'react';
import { keyLabel, keyLines, readOwnKeys, type KeyPlace, type KeyStep, type OwnKeys } from './keys.ts';

const storageKey = 'concord.keys';
const changed = 'concord-keys';

/** The keys that were chosen; a change counts at once, also in other windows. */
export function useOwnKeys(): OwnKeys {
  const kept = useSyncExternalStore(subscribe, () => localStorage.getItem(storageKey));
  return useMemo(() => readOwnKeys(kept), [kept]);
}

/** Keeps them; none = all as the table says. */
export function keepOwnKeys(own: OwnKeys): void {
  if (Object.keys(own).length === 0) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, JSON.stringify(own));
  window.dispatchEvent(new Event(changed));
}

/** How a step's key is written in tooltips and buttons: `J`, `Shift+←`. */
export function useKeyLabels<P extends KeyPlace>(place: P): (step: KeyStep<P>) => string {
  const own = useOwnKeys();
  return (step) => {
    const line = keyLines(place, own).find((item) => item.step === step);
    return (line?.keys ?? []).map(keyLabel).join(' ');
  };
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener(changed, listener);
    window.removeEventListener('storage', listener);
  };
}
