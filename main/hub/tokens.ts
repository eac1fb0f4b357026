// Making, listing and revoking tokens (HB-04): checked here, so that terminal and admin API do alike.

import { randomBytes } from 'node:crypto';
import { fitValue, isNamed } from '../sync/filter.ts';
import { ConcordError } from '../sync/problem.ts';
import { hashOfToken } from './door/gate.ts';
import type { HubStore } from './stores/store.ts';
import { isValid, type TokenGrant, type TokenRow } from './stores/token-book.ts';

/** A token that was just made; the only time that it is known. */
export interface MadeToken {
  readonly row: TokenRow;
  readonly token: string;
}

type Store = Pick<HubStore, 'tokens' | 'scopes'>;

/** Makes a token. Throws `token-name-taken`, `scope-unknown` or `value-invalid`. */
export async function makeToken(store: Store, grant: TokenGrant, now: Date): Promise<MadeToken> {
  const name = grant.name.trim();
  if (!/^[^\p{C}]{1,64}$/u.test(name)) invalid('name', '1 to 64 characters are expected');
  const { expiresAt } = grant;
  if (expiresAt !== null && expiresAt <= now.toISOString()) invalid('expires', 'that time has passed');
  const token = `concord_${randomBytes(32).toString('base64url')}`;
  const scopes = grant.scopes && scopesOf(store, grant.scopes);
  checkPinned(store, { ...grant, scopes });
  const row = await store.tokens.add({ ...grant, name, scopes, hash: hashOfToken(token) });
  return { row, token };
}

/** Which token is meant: by its number, or, as typed, by a name that is worth something or a number. */
export type WhichToken = { readonly no: number } | string;

/** Revokes a token. Throws `token-unknown`. */
export async function revokeToken({ tokens }: Store, token: WhichToken, now: Date): Promise<TokenRow> {
  const at = now.toISOString();
  const rows = await tokens.list();
  const which = typeof token === 'string' ? token : String(token.no);
  const byName = typeof token === 'string' && rows.find((row) => row.name === token && isValid(row, at));
  const found = byName || rows.find(({ no }) => String(no) === which);
  const revoked = found && (await tokens.revoke(found.no));
  if (!revoked) throw new ConcordError('token-unknown', { token: which });
  return revoked;
}

/** Names of scopes as the hub spells them; a hub without any takes what is said. */
function scopesOf(store: Store, named: readonly string[]): readonly string[] {
  const known = store.scopes();
  if (known.length === 0) return named;
  return named.map((name) => {
    const found = known.find((scope) => scope.name.toLowerCase() === name.toLowerCase());
    if (!found) throw new ConcordError('scope-unknown', { scope: name });
    return found.name;
  });
}

/** Each pinned value is one of a parameter that some scope of the token has. */
function checkPinned(store: Store, { pinned, scopes }: Pick<TokenGrant, 'pinned' | 'scopes'>): void {
  const within = store.scopes().filter((scope) => scopes === null || scopes.includes(scope.name));
  const known = within.flatMap((scope) => scope.filters?.parameters ?? []);
  for (const [name, value] of Object.entries(pinned ?? {})) {
    const parameter = known.find((item) => isNamed(item, name));
    if (!parameter) invalid('pin', `no scope of this token filters by ${name}`);
    fitValue(parameter, value);
  }
}

function invalid(column: string, reason: string): never {
  throw new ConcordError('value-invalid', { column, reason });
}
