// The scopes of a hub, where it lists them: a Concord hub does, to whom it lets in; a stock hub has no such list.

import { request } from 'undici';
import { callAddress } from './address.ts';

const largest = 1024 * 1024;

/** A scope as a hub lists it. */
export interface ListedScope {
  readonly name: string;
  /** How many tables it has. */
  readonly tables: number;
}

/** The scopes; null where there is no list to be had. Throws `hub-address-invalid`. */
export async function listScopes(hub: string, token: string | null, seconds: number): Promise<ListedScope[] | null> {
  const url = callAddress(hub, []);
  try {
    const { statusCode, body } = await request(url, {
      headers: { accept: 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) },
      signal: AbortSignal.timeout(seconds * 1000),
    });
    const text = await body.text();
    if (statusCode !== 200 || text.length > largest) return null;
    return readScopes(JSON.parse(text));
  } catch {
    // A list is a help for typing: whatever is wrong with the hub is the test's to tell.
    return null;
  }
}

function readScopes(list: unknown): ListedScope[] | null {
  if (typeof list !== 'object' || list === null || !('scopes' in list) || !Array.isArray(list.scopes)) return null;
  return list.scopes.flatMap((item: unknown) => {
    const { name, tables } = (item ?? {}) as { name?: unknown; tables?: unknown };
    return typeof name === 'string' && Array.isArray(tables) ? [{ name, tables: tables.length }] : [];
  });
}
