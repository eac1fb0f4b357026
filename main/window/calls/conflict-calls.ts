// Calls of the inbox (CF, RS).

import { z } from 'zod';
import { choice, conflictDetail, conflictFilter, conflictLine } from '../shapes.ts';
import { call, page } from './call.ts';

const refused = z.array(z.object({ id: z.number(), code: z.string(), message: z.string() }));
/** Lines of the inbox's history. */
const steps = z.object({ after: z.number(), upTo: z.number() });

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
  /** What a filter can be about under a tab: columns in conflict and sessions, each with its number of entries. */
  'conflicts.facets': call(
    conflictFilter.pick({ tab: true }),
    z.object({
      columns: z.array(z.object({ name: z.string(), count: z.number() })),
      sessions: z.array(z.object({ no: z.number(), count: z.number() })),
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
    z.object({ decided: z.number(), refused, steps }),
  ),
  /** Takes back what one `conflicts.resolveAll` decided, by the steps that it answered with (RS-19). */
  'conflicts.undoAll': call(z.object({ steps }), z.object({ undone: z.number(), refused })),
  'conflicts.undo': call(z.object({ no: z.number() }), conflictDetail),
} as const;
