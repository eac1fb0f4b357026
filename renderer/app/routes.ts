// Where the user is: the part of the address after `#`, so that back, forward and bookmarks work (frame).

import { useSyncExternalStore } from 'react';
import { screens, type Screen } from '../../main/window/screens.ts';

/** An address: the screen, what is open in it, and its filters. */
export interface Route {
  readonly screen: Screen;
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** The present route; follows back and forward. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return readRoute(hash);
}

/** The address of a route, for links. */
export function routeAddress(route: {
  screen: Screen;
  path?: readonly string[];
  query?: Readonly<Record<string, string | undefined>>;
}): string {
  const parts = [route.screen, ...(route.path ?? [])].map(encodeURIComponent).join('/');
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(route.query ?? {}))
    if (value !== undefined && value !== '') query.set(name, value);
  const text = query.toString();
  return `#/${parts}${text === '' ? '' : `?${text}`}`;
}

/** Goes there. `replace` leaves no step in the history: for filters and selections that follow each other. */
export function goTo(route: Parameters<typeof routeAddress>[0], replace = false): void {
  goToAddress(routeAddress(route), replace);
}

/** The same, to an address that was made before. */
export function goToAddress(address: string, replace = false): void {
  if (address === window.location.hash) return;
  if (replace) window.history.replaceState(null, '', address);
  else window.history.pushState(null, '', address);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  window.addEventListener('popstate', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
    window.removeEventListener('popstate', listener);
  };
}

let last: { hash: string; route: Route } | null = null;

function readRoute(hash: string): Route {
  if (last?.hash === hash) return last.route;
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [name, ...rest] = path.split('/').filter(Boolean).map(readPart);
  const screen = screens.find((item) => item === name) ?? 'status';
  const route = { screen, path: rest, query: Object.fromEntries(new URLSearchParams(query)) };
  last = { hash, route };
  return route;
}

/** A part that somebody mistyped stays as it is. */
function readPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
