// Calls about the app as a whole: who and what, its status, its sessions to come (ST, SC).

import { z } from 'zod';
import { direction, progress, sessionLine, tableName, waiting } from '../shapes.ts';
import { call, nothing } from './call.ts';

const status = z.object({
  hub: z.string().nullable(),
  scope: z.string().nullable(),
  connectivity: z.enum(['connected', 'no-network', 'hub-not-answering', 'working-offline']),
  condition: z.enum(['error', 'needs-you', 'warning', 'syncing', 'waiting', 'never-synchronised', 'up-to-date']),
  reasons: z.array(
    z.object({
      what: z.enum(['last-session', 'waiting', 'undecided', 'parked', 'checked']),
      fulfilled: z.boolean(),
      count: z.number().nullable(),
    }),
  ),
  waiting,
  undecided: z.number(),
  decided: z.number(),
  openErrors: z.number(),
  parked: z.number(),
  /** Of those, sync errors; the rest are decided conflicts that could not be written. */
  parkedErrors: z.number(),
  /** Changes of this user that the hub refused (ER-11); `newest`: the number of the newest error. */
  refused: z.object({ count: z.number(), newest: z.number().nullable() }),
  oldestUndecided: z.string().nullable(),
  oldestError: z.string().nullable(),
  /** Records that left the filter, as far as they are noted (PR-06). */
  removed: z.number(),
  /** Rows that were here before the first session and are not sent (Decisions 8). */
  notAdopted: z.number(),
  /** The hub overwrites conflicts by itself (RS-26). */
  hubOverrules: z.boolean(),
  progress: progress.nullable(),
  lastSession: sessionLine.nullable(),
  lastSuccess: z.string().nullable(),
  next: z.object({ at: z.string().nullable(), reason: z.string(), tries: z.number() }),
  contact: z
    .object({
      at: z.string(),
      ok: z.boolean(),
      ms: z.number().nullable(),
      status: z.number().nullable(),
      code: z.string().nullable(),
    })
    .nullable(),
  /** The first adapter with an address of its own (ST-04); null = none. */
  network: z.object({ adapter: z.string(), address: z.string() }).nullable(),
  offlineSince: z.string().nullable(),
  intervalMinutes: z.number().nullable(),
  onChange: z.boolean(),
  tables: z.array(
    z.object({
      table: tableName,
      status: z.enum(['available', 'initializing', 'not-available']),
      direction,
      rows: z.number(),
      waiting,
      conflicts: z.number(),
      errors: z.number(),
      lastSync: z.string().nullable(),
      lastChange: z.object({ at: z.string(), rows: z.number() }).nullable(),
    }),
  ),
  /** Bytes (ST-09). */
  storage: z.object({
    replica: z.number(),
    conflicts: z.number(),
    log: z.number(),
    spool: z.number(),
    free: z.number().nullable(),
  }),
});

/** Calls by name. */
export const sessionCalls = {
  /** Who and what: shown in the frame. */
  'app.describe': call(
    nothing,
    z.object({
      version: z.string(),
      title: z.string(),
      file: z.string(),
      user: z.string(),
      device: z.string(),
      isDemo: z.boolean(),
      readOnly: z.boolean(),
      /** `set-up`: no replica is open yet; only `setup.*` is answered (AX-07). */
      phase: z.enum(['set-up', 'open']),
    }),
  ),
  'status.read': call(nothing, status),
  /** Starts a session, or joins the running one, and answers when it has started. */
  'sync.start': call(
    z.object({
      type: z.enum(['normal', 'reinitialize', 'reinitialize-with-upload']).default('normal'),
      outdatedAction: z.enum(['ask', 'reinitialize', 'reinitialize-with-upload']).default('ask'),
    }),
    nothing,
  ),
  'sync.cancel': call(nothing, nothing),
  /** Asks whether the hub can be reached, without a session (ST-05); answers when that is known. */
  'hub.check': call(nothing, nothing),
  'agent.configure': call(
    z.object({
      offline: z.boolean().optional(),
      intervalMinutes: z.number().int().min(5).max(1440).nullable().optional(),
      onChange: z.boolean().optional(),
    }),
    nothing,
  ),
  /** Offers rows older than the first session to the hub (W-159). */
  'replica.adopt': call(nothing, z.object({ adopted: z.number() })),
} as const;
