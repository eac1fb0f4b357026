// Calls of telemetry: the list, the cards, the switch and what is kept, the export (TL-01…TL-13).

import { z } from 'zod';
import { clients, eventNames, failureTypes, levels, modes } from '../../sync/telemetry.ts';
import { call, nothing } from './call.ts';

const instant = z.iso.datetime({ offset: true });
const level = z.enum(levels);
const mode = z.enum(modes);
const failureType = z.enum(failureTypes);
const client = z.enum(clients);

/** Which events: all that is named must fit. `from` counts, `to` does not. */
export const telemetryFilter = z.object({
  from: instant.optional(),
  to: instant.optional(),
  user: z.string().max(500).optional(),
  table: z.string().max(500).optional(),
  mode: mode.optional(),
  levels: z.array(level).optional(),
  names: z.array(z.enum(eventNames)).optional(),
  result: z.enum(['success', 'failure']).optional(),
  errorCode: z.number().int().optional(),
  /** Looked for in message, code, table, person and the versions of a conflict; letters of any case. */
  text: z.string().max(500).optional(),
});

const event = z.object({
  no: z.number(),
  time: z.string(),
  name: z.enum(eventNames),
  level,
  durationMs: z.number().nullable(),
  activeMs: z.number().nullable(),
  mode: mode.nullable(),
  /** Null where success means nothing: a conflict, a change of connectivity. */
  success: z.boolean().nullable(),
  failureType: failureType.nullable(),
  errorCode: z.number().nullable(),
  /** Concord's own text code, and the sentence. */
  code: z.string().nullable(),
  errorMessage: z.string().nullable(),
  table: z.string().nullable(),
  user: z.string(),
  client,
  records: z.number().nullable(),
  session: z.number().nullable(),
  conflict: z.number().nullable(),
  /** Every field of the dictionary that this event has, under Concord's names (TL-02). */
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** A time in which nothing was recorded; `to` null = still off (TL-09). */
const gap = z.object({ from: z.string(), to: z.string().nullable() });
/** Days are of this computer's calendar: `2026-06-15`. */
const day = z.string();
/** Milliseconds, three digits; null where nothing was measured. */
const median = z.number().nullable();

const cards = z.object({
  /** Every day of the period, oldest first. */
  days: z.array(day),
  gaps: z.array(gap),
  /** Events that the cards are made of. */
  events: z.number(),
  failures: z.object({
    /** Without the expected ones. */
    total: z.number(),
    expected: z.number(),
    people: z.number(),
    byDay: z.array(z.object({ day, type: failureType, count: z.number() })),
    rows: z.array(
      z.object({
        errorCode: z.number(),
        code: z.string(),
        type: failureType,
        /** The sentence of the code, without particulars. */
        message: z.string(),
        expected: z.boolean(),
        count: z.number(),
        people: z.number(),
      }),
    ),
  }),
  /** Downloads of tables: records a session. */
  records: z.array(
    z.object({
      table: z.string(),
      mode,
      median: z.number(),
      sessions: z.number(),
      heaviest: z.object({ user: z.string(), records: z.number() }).nullable(),
    }),
  ),
  durations: z.object({
    rows: z.array(z.object({ client, mode, active: median, total: median, sessions: z.number() })),
    byDay: z.array(z.object({ day, active: median, total: median, sessions: z.number() })),
  }),
  people: z.array(
    z.object({
      user: z.string(),
      lastSync: z.string().nullable(),
      lastError: z.object({ at: z.string(), errorCode: z.number(), code: z.string() }).nullable(),
      failures: z.number(),
      sessions: z.number(),
      active: median,
      total: median,
    }),
  ),
  versions: z.object({
    people: z.number(),
    rows: z.array(z.object({ version: z.string(), system: z.string(), people: z.number() })),
  }),
});

const state = z.object({
  recording: z.boolean(),
  /** Since when it is as it is. */
  since: z.string(),
  gaps: z.array(gap),
  keepDays: z.number(),
  keepEvents: z.number(),
  events: z.number(),
  bytes: z.number(),
  oldest: z.string().nullable(),
  /** Days of which totals are kept, and the oldest of them. */
  totals: z.object({ days: z.number(), oldest: day.nullable(), keepDays: z.number() }),
  /** What goes next into the day totals alone, and when; null = nothing is recorded. */
  next: z.object({ at: z.string(), events: z.number() }).nullable(),
  lastCleaned: z.object({ at: z.string(), events: z.number(), before: z.string() }).nullable(),
});

/** What an export is to hold (TL-08, TL-11). */
const exportChoice = z.object({
  filter: telemetryFilter.default({}),
  format: z.enum(['csv', 'ndjson', 'otlp']),
  /** OTLP writes one signal a file: all events as logs, or what has a duration as spans. */
  signal: z.enum(['logs', 'traces']).default('logs'),
  names: z.enum(['concord', 'application-insights']).default('concord'),
  contains: z.enum(['ids', 'names', 'values']).default('ids'),
  pseudonyms: z.boolean().default(false),
  /** The newest event to write: with the plan's, the file holds exactly what the plan counted. */
  upTo: z.number().int().optional(),
});

/** Calls by name. */
export const telemetryCalls = {
  /** A page of events; `shown` of the filter, `total` of all. Equal times and durations go by number. */
  'telemetry.list': call(
    z.object({
      filter: telemetryFilter.default({}),
      sort: z.enum(['time', 'duration']).default('time'),
      descending: z.boolean().default(true),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(1000).default(200),
      /** Only events up to this number: what came later gathers outside the list (AX-04). */
      upTo: z.number().int().optional(),
    }),
    z.object({ events: z.array(event), shown: z.number(), total: z.number(), newest: z.number() }),
  ),
  /** What there is to filter by. */
  'telemetry.choices': call(
    nothing,
    z.object({
      people: z.array(z.string()),
      tables: z.array(z.string()),
      modes: z.array(mode),
      names: z.array(z.enum(eventNames)),
      errorCodes: z.array(z.object({ errorCode: z.number(), type: failureType })),
    }),
  ),
  /** The five cards of TL-06, by whole days; a text is not looked for. Without `from` all that is kept, day totals as well. */
  'telemetry.cards': call(z.object({ filter: telemetryFilter.default({}) }), cards),
  'telemetry.state': call(nothing, state),
  'telemetry.configure': call(
    z.object({
      recording: z.boolean().optional(),
      keepDays: z.number().int().min(1).max(3650).optional(),
      keepEvents: z.number().int().min(1000).max(100_000_000).optional(),
    }),
    state,
  ),
  /** What an export would write, before anything is written: exact number, size by a sample, its head and first 20 lines. */
  'telemetry.exportPlan': call(
    exportChoice,
    z.object({
      events: z.number(),
      bytes: z.number(),
      file: z.string(),
      upTo: z.number(),
      preview: z.array(z.string()),
      oldest: z.string().nullable(),
      newest: z.string().nullable(),
    }),
  ),
  /** A part of that file: what follows the event `after`, some `limit` events long. `last` goes on as the next `after`. */
  'telemetry.exportPart': call(
    exportChoice.extend({
      after: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(50_000).default(5000),
    }),
    z.object({ text: z.string(), last: z.number(), done: z.boolean() }),
  ),
} as const;
