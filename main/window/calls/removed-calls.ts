// Calls of the records that left the replica (PR-06, PR-08).

import { z } from 'zod';
import { record, tableName } from '../shapes.ts';
import { call, page } from './call.ts';

/** A record that a session took away. */
export const removal = z.object({
  no: z.number(),
  session: z.number(),
  at: z.string(),
  table: tableName,
  key: record,
  reason: z.enum(['filter', 'deleted']),
  /** The condition that it no longer meets, in words; null where it is not known. */
  condition: z.string().nullable(),
  /** What it held last. */
  row: record,
  who: z.string().nullable(),
  device: z.string().nullable(),
});

/** Calls by name. */
export const removedCalls = {
  /** Records that left a filter, newest first: of one session, or of all. */
  'removed.list': call(
    z.object({ ...page, session: z.number().optional() }),
    z.object({
      records: z.array(
        removal.omit({ row: true, reason: true, who: true, device: true }).extend({
          /** By which people know it; null = it has no name. */
          name: z.string().nullable(),
          /** It has come back since. */
          isHere: z.boolean(),
        }),
      ),
      shown: z.number(),
      /** As many left with the session; more than `shown` where not all are noted. */
      left: z.number(),
    }),
  ),
} as const;
