// What happens at a hub now as its own door tells it, as JSON (HB-09). Of the process that answers, never a value of a row.

import { z } from 'zod';
import { count } from './state.ts';

const who = {
  scope: z.string(),
  client: z.string().nullable(),
  person: z.string().nullable(),
  device: z.string().nullable(),
};

const rate = z.number().min(0);

/** `GET admin/feed`. */
export const hubFeed = z.object({
  /** Sessions that are open; the newest of them are listed. */
  open: count,
  sessions: z.array(
    z.object({
      id: z.string(),
      ...who,
      token: z.string().nullable(),
      startedAt: z.string(),
      phase: z.enum(['beginning', 'sending', 'exchanging', 'receiving']),
      /** That are being answered, and when the last one was. */
      calls: count,
      usedAt: z.string(),
    }),
  ),
  /** A second, over the last ten; rows from clients, and to them. */
  rates: z.object({ calls: rate, received: rate, sent: rate }),
  /** Calls that wait for their answer. */
  waiting: count,
  /** What took longest in the last ten minutes, the longest first. */
  tables: z.array(
    z.object({
      table: z.object({ schema: z.string(), name: z.string() }),
      received: count,
      sent: count,
      ms: z.number().min(0),
    }),
  ),
  /** Newest first. */
  lines: z.array(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('session'),
        at: z.string(),
        ...who,
        ms: z.number(),
        received: count,
        sent: count,
        conflicts: count,
        refused: count,
        isGood: z.boolean(),
      }),
      z.object({
        kind: z.literal('failure'),
        at: z.string(),
        code: z.string(),
        /** As the client was told, and as the log has it. */
        reference: z.string().nullable(),
      }),
    ]),
  ),
});
