// A hub's address as the wire wants it (W-05), and whether plain HTTP to it is private (W-257).

import { ConcordError } from '../sync/problem.ts';
import type { Parameter } from '../sync/scope.ts';

/** The URL of all calls: with a trailing slash, then the parameters. Throws `hub-address-invalid`. */
export function callAddress(address: string, parameters: readonly Parameter[]): URL {
  const url = parse(address);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  for (const { name, value } of parameters) url.searchParams.append(name, String(value));
  return url;
}

/** An address as it may be shown and logged: credentials and parameter values in it are nobody else's (W-268). */
export function shownAddress(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** True for this computer itself. */
export function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d+){3}$/.test(url.hostname);
}

function parse(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new ConcordError('hub-address-invalid', { url: address });
  return url;
}
