// Calls of telemetry: the list, the cards, the switch and what is kept, the export (TL-01…TL-13).

import { z } from 'zod';
import { clients, failureTypes, modes } from '../../sync/telemetry.ts';
import {
  exportChoice,
  exportPart,
  exportPartQuery,
  exportPlan,
  telemetryChoices,
  telemetryDay,
  telemetryFilter,
  telemetryGap,
  telemetryPage,
  telemetryQuery,
  telemetryState,
} from '../../wire/admin/telemetry.ts';
import { call, nothing } from './call.ts';

/** Milliseconds, three digits; null where nothing was measured. */
const median = z.number().nullable();

const mode = z.enum(modes);
const failureType = z.enum(failureTypes);
const day = telemetryDay;

const cards = z.object({
  /** Every day of the period, oldest first. */
  days: z.array(day),
  gaps: z.array(telemetryGap),
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
    rows: z.array(z.object({ client: z.enum(clients), mode, active: median, total: median, sessions: z.number() })),
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

/** Calls by name. */
export const telemetryCalls = {
  /** A page of events. */
  'telemetry.list': call(telemetryQuery, telemetryPage),
  /** What there is to filter by. */
  'telemetry.choices': call(nothing, telemetryChoices),
  /** The five cards of TL-06, by whole days; a text is not looked for. Without `from` all that is kept, day totals as well. */
  'telemetry.cards': call(z.object({ filter: telemetryFilter.default({}) }), cards),
  'telemetry.state': call(nothing, telemetryState),
  'telemetry.configure': call(
    z.object({
      recording: z.boolean().optional(),
      keepDays: z.number().int().min(1).max(3650).optional(),
      keepEvents: z.number().int().min(1000).max(100_000_000).optional(),
    }),
    telemetryState,
  ),
  /** What an export would write, before anything is written. */
  'telemetry.exportPlan': call(exportChoice, exportPlan),
  /** A part of that file. */
  'telemetry.exportPart': call(exportPartQuery, exportPart),
} as const;
