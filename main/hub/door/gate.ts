// Who is let in at the hub's door: tokens of the list and of the database, or everybody where there are none (W-258, HB-04).

import { createHash } from 'node:crypto';
import { isValid, type TokenBook, type TokenGrant } from '../stores/token-book.ts';
import type { Tokens } from './tokens.ts';

/** What a caller's token allows. */
export type Access = Pick<TokenGrant, 'name' | 'kind' | 'scopes' | 'pinned'>;

/** `free` = none is asked for; null = refused. */
export type Admission = Access | 'free' | null;

/** The gate. */
export interface Gate {
  /** By a call's `Authorization` header. */
  admit(authorization: string | undefined): Promise<Admission>;
  /** True if calls without a token are refused. */
  isShut(): Promise<boolean>;
}

/** How long an open gate is taken for open: the first token that is made shuts it. */
const openMs = 1000;

/** A gate; `now` tells the time. */
export function createGate({ listed, book, now }: GateParts): Gate {
  let openUntil = 0;
  const isShut = async (): Promise<boolean> => listed !== undefined || (await book.look('')).isUsed;
  return {
    isShut,
    async admit(authorization) {
      const at = now();
      if (authorization === undefined && at.getTime() < openUntil) return 'free';
      const name = listed?.identify(authorization) ?? null;
      if (name !== null) return { name, kind: 'client', scopes: null, pinned: null };
      const { isUsed, token } = await book.look(hashOfToken(bearerOf(authorization)));
      if (token && isValid(token, at.toISOString())) return token;
      if (listed || isUsed) return null;
      openUntil = at.getTime() + openMs;
      return 'free';
    },
  };
}

/** What a gate is made of. */
export interface GateParts {
  /** Tokens of a list, beside those of the book. */
  readonly listed?: Tokens | undefined;
  readonly book: TokenBook;
  now(): Date;
}

/** The token of an `Authorization` header; empty where there is none. */
function bearerOf(authorization: string | undefined): string {
  return /^Bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1] ?? '';
}

/** A token as the book knows it: it is long and random, so that one round of SHA-256 hides it. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** True if a token is for a scope, by its name without case (W-13). */
export function isForScope({ scopes }: Access, name: string): boolean {
  return scopes === null || scopes.some((scope) => scope.toLowerCase() === name.toLowerCase());
}
