// The hub's state as its own door tells it, as JSON: the one shape for hub, caller and window (HB-02…HB-04).

import { z } from 'zod';

/** What a token is for. */
export const tokenKind = z.enum(['client', 'monitor', 'admin']);

/** Values of parameters by their names. */
export const parameterValues = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** An ISO instant; null = never, or not yet. */
export const instant = z.string().nullable();

/** A number of things. */
export const count = z.number().int().min(0);

/** `GET admin`. */
export const hubState = z.object({
  name: z.string(),
  version: z.string(),
  database: z.string(),
  startedAt: z.string(),
  sessions: count,
  token: z.object({ name: z.string(), kind: tokenKind }),
  scopes: z.array(
    z.object({
      name: z.string(),
      tables: z.array(
        z.object({
          schema: z.string(),
          name: z.string(),
          direction: z.string(),
          /** Which rows go, in words, parameters as `@name`; null = every row. */
          filter: z.string().nullable().default(null),
        }),
      ),
      /** By which its rows are filtered; none = every client gets every row. */
      parameters: z.array(z.object({ name: z.string(), type: z.string() })),
    }),
  ),
});

/** A refusal in words. */
export const adminFault = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
