// Calls of the changes that wait to be sent: counted, paged, reverted (PD-01…PD-03, ST-07).

import { z } from 'zod';
import { cell, cut, record, tableName, waiting } from '../shapes.ts';
import { call, names, page } from './call.ts';

const reason = z.enum(['next', 'conflict', 'parked']);
const operation = z.enum(['insert', 'update', 'delete']);

const filter = {
  table: tableName.optional(),
  operation: operation.optional(),
  waitsFor: reason.optional(),
  text: z.string().max(500).default(''),
};

/** An open conflict that changes stand behind. */
const behind = z.object({ no: z.number(), table: tableName, key: record });

const changedColumn = z.object({
  column: z.string(),
  /** Absent where that side has no record. */
  old: z.union([cell, cut]).optional(),
  new: z.union([cell, cut]).optional(),
});

const waitingRecord = z.object({
  table: tableName,
  key: record,
  name: z.string().nullable(),
  operation,
  waitsFor: reason,
  /** Those that an update made different; of an insert or a delete all. */
  columns: z.array(changedColumn),
  /** What columns that point to other records show, by column: of the old and of the new values. */
  oldNames: names,
  newNames: names,
  at: z.string().nullable(),
  /** Who changed it through Concord; null = another program on this computer. */
  by: z.string().nullable(),
  tries: z.number(),
  /** Why the hub refused it; null = it did not. */
  refused: z.object({ code: z.string(), message: z.string(), state: z.enum(['open', 'parked']) }).nullable(),
  behind: behind.nullable(),
  /** True if the hub may have seen a version of the change: a revert is then a new change. */
  offered: z.boolean(),
  mark: z.string(),
});

const done = z.object({ no: z.number(), changes: z.number(), records: z.number(), sent: z.number() });

/** Calls by name. */
export const changeCalls = {
  /** How much waits, under a filter and in all, and why. */
  'changes.count': call(
    z.object(filter),
    z.object({
      shown: waiting,
      total: waiting,
      groups: z.array(
        waiting.extend({
          reason,
          /** Some of the conflicts that these changes stand behind, and whether there are more. */
          behind: z.array(behind),
          more: z.boolean(),
        }),
      ),
      /** All that waits, by table. */
      tables: z.array(z.object({ table: tableName, waiting })),
      /** Records that are not sent at all: older than the first session, or in a table that only comes down. */
      notAdopted: z.number(),
      localOnly: z.number(),
      /** The reverts that can be undone, newest first. */
      reverts: z.array(done.extend({ at: z.string(), who: z.string() })),
    }),
  ),
  'changes.page': call(z.object({ ...filter, ...page }), z.object({ records: z.array(waitingRecord) })),
  /** Reverts changes as they were shown, all or none; `columns` of an update, else the whole record. */
  'changes.revert': call(
    z.object({
      records: z
        .array(z.object({ table: tableName, key: record, mark: z.string(), columns: z.array(z.string()).optional() }))
        .min(1)
        .max(1000),
    }),
    done,
  ),
  'changes.undo': call(z.object({ no: z.number().int() }), done),
} as const;
