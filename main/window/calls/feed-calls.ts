// Calls of the feed: the history, one session in depth, recorded events (FD-01…FD-05, FD-09).

import { z } from 'zod';
import { progress, sessionDetail, sessionFilter, sessionLine, tableName } from '../shapes.ts';
import { call, nothing, page } from './call.ts';

const exportChoice = z.object({
  filter: sessionFilter.default({}),
  format: z.enum(['csv', 'ndjson']),
  upTo: z.number().int().min(0).optional(),
});

/** Calls by name. */
export const feedCalls = {
  /** A page of the history, newest first; `before` is the number of the last session of the page above. */
  'feed.list': call(
    z.object({ limit: page.limit, before: z.number().optional(), filter: sessionFilter.default({}) }),
    z.object({
      sessions: z.array(sessionLine),
      /** How many sessions the filter leaves, of how many. */
      matched: z.number(),
      total: z.number(),
      progress: progress.nullable(),
    }),
  ),
  /** The filtered history as a file: its name and the newest session that it will hold (FD-07). */
  'feed.exportPlan': call(exportChoice, z.object({ file: z.string(), upTo: z.number() })),
  /** A part of that file: what follows the session `after`. `last` goes on as the next `after`. */
  'feed.exportPart': call(
    exportChoice.extend({
      after: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(50_000).default(2000),
    }),
    z.object({ text: z.string(), last: z.number(), done: z.boolean() }),
  ),
  /** What the filters can be set to (FD-07). */
  'feed.filters': call(
    nothing,
    z.object({
      scopes: z.array(z.string()),
      modes: z.array(z.string()),
      triggers: z.array(z.string()),
      results: z.array(sessionLine.shape.result),
      tables: z.array(tableName),
      /** When the first session of the history started. */
      since: z.string().nullable(),
    }),
  ),
  'feed.session': call(z.object({ no: z.number() }), sessionDetail),
  /** Recorded events after a number, oldest first (FD-09). */
  'feed.events': call(
    z.object({ after: z.number(), limit: page.limit, session: z.number().optional() }),
    z.array(
      z.object({
        no: z.number(),
        at: z.string(),
        name: z.string(),
        level: z.enum(['verbose', 'info', 'warning', 'error']),
        session: z.number().nullable(),
        data: z.record(z.string(), z.unknown()),
      }),
    ),
  ),
} as const;
