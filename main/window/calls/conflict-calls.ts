// Calls of the inbox (CF, RS).

import { z } from 'zod';
import { choice, conflictDetail, conflictFilter, conflictLine } from '../shapes.ts';
import { call, page } from './call.ts';

/** Calls by name. */
export const conflictCalls = {
  'conflicts.list': call(
    conflictFilter.extend(page),
    z.object({
      entries: z.array(conflictLine),
      shown: z.number(),
      counts: z.object({ undecided: z.number(), decided: z.number(), confirmed: z.number(), parked: z.number() }),
      /** The inbox as it was read: see `conflicts.resolveAll`. */
      mark: z.number(),
    }),
  ),
  'conflicts.get': call(z.object({ no: z.number(), filter: conflictFilter.default({}) }), conflictDetail),
  'conflicts.resolve': call(z.object({ no: z.number(), revision: z.number(), choice }), conflictDetail),
  /** Keeps one side for many. With the `mark` of the list that was looked at, what has moved since is refused (P14, RS-25). */
  'conflicts.resolveAll': call(
    z.object({
      filter: conflictFilter,
      numbers: z.array(z.number()).optional(),
      keep: z.enum(['mine', 'theirs']),
      mark: z.number().optional(),
    }),
    z.object({
      decided: z.number(),
      refused: z.array(z.object({ id: z.number(), code: z.string(), message: z.string() })),
    }),
  ),
  'conflicts.undo': call(z.object({ no: z.number() }), conflictDetail),
} as const;
