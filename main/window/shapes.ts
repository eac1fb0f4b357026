// The shapes that several calls share: cells, names, states, sessions, conflicts (CL-03 says how they look in JSON).

import { z } from 'zod';
import { phases } from '../sync/session.ts';
import { filterOperators } from './filter-operators.ts';

/** A cell: unsafe integers and decimals as text, blobs as `{ base64 }`. */
export const cell = z.union([z.null(), z.boolean(), z.number(), z.string(), z.object({ base64: z.string() })]);

/** A long value in a list: its size and how it begins (CF-08). */
export const cut = z.object({
  cut: z.object({ kind: z.enum(['text', 'bytes']), size: z.number(), start: z.string() }),
});

/** Cells by column name; a column that is not a member is absent. */
export const record = z.record(z.string(), cell);

/** A table with its database schema; the schema is empty on SQLite. */
export const tableName = z.object({ name: z.string(), schema: z.string() });

/** A coded error as the window shows it (SF-07). */
export const problem = z.object({
  code: z.string(),
  message: z.string(),
  cure: z.string(),
  retryable: z.boolean(),
  details: z.string().optional(),
  /** The column that is at fault, where one is. */
  column: z.string().optional(),
});

/** "n changes in m records" (ST-07). */
export const waiting = z.object({ changes: z.number(), records: z.number() });

/** A column as the window needs it: to show, to check a typed value, to compare. */
export const column = z.object({
  name: z.string(),
  type: z.string(),
  nullable: z.boolean(),
  maxLength: z.number(),
  precisionSpecified: z.boolean(),
  precision: z.number(),
  scaleSpecified: z.boolean(),
  scale: z.number(),
  isKey: z.boolean(),
  /** The table whose key this column holds by a foreign key of one column; null = none. */
  pointsTo: tableName.nullable(),
});

/** Which way a table's changes travel. */
export const direction = z.enum(['both', 'download-only', 'upload-only', 'none']);

/** The phases of FD-01. */
export const phase = z.enum(phases);

/** A running session. */
export const progress = z.object({
  session: z.number(),
  startedAt: z.string(),
  trigger: z.string(),
  phase: phase.nullable(),
  table: z.string().nullable(),
  part: z.number().nullable(),
  parts: z.number().nullable(),
  rows: z.number(),
  rowsTotal: z.number().nullable(),
  bytesReceived: z.number(),
  phases: z.array(z.object({ phase, ms: z.number() })),
});

const counts = z.object({
  /** Null where the session was recorded before the two were told apart. */
  inserted: z.number().nullable(),
  modified: z.number().nullable(),
  deleted: z.number(),
  unchanged: z.number(),
  conflict: z.number(),
  failed: z.number(),
  skipped: z.number(),
  total: z.number(),
});

/** A session in the history (FD-02). `summary` members are 0 while it runs or when it failed early. */
export const sessionLine = z.object({
  no: z.number(),
  scope: z.string(),
  trigger: z.string(),
  mode: z.string(),
  started: z.string(),
  ended: z.string().nullable(),
  result: z.enum(['running', 'done', 'failed', 'cancelled', 'interrupted']),
  uploaded: z.number(),
  accepted: z.number(),
  downloaded: z.number(),
  written: z.number(),
  conflicts: z.number(),
  failed: z.number(),
  skipped: z.number(),
  ms: z.number().nullable(),
  /** Without the waiting for the hub. */
  activeMs: z.number().nullable(),
  bytesSent: z.number(),
  bytesReceived: z.number(),
  /** 1, and one more for each call that had to be repeated. */
  tries: z.number(),
  /** It took at least twice the usual time, and 2 s more (FD-05). */
  slow: z.boolean(),
  /** Rows that its books do not account for; 0 = they balance, null = not known (SF-04). */
  balance: z.number().nullable(),
  problem: problem.nullable(),
});

/** Which sessions a list shows; what is left out shows all (FD-07). */
export const sessionFilter = z.object({
  scopes: z.array(z.string().max(200)).max(50).optional(),
  modes: z.array(z.string().max(50)).max(20).optional(),
  triggers: z.array(z.string().max(50)).max(20).optional(),
  results: z.array(z.string().max(50)).max(20).optional(),
  table: tableName.optional(),
  text: z.string().max(500).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});

/** A session in depth (FD-03, FD-04). */
export const sessionDetail = sessionLine.extend({
  policy: z.string().nullable(),
  appliedHere: z.number(),
  appliedHub: z.number(),
  failedHere: z.number(),
  failedHub: z.number(),
  resolvedHere: z.number(),
  resolvedHub: z.number(),
  equal: z.number(),
  requests: z.number(),
  repeats: z.number(),
  phases: z.array(z.object({ phase, start: z.number(), ms: z.number(), waited: z.number() })),
  tables: z.array(z.object({ table: tableName, sent: counts, received: counts })),
  short: z.number(),
  /** Records that left the filter with it (PR-06). */
  left: z.number(),
  /** Records that the hub took with it and stored otherwise than they were sent, and the first of them (SF-03). */
  altered: z.object({ count: z.number(), records: z.array(z.object({ table: tableName, key: record })) }),
  /** The median duration in ms of up to 20 earlier good sessions of the same mode; null with fewer than 5 (FD-05). */
  usualMs: z.number().nullable(),
  /** How many sessions that median is of. */
  usualOf: z.number(),
});

