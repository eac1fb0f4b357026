// What the hub's own door answers to whoever manages it (HB-03, HB-04), as JSON.

import { z } from 'zod';

const instant = z.string().nullable();
const count = z.number().int().min(0);

/** The hub's state (`GET admin`). */
export const hubState = z.object({
  name: z.string(),
  version: z.string(),
  database: z.string(),
  startedAt: z.string(),
  sessions: count,
  token: z.object({ name: z.string(), kind: z.enum(['client', 'monitor', 'admin']) }),
  scopes: z.array(
    z.object({
      name: z.string(),
      tables: z.array(z.object({ schema: z.string(), name: z.string(), direction: z.string() })),
    }),
  ),
});

/** The clients (`GET admin/clients`). */
export const hubClients = z.array(
  z.object({
    id: z.string(),
    scope: z.string(),
    parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    person: z.string().nullable(),
    device: z.string().nullable(),
    token: z.string().nullable(),
    lastSession: instant,
    daysSilent: count.nullable(),
    session: z
      .object({
        startedAt: z.string(),
        ms: z.number(),
        mode: z.enum(['first', 'delta', 'reinitialize', 'reinitialize-with-upload']),
        received: count,
        sent: count,
        conflicts: count,
        errors: count,
        software: z.string().nullable(),
        result: z.enum(['open', 'done', 'failed']),
      })
      .nullable(),
    behind: count.nullable(),
    isOutdated: z.boolean(),
  }),
);

/** A token without its secret. */
export const hubToken = z.object({
  no: z.number().int(),
  name: z.string(),
  kind: z.enum(['client', 'monitor', 'admin']),
  scopes: z.array(z.string()).nullable(),
  createdAt: z.string(),
  expiresAt: instant,
  revokedAt: instant,
});

/** The tokens (`GET admin/tokens`). */
export const hubTokens = z.array(hubToken);

/** A token that was just made (`POST admin/tokens`), with its secret this once. */
export const madeHubToken = hubToken.extend({ token: z.string() });

/** A refusal in words. */
export const adminFault = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
