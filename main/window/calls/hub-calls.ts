// Calls for whoever manages the hub of this replica: who synchronises with it, and who may (HB-03, HB-04). All are answered by
// the hub itself, by the token that this replica has.

import { z } from 'zod';
import { problem } from '../shapes.ts';
import { call, nothing } from './call.ts';

const instant = z.string().nullable();
const kind = z.enum(['client', 'monitor', 'admin']);

const token = z.object({
  no: z.number(),
  name: z.string(),
  kind,
  /** Names of scopes; null = all. */
  scopes: z.array(z.string()).nullable(),
  createdAt: z.string(),
  expiresAt: instant,
  revokedAt: instant,
});

const client = z.object({
  id: z.string(),
  scope: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  person: z.string().nullable(),
  device: z.string().nullable(),
  token: z.string().nullable(),
  lastSession: instant,
  daysSilent: z.number().nullable(),
  /** The last one; rows as the hub counts them. */
  session: z
    .object({
      startedAt: z.string(),
      ms: z.number(),
      mode: z.enum(['first', 'delta', 'reinitialize', 'reinitialize-with-upload']),
      received: z.number(),
      sent: z.number(),
      conflicts: z.number(),
      errors: z.number(),
      software: z.string().nullable(),
      result: z.enum(['open', 'done', 'failed']),
    })
    .nullable(),
  /** Rows that it has not received yet. */
  behind: z.number().nullable(),
  isOutdated: z.boolean(),
});

/** Calls by name. */
export const hubCalls = {
  /** Whether this replica's token is an admin's of its hub; asked again when the token changes (`setup`). */
  'hub.manage': call(
    nothing,
    z.object({
      isAdmin: z.boolean(),
      /** Null where the hub does not answer now; `problem` says why. */
      state: z
        .object({
          name: z.string(),
          version: z.string(),
          database: z.string(),
          startedAt: z.string(),
          sessions: z.number(),
          token: z.object({ name: z.string(), kind }),
          scopes: z.array(
            z.object({
              name: z.string(),
              tables: z.array(z.object({ schema: z.string(), name: z.string(), direction: z.string() })),
            }),
          ),
        })
        .nullable(),
      problem: problem.nullable(),
    }),
  ),
  'hub.clients': call(nothing, z.object({ clients: z.array(client) })),
  'hub.tokens': call(nothing, z.object({ tokens: z.array(token) })),
  /** Makes a token; its secret is told this once. */
  'hub.makeToken': call(
    z.object({
      name: z.string().trim().min(1).max(64),
      kind,
      scopes: z.array(z.string()).min(1).nullable(),
      expiresAt: z.iso.datetime().nullable(),
    }),
    z.object({ no: z.number(), name: z.string(), token: z.string() }),
  ),
  'hub.revokeToken': call(z.object({ no: z.number().int().min(1) }), nothing),
} as const;