/** The states of CF-04. */
export const entryState = z.enum(['undecided', 'decided', 'sent', 'confirmed', 'reopened', 'undone', 'parked']);

/** A conflict in the inbox's list. */
export const conflictLine = z.object({
  no: z.number(),
  table: tableName,
  key: record,
  type: z.string(),
  state: entryState,
  columns: z.array(z.string()),
  collisions: z.array(z.string()),
  /** Mine, or theirs where I deleted it: for a title. Long cells are cut. */
  sample: z.record(z.string(), z.union([cell, cut])),
  raisedAt: z.string(),
  changedAt: z.string(),
  mineAt: z.string().nullable(),
  /** Whether there is a record on each side; null = not known. */
  isHere: z.boolean(),
  isOnHub: z.boolean().nullable(),
  /** My held changes that stand behind this record (ER-08). */
  behind: z.number(),
  theirsBy: z.object({ user: z.string().nullable(), device: z.string().nullable(), at: z.string().nullable() }),
  keep: z.enum(['mine', 'theirs', 'merged']).nullable(),
});

/** A conflict whole. Null versions: that side has no record. */
export const conflictDetail = conflictLine.omit({ sample: true, isHere: true, isOnHub: true }).extend({
  base: record.nullable(),
  mine: record.nullable(),
  theirs: record.nullable(),
  theirsKnown: z.boolean(),
  /** The end of the good session before: what is shown as base was on both sides then. Null where there is no base. */
  agreedAt: z.string().nullable(),
  session: z.number(),
  revision: z.number(),
  previous: z.number().nullable(),
  decision: z
    .object({
      keep: z.enum(['mine', 'theirs', 'merged']),
      by: z.string(),
      at: z.string(),
      row: record.nullable(),
      wrote: z.boolean(),
    })
    .nullable(),
  tableColumns: z.array(column),
  /** Columns that do not count in this table (CF-12). */
  noise: z.array(z.string()),
  /** The records that its versions and its decision point to; `name` is null where they have none. */
  links: z.array(z.object({ column: z.string(), value: cell, isHere: z.boolean(), name: z.string().nullable() })),
  history: z.array(
    z.object({
      at: z.string(),
      state: entryState,
      who: z.string().nullable(),
      why: z.string(),
      session: z.number().nullable(),
    }),
  ),
  /** Where the list goes on under the same filter; `listed` is false where the filter leaves the entry itself out. */
  place: z.object({
    at: z.number(),
    of: z.number(),
    listed: z.boolean(),
    previous: z.number().nullable(),
    next: z.number().nullable(),
  }),
});

/** Which entries a list shows. */
export const conflictFilter = z.object({
  tab: z.enum(['undecided', 'decided', 'confirmed', 'parked']).optional(),
  table: tableName.optional(),
  type: z.string().optional(),
  state: entryState.optional(),
  /** A column in conflict. */
  column: z.string().optional(),
  session: z.number().optional(),
  /** Raised at this time or later, and before this time. */
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  text: z.string().max(500).optional(),
  order: z
    .object({ by: z.enum(['raised', 'table', 'record', 'type', 'columns', 'state']), descending: z.boolean() })
    .optional(),
  /** Only these entries: what was selected. */
  numbers: z.array(z.number()).max(100_000).optional(),
  /** Only entries up to this number: what came later gathers outside the list (AX-04). */
  upTo: z.number().optional(),
});

/** What a person chose. */
export const choice = z.discriminatedUnion('keep', [
  z.object({ keep: z.literal('mine') }),
  z.object({ keep: z.literal('theirs') }),
  z.object({
    keep: z.literal('merged'),
    take: z.record(z.string(), z.enum(['base', 'mine', 'theirs'])),
    set: record,
  }),
]);

/** The grid's filters, order and search. */
export const gridQuery = z.object({
  table: tableName,
  filters: z
    .array(
      z.object({
        column: z.string(),
        operator: z.enum(filterOperators),
        values: z.array(cell).max(1000),
      }),
    )
    .max(20),
  text: z.string().max(500),
  only: z.enum(['all', 'waiting', 'conflict']),
  sort: z.array(z.object({ column: z.string(), descending: z.boolean() })).max(5),
});

/** A record's badge. */
export const badge = z.enum(['new', 'waiting', 'conflict', 'parked', 'local-only', 'not-sent']);
