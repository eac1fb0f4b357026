// The tokens that a hub's database keeps (HB-04): who may call, for which scopes, until when. Never a token, only its hash.

/** `client` synchronises, `monitor` only looks, `admin` does both and manages the hub. */
export type TokenKind = 'client' | 'monitor' | 'admin';

/** What a token allows. */
export interface TokenGrant {
  /** Who uses it; the identity that sessions and replicas belong to (W-259, W-260). */
  readonly name: string;
  readonly kind: TokenKind;
  /** Names of scopes; null = all. */
  readonly scopes: readonly string[] | null;
  /** ISO instant from which on it is worth nothing; null = never. */
  readonly expiresAt: string | null;
  /** Values of parameters that its holder gets whatever it asks for, by name; null = none (W-261). */
  readonly pinned: Pinned | null;
}

/** Values by the names of their parameters. */
export type Pinned = Readonly<Record<string, string | number | boolean | null>>;

/** A token as it is kept. */
export interface TokenRow extends TokenGrant {
  readonly no: number;
  /** ISO instants. */
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

/** What the book says of a hash. */
export interface TokenLook {
  /** True once there was any token, worth something or not: from then on nobody is let in without one. */
  readonly isUsed: boolean;
  /** Also one that is revoked or has expired. */
  readonly token: TokenRow | null;
}

/** The book. Every process of a hub, and `concord hub token` beside it, reads what is written now. */
export interface TokenBook {
  /** `hash` is SHA-256 in hex. */
  look(hash: string): Promise<TokenLook>;
  /** In the order of their making. */
  list(): Promise<readonly TokenRow[]>;
  /** Throws `token-name-taken` if a token of that name is still worth something. */
  add(token: TokenGrant & { readonly hash: string }): Promise<TokenRow>;
  /** With effect on the next call; null if there is no such token. One that is revoked stays as it was. */
  revoke(no: number): Promise<TokenRow | null>;
}

/** A row as both stores keep it: names of scopes and pinned values as JSON. */
export interface StoredToken extends Omit<TokenRow, 'kind' | 'scopes' | 'pinned'> {
  readonly kind: string;
  readonly scopes: string | null;
  readonly pinned: string | null;
}

/** The row in its types. */
export function tokenOf({ kind, scopes, pinned, ...token }: StoredToken): TokenRow {
  return {
    ...token,
    kind: kind as TokenKind,
    scopes: scopes === null ? null : (JSON.parse(scopes) as string[]),
    pinned: pinned === null ? null : (JSON.parse(pinned) as Pinned),
  };
}

/** True if a token is worth something at an instant. */
export function isValid({ expiresAt, revokedAt }: TokenRow, at: string): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > at);
}
