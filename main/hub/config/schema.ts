// What a hub can be told, whether by file, environment or flags: one schema for all three doors (HB-02, CL-05).

import { z } from 'zod';

const name = z.string().min(1);

/** The ways that rows of a table may go. */
export const directionNames = ['both', 'download-only', 'upload-only', 'none'] as const;

const tableObject = z.strictObject({
  name,
  /** Columns that travel; all where none is named. */
  columns: z.array(name).min(1).optional(),
  direction: z.enum(directionNames).optional(),
});

const table = z.union([name.transform((text) => ({ name: text })), tableObject]);

/** Types that a parameter may have. */
const parameterTypes = [
  'text',
  'int',
  'long',
  'decimal',
  'double',
  'bool',
  'guid',
  'date',
  'datetime',
  'instant',
] as const;

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const filter = z.strictObject({
  table: name,
  /** Other tables of the scope, each by an equation such as `order_line.order_id = orders.order_id`. */
  joins: z.array(z.strictObject({ table: name, on: name })).optional(),
  /** Columns and the parameters that they equal: `region` or `orders.region` to `@region`. */
  where: z.record(name, z.string().regex(/^@./, 'a parameter is expected, such as @region')).optional(),
  /** In the language of R-27. */
  condition: name.optional(),
});

const scope = z.strictObject({
  name: name.default('DefaultScope'),
  /** Needed the first time; a scope that the database has already stays as it was set up (W-65). */
  tables: z.array(table).min(1).optional(),
  /** HB-02: which rows a client gets, by its parameters; at most one filter a table. */
  filters: z.array(filter).optional(),
  /** What must be known of a parameter beyond the columns that it is compared with. */
  parameters: z
    .record(
      name,
      z.strictObject({
        type: z.enum(parameterTypes).optional(),
        nullable: z.boolean().optional(),
        default: value.optional(),
      }),
    )
    .optional(),
  /** PR-06: a row that leaves a client's filter is removed there, or stays as it was. */
  leaving: z.enum(['remove', 'stay']).optional(),
  /** FG-c: what becomes of an uploaded row outside its sender's filter; where a token pins parameters it is refused. */
  outside: z.enum(['accept', 'refuse']).optional(),
});

const limits = z.strictObject({
  /** HB-04: calls of one token (or of one address, without tokens) a minute; 0 = as many as come. */
  requestsPerMinute: z.int().min(0).max(1_000_000).default(12_000),
  /** W-92: no body of a call is larger; beyond it the answer is 413. */
  largestBodyMb: z.int().min(1).max(1024).default(1024),
  /** W-265: sessions that are open at once. */
  sessions: z.int().min(1).max(100_000).default(2000),
  sessionsPerClient: z.int().min(1).max(1000).default(20),
  /** W-27: a session that has been idle for so long is forgotten. */
  idleMinutes: z.int().min(1).max(10_080).default(60),
});

const snapshots = z.strictObject({
  /** HB-06: hours after which the hub makes its snapshots anew; 0 = it makes none by itself. */
  every: z.int().min(0).max(8760).default(0),
});

const telemetry = z.strictObject({
  /** HB-09, TL-09: whether the sessions of the hub's clients are recorded, on this computer only. */
  recording: z.enum(['on', 'off']).default('on'),
  /** Where the file lies; beside the database's where none is named. */
  folder: name.optional(),
  /** TL-10: kept whole for so many days, or so many events, whichever is first. */
  keepDays: z.int().min(1).max(3650).default(30),
  keepEvents: z.int().min(1000).max(100_000_000).default(1_000_000),
});

/** Fields that hold fields. */
export const groups = ['telemetry', 'limits', 'snapshots'] as const;

/** The schema. Only the database has no default. */
export const hubConfigSchema = z.strictObject({
  database: name.optional(),
  host: name.default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(0),
  policy: z.enum(['server-wins', 'client-wins']).default('server-wins'),
  /** CONFORMANCE 8: what becomes of a row that its table refuses. */
  errorPolicy: z.enum(['refuse', 'retry', 'continue', 'throw']).default('refuse'),
  scopes: z.array(scope).default([]),
  tokenFile: name.optional(),
  /** HB-08: a module that exports functions by table, which look at each row before it is written. */
  rules: name.optional(),
  /** Lines on standard error: failures in words, or everything that happens as JSON. */
  log: z.enum(['text', 'json']).default('text'),
  telemetry: telemetry.prefault({}),
  snapshots: snapshots.prefault({}),
  limits: limits.prefault({}),
});

/** A configuration whose database is known. */
export type HubConfig = z.output<typeof hubConfigSchema> & { readonly database: string };

/** A scope as configured. */
export type ScopeConfig = HubConfig['scopes'][number];
