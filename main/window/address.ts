// The addresses that people hand on: `concord://conflicts?table=sites` is the place that the window calls
// `#/conflicts?table=sites`. The page itself is served from `concord://app/`, which is no such address.

import { screens } from './screens.ts';

const scheme = 'concord://';
const longest = 4000;
/** A screen's name alone is the host: no user, no port; what stands behind `#` is left out. */
const shape = /^concord:\/\/([a-z]+)(\/[^?#]*)?(?:\?([^#]*))?(?:#.*)?$/i;

/** The place as an address to hand on: `#/feed/8` → `concord://feed/8`. */
export function concordAddress(hash: string): string {
  return `${scheme}${hash.replace(/^#\/?/, '')}`;
}

/**
 * The place in the window that an address from outside names: `concord://feed/8` → `#/feed/8`. Null for anything but a known
 * screen: other schemes, the page's own origin, names with a user or port, what cannot be read.
 */
export function placeOf(address: string): string | null {
  const text = address.trim();
  const [, host = '', path = '', query = ''] = text.length > longest ? [] : (shape.exec(text) ?? []);
  const screen = screens.find((name) => name === host.toLowerCase());
  const parts = path.split('/').filter(Boolean);
  if (!screen || ![...parts, query].every(isReadable)) return null;
  return `#/${[screen, ...parts].join('/')}${query === '' ? '' : `?${query}`}`;
}

function isReadable(part: string): boolean {
  try {
    return ![...decodeURIComponent(part)].some((sign) => sign < ' ');
  } catch {
    return false;
  }
}
