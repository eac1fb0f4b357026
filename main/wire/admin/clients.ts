// The clients of a hub as its own door tells them, as JSON (HB-03).

import { z } from 'zod';
import { count, instant, parameterValues } from './state.ts';

/** One client in one scope and parameter set; rows as the hub counts them. */
const hubClient = z.object({
  id: z.string(),
  scope: z.string(),
  parameters: parameterValues,
  person: z.string().nullable(),
  device: z.string().nullable(),
  /** Name of its token. */
  token: z.string().nullable(),
  lastSession: instant,
  daysSilent: count.nullable(),
  /** The last one. */
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
  /** Rows that it has not received yet. */
  behind: count.nullable(),
  isOutdated: z.boolean(),
  /** Days until a clean-up that gives up the silent ones may leave it behind. */
  daysUntilOutdated: count.nullable(),
  /** What to look at, the gravest first. */
  marks: z.array(z.enum(['outdated', 'soon', 'failed', 'silent'])),
});

/** `GET admin/clients`. */
export const hubClients = z.array(hubClient);
