// The last open place, so that the window opens where it was left; an address that names a place goes before it.

import { concordAddress, placeOf } from '../../main/window/address.ts';

const storageKey = 'concord.place';

/** Goes to the last place where the address names none, and remembers every place from now on. */
export function followPlaces(): void {
  const saved = localStorage.getItem(storageKey);
  // What is kept is read like an address from outside: screens come and go between versions.
  const place = saved === null ? null : placeOf(concordAddress(saved));
  if (window.location.hash.length <= 2 && place !== null) window.history.replaceState(null, '', place);
  const keep = (): void => localStorage.setItem(storageKey, window.location.hash);
  for (const event of ['hashchange', 'popstate']) window.addEventListener(event, keep);
}
