// The contract between the window and the engine: every call with its input and output, and every topic (ARCHITECTURE,
// "Two contracts"). Handlers, client and validator are derived from this table; a missing handler does not compile.

import { z } from 'zod';
import {
  badge,
  cell,
  choice,
  column,
  conflictDetail,
  conflictFilter,
  conflictLine,
  cut,
  direction,
  gridQuery,
  problem,
  progress,
  record,
  sessionDetail,
  sessionLine,
  tableName,
  waiting,
} from './shapes.ts';

const nothing = z.object({});
const names = z.record(z.string(), z.string());
const page = { limit: z.number().int().min(1).max(1000), offset: z.number().int().min(0) };

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
  oldestUndecided: z.string().nullable(),
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
  storage: z.object({ replica: z.number(), log: z.number(), free: z.number().nullable() }),
});

const rowError = z.object({
  no: z.number(),
  table: tableName,
  key: record,
  side: z.enum(['here', 'hub']),
  kind: z.enum(['upsert', 'delete']),
  code: z.string(),
  message: z.string(),
  state: z.enum(['open', 'parked', 'resolved']),
  tries: z.number(),
  firstAt: z.string(),
  lastAt: z.string(),
});

/** All calls by name. */
export const calls = {
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
    }),
  ),
  'status.read': call(nothing, status),
  'errors.list': call(nothing, z.array(rowError)),
  /** Starts a session, or joins the running one, and answers when it has started. */
  'sync.start': call(
    z.object({
      type: z.enum(['normal', 'reinitialize', 'reinitialize-with-upload']).default('normal'),
      outdatedAction: z.enum(['ask', 'reinitialize', 'reinitialize-with-upload']).default('ask'),
    }),
    nothing,
  ),
  'sync.cancel': call(nothing, nothing),
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
  'data.tables': call(
    nothing,
    z.array(
      z.object({
        table: tableName,
        direction,
        columns: z.array(column),
        key: z.array(z.string()),
        /** The column that names a record for a person; null = none. */
        name: z.string().nullable(),
        rows: z.number(),
      }),
    ),
  ),
  'data.page': call(
    gridQuery.extend(page),
    z.object({
      rows: z.array(
        z.object({
          key: record,
          cells: z.array(z.union([cell, cut])),
          badge: badge.nullable(),
          /** What columns that point to other records show, by column. */
          names,
          conflict: z.number().nullable(),
        }),
      ),
      shown: z.number(),
      total: z.number(),
      /** Of all records: those that wait to be sent, and those behind an open conflict. */
      waiting: z.number(),
      conflict: z.number(),
    }),
  ),
  /** Where a record stands among the rows of a query, from 0; null = it is not shown. */
  'data.place': call(gridQuery.extend({ key: record }), z.object({ at: z.number().nullable() })),
  /** A record whole, with the version last agreed on and what points to it. `row` null = there is none. */
  'data.record': call(
    z.object({ table: tableName, key: record }),
    z.object({
      row: record.nullable(),
      base: record.nullable(),
      badge: badge.nullable(),
      changedAt: z.string().nullable(),
      conflict: z.number().nullable(),
      /** What columns that point to other records show, by column; in the record and in its base. */
      names,
      baseNames: names,
      /** Records that point to this one, by foreign key: which columns hold which cells. */
      children: z.array(
        z.object({
          table: tableName,
          columns: z.array(z.object({ column: z.string(), value: cell })),
          count: z.number(),
          waiting: z.number(),
        }),
      ),
    }),
  ),
  'data.insert': call(z.object({ table: tableName, row: record }), z.object({ key: record })),
  'data.update': call(z.object({ table: tableName, key: record, expected: record, set: record }), nothing),
  'data.delete': call(z.object({ table: tableName, key: record, expected: record.default({}) }), nothing),
  /** Records of a table whose key or text holds the words: for look-ups and the command box. */
  'data.find': call(
    z.object({ table: tableName, text: z.string().max(200), limit: page.limit }),
    z.array(z.object({ key: record, name: z.string().nullable(), row: z.record(z.string(), z.union([cell, cut])) })),
  ),
  /** The values that a column holds most often, in the first 100,000 records: what a filter offers. */
  'data.values': call(
    z.object({ table: tableName, column: z.string(), limit: page.limit }),
    z.object({ values: z.array(z.object({ value: cell, name: z.string().nullable(), count: z.number() })) }),
  ),
  /** The names of records by the cells of a one-column key; null = no such record, or it has no name. */
  'data.names': call(
    z.object({ table: tableName, keys: z.array(cell).max(1000) }),
    z.object({ names: z.array(z.string().nullable()) }),
  ),
} as const;

/** What changes under the window; an event carries only a revision, the window then reads (law 3). */
export const topics = ['status', 'feed', 'conflicts', 'data'] as const;

/** One topic. */
export type Topic = (typeof topics)[number];

/** The name of a call. */
export type CallName = keyof typeof calls;

/** What a call is given, before and after its defaults are filled in. */
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>;
export type CheckedInput<N extends CallName> = z.output<(typeof calls)[N]['input']>;

/** What a call answers. */
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]['output']>;

/** One function a call. */
export type Handlers = { readonly [N in CallName]: (input: CheckedInput<N>) => CallOutput<N> | Promise<CallOutput<N>> };

/** A coded error as a reply carries it. */
export type ReplyProblem = z.output<typeof problem>;

/** The answer to a call. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ReplyProblem };

/** Calls that change something; a read-only window may not make them (CL-06). */
export const writingCalls: ReadonlySet<CallName> = new Set<CallName>([
  'sync.start',
  'sync.cancel',
  'agent.configure',
  'replica.adopt',
  'conflicts.resolve',
  'conflicts.resolveAll',
  'conflicts.undo',
  'data.insert',
  'data.update',
  'data.delete',
]);

function call<I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
): { readonly input: I; readonly output: O } {
  return { input, output };
}
