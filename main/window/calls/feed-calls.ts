// Calls of the feed: the history, one session in depth, recorded events (FD-01…FD-05, FD-09).

import { z } from 'zod';
import { progress, sessionDetail, sessionLine } from '../shapes.ts';
import { call, page } from './call.ts';

/** Calls by name. */
export const feedCalls = {
  'feed.list': call(
    z.object({ limit: page.limit, before: z.number().optional() }),
    z.object({ sessions: z.array(sessionLine), total: z.number(), progress: progress.nullable() }),
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
