// Calls of the sync errors: listed, opened, tried again as they are or corrected, cleaned up (ER-01…ER-10, ER-15).

import { z } from 'zod';
import { rowCauses, rowErrorTypes } from '../../sync/row-error.ts';
import { cell, column, problem, record, tableName } from '../shapes.ts';
import { call, names, nothing, page } from './call.ts';

const state = z.enum(['open', 'parked', 'resolved']);
const type = z.enum(rowErrorTypes);

const filter = z.object({
  states: z.array(state).max(3).optional(),
  type: type.optional(),
  table: tableName.optional(),
  session: z.number().optional(),
  text: z.string().max(500).optional(),
  /** Only entries up to this number: what came later gathers outside the list (AX-04). */
  upTo: z.number().optional(),
  order: z
    .object({
      by: z.enum(['time', 'message', 'type', 'record', 'owner', 'action', 'tries']),
      descending: z.boolean(),
    })
    .optional(),
});

const line = z.object({
  no: z.number(),
  table: tableName,
  key: record,
  /** What the record is called; null = nothing but its key is known. */
  name: z.string().nullable(),
  side: z.enum(['here', 'hub']),
  kind: z.enum(['upsert', 'delete']),
  action: z.enum(['insert', 'update', 'delete']),
  /** *Action Data* and *Request Data* as JSON, as much of them as a line shows. */
  actionData: z.string(),
  requestData: z.string(),
  code: z.string(),
  /** The number of TL-05. */
  errorCode: z.number(),
  message: z.string(),
  type,
  cause: z.enum(rowCauses),
  column: z.string().nullable(),
  /** Whose change it is; null = not told. */
  owner: z.string().nullable(),
  fixer: z.enum(['you', 'administrator']),
  state,
  outcome: z.enum(['accepted', 'conflict', 'reverted', 'waits']).nullable(),
  tries: z.number(),
  firstAt: z.string(),
  lastAt: z.string(),
  /** When the record was given the hub's values again, with mine kept here (ER-11); null = it holds mine. */
  takenBackAt: z.string().nullable(),
  /** Changes that wait behind this record (ER-08). */
  behind: z.number(),
});

const detail = line.extend({
  /** Whole, however long (ER-03). */
  actionData: z.string(),
  requestData: z.string(),
  failureType: z.string(),
  session: z.number(),
  firstSession: z.number(),
  resolvedAt: z.string().nullable(),
  madeAt: z.string().nullable(),
  /** The row that was refused; null = a delete. */
  wanted: record.nullable(),
  changed: z.array(z.string()),
  /** What the other side has, as far as it is known here; null = it has none, or it is not known. */
  standing: record.nullable(),
  isStandingKnown: z.boolean(),
  /** The record as it stands here now. */
  present: record.nullable(),
  tableColumns: z.array(column),
  /** What columns that point to other records show, by column. */
  wantedNames: names,
  canEdit: z.boolean(),
  /** The first of what waits behind it. */
  waiting: z.array(z.object({ table: tableName, key: record, name: z.string().nullable() })),
  /** A conflict of the same record that is open; null = none. */
  conflict: z.number().nullable(),
  history: z.array(
    z.object({
      at: z.string(),
      what: z.enum(['retried', 'edited']),
      who: z.string().nullable(),
      message: z.string().nullable(),
      row: z.record(z.string(), cell).nullable(),
    }),
  ),
});

const interrupted = z.object({
  no: z.number(),
  started: z.string(),
  scope: z.string(),
  trigger: z.string(),
  result: z.enum(['interrupted', 'cancelled']),
  problem: problem.nullable(),
});

const result = z.object({
  no: z.number(),
  table: tableName,
  key: record,
  result: z.enum(['accepted', 'failed-again', 'conflict', 'not-tried']),
  message: z.string().nullable(),
  conflict: z.number().nullable(),
});

const retried = z.object({
  /** The session that tried; null = none could start. */
  session: z.number().nullable(),
  /** What stopped that session, or kept it from starting; null = nothing did. */
  problem: problem.nullable(),
  counts: z.object({ accepted: z.number(), failedAgain: z.number(), conflict: z.number(), notTried: z.number() }),
  /** The first thousand. */
  results: z.array(result),
});

const numbers = z.array(z.number().int()).min(1).max(100_000);
const days = z.number().int().min(1).max(3650).nullable();

/** Calls by name. */
export const errorCalls = {
  /** A page, how many the filter leaves, and how many there are by tab and by type. */
  'errors.list': call(
    filter.extend(page),
    z.object({
      errors: z.array(line),
      shown: z.number(),
      /** Under the same states and table, whatever the type and the words. */
      total: z.number(),
      types: z.object({ conflict: z.number(), 'not-found': z.number(), exists: z.number(), other: z.number() }),
      counts: z.object({ open: z.number(), parked: z.number(), interrupted: z.number(), resolved: z.number() }),
      newest: z.number(),
    }),
  ),
  'errors.get': call(z.object({ no: z.number().int() }), detail),
  /** Sessions that broke off as sessions do, since the last good one: no errors (ER-15). */
  'errors.interrupted': call(nothing, z.object({ sessions: z.array(interrupted) })),
  /** Tries these, or all under a filter, with a session that starts now; answers when it has ended (ER-04). */
  'errors.retry': call(z.object({ numbers: numbers.optional(), filter: filter.optional() }), retried),
  /** Takes a correction as a new change that replaces the refused one (ER-05); `retry` sends it at once. */
  'errors.edit': call(z.object({ no: z.number().int(), set: record, retry: z.boolean().default(true) }), retried),
  /** What a clean-up would take: entries last met more than so many days ago; null = of any age (ER-10). */
  'errors.countClean': call(z.object({ days }), z.object({ resolved: z.number(), unresolved: z.number() })),
  /** Cleans up exactly as many as were told before; what goes is in the back-up file first. */
  'errors.clean': call(
    z.object({ days, unresolved: z.boolean(), expected: z.number().int().min(0) }),
    z.object({
      deleted: z.number(),
      /** Unresolved ones that stayed: their changes could not be taken back. */
      kept: z.number(),
      /** Path of the back-up; null = nothing went. */
      file: z.string().nullable(),
    }),
  ),
} as const;
