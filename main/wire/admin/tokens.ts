// The tokens of a hub as its own door takes and tells them, as JSON: never a secret but in the answer that makes one (HB-04).

import { z } from 'zod';
import { instant, parameterValues, tokenKind } from './state.ts';

/** What a token is to allow (`POST admin/tokens`). */
export const tokenWish = z.strictObject({
  name: z.string(),
  kind: tokenKind.default('client'),
  /** Names of scopes; null = all. */
  scopes: z.array(z.string().min(1)).min(1).nullable().default(null),
  expiresAt: z.iso.datetime().nullable().default(null),
  /** Values that its holder gets whatever it asks for; null = none (W-261). */
  pinned: parameterValues.nullable().default(null),
});

/** A token without its secret. */
export const hubToken = z.object({
  no: z.number().int(),
  name: z.string(),
  kind: tokenKind,
  scopes: z.array(z.string()).nullable(),
  pinned: parameterValues.nullable(),
  createdAt: z.string(),
  expiresAt: instant,
  revokedAt: instant,
});

/** `GET admin/tokens`. */
export const hubTokens = z.array(hubToken);

/** A token that was just made, with its secret this once. */
export const madeHubToken = hubToken.extend({ token: z.string() });
