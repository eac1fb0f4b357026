// The snapshots of a hub as its own door makes, lists and deletes them, as JSON (HB-06).

import { z } from 'zod';
import { count, instant, parameterValues } from './state.ts';

/** What a snapshot is made of (`POST admin/snapshots`). */
export const snapshotWish = z.strictObject({
  scope: z.string().min(1),
  /** Complete, but for those that have a default. */
  parameters: parameterValues.default({}),
});

/** The number under which it is made. */
export const startedSnapshot = z.object({ making: z.number().int() });

/** `GET admin/snapshots`. */
export const hubSnapshots = z.object({
  /** The hub makes them itself every so many hours; 0 = it does not. */
  everyHours: count,
  /** Newest first. */
  snapshots: z.array(
    z.object({
      no: z.number().int(),
      scope: z.string(),
      parameters: parameterValues,
      madeAt: z.string(),
      /** Name of a token or person; null = the hub by itself. */
      by: z.string().nullable(),
      rows: count,
      bytes: count,
      /** Sessions that were given it, and when the last one was. */
      used: count,
      usedAt: instant,
      /** False for one that is older than the hub's memory. */
      isGivenOut: z.boolean(),
    }),
  ),
  /** Those that this process makes, or could not make. */
  making: z.array(
    z.object({
      no: z.number().int(),
      scope: z.string(),
      parameters: parameterValues,
      by: z.string().nullable(),
      state: z.enum(['waiting', 'making', 'failed']),
      /** Rows are written for Concord clients first, then for stock ones. */
      form: z.enum(['concord', 'stock']),
      rows: count,
      total: count,
      problem: z.object({ code: z.string(), message: z.string() }).nullable(),
    }),
  ),
});
