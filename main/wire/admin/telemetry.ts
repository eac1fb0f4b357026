// Telemetry as it is read and written to files: of a replica by its window, of a hub by its own door as JSON (HB-09, TL-08…TL-13).

import { z } from 'zod';
import { clients, eventNames, failureTypes, levels, modes } from '../../sync/telemetry.ts';

const instant = z.iso.datetime({ offset: true });

/** Which events: all that is named must fit. `from` counts, `to` does not. */
export const telemetryFilter = z.object({
  from: instant.optional(),
  to: instant.optional(),
  user: z.string().max(500).optional(),
  table: z.string().max(500).optional(),
  mode: z.enum(modes).optional(),
  levels: z.array(z.enum(levels)).optional(),
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
  level: z.enum(levels),
  durationMs: z.number().nullable(),
  activeMs: z.number().nullable(),
  mode: z.enum(modes).nullable(),
  /** Null where success means nothing: a conflict, a change of connectivity. */
  success: z.boolean().nullable(),
  failureType: z.enum(failureTypes).nullable(),
  errorCode: z.number().nullable(),
  /** Concord's own text code, and the sentence. */
  code: z.string().nullable(),
  errorMessage: z.string().nullable(),
  table: z.string().nullable(),
  user: z.string(),
  client: z.enum(clients),
  records: z.number().nullable(),
  session: z.number().nullable(),
  conflict: z.number().nullable(),
  /** Every field of the dictionary that this event has, under Concord's names (TL-02). */
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** A page of events: which, in which order. Equal times and durations go by number. */
export const telemetryQuery = z.object({
  filter: telemetryFilter.default({}),
  sort: z.enum(['time', 'duration']).default('time'),
  descending: z.boolean().default(true),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(200),
  /** Only events up to this number: what came later gathers outside the list (AX-04). */
  upTo: z.number().int().optional(),
});

/** The page; `shown` of the filter, `total` of all. */
export const telemetryPage = z.object({
  events: z.array(event),
  shown: z.number(),
  total: z.number(),
  newest: z.number(),
});

/** What there is to filter by. */
export const telemetryChoices = z.object({
  people: z.array(z.string()),
  tables: z.array(z.string()),
  modes: z.array(z.enum(modes)),
  names: z.array(z.enum(eventNames)),
  errorCodes: z.array(z.object({ errorCode: z.number(), type: z.enum(failureTypes) })),
});

/** A time in which nothing was recorded; `to` null = still off (TL-09). */
export const telemetryGap = z.object({ from: z.string(), to: z.string().nullable() });
/** Days are of this computer's calendar: `2026-06-15`. */
export const telemetryDay = z.string();

/** The switch, what is kept and what goes next (TL-09, TL-10). */
export const telemetryState = z.object({
  recording: z.boolean(),
  /** Since when it is as it is. */
  since: z.string(),
  gaps: z.array(telemetryGap),
  keepDays: z.number(),
  keepEvents: z.number(),
  events: z.number(),
  bytes: z.number(),
  oldest: z.string().nullable(),
  /** Days of which totals are kept, and the oldest of them. */
  totals: z.object({ days: z.number(), oldest: telemetryDay.nullable(), keepDays: z.number() }),
  /** What goes next into the day totals alone, and when; null = nothing is recorded. */
  next: z.object({ at: z.string(), events: z.number() }).nullable(),
  lastCleaned: z.object({ at: z.string(), events: z.number(), before: z.string() }).nullable(),
});

/** What an export is to hold (TL-08, TL-11). */
export const exportChoice = z.object({
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

/** What an export would write, before anything is written: exact number, size by a sample, its head and first 20 lines. */
export const exportPlan = z.object({
  events: z.number(),
  bytes: z.number(),
  file: z.string(),
  upTo: z.number(),
  preview: z.array(z.string()),
  oldest: z.string().nullable(),
  newest: z.string().nullable(),
});

/** A part of that file: what follows the event `after`, some `limit` events long. */
export const exportPartQuery = exportChoice.extend({
  after: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(50_000).default(5000),
});

/** The part; `last` goes on as the next `after`. */
export const exportPart = z.object({ text: z.string(), last: z.number(), done: z.boolean() });

/** `GET admin/telemetry`: null where nothing is recorded. */
export const hubTelemetry = z.object({ state: telemetryState.nullable() });
