// Calls of the grid and of one record (PD-04…PD-06).

import { z } from 'zod';
import { rowCauses } from '../../sync/row-error.ts';
import { badge, cell, column, cut, direction, gridQuery, record, tableName } from '../shapes.ts';
import { call, names, nothing, page } from './call.ts';
import { removal } from './removed-calls.ts';

/** What the hub has against a record (ER-11): the number of the error, and the column where one is named. */
const refusal = z
  .object({
    no: z.number(),
    cause: z.enum(rowCauses),
    column: z.string().nullable(),
    message: z.string(),
    /** The record shows the hub's values again, mine are in the error. */
    takenBack: z.boolean(),
  })
  .nullable();

/** Calls by name. */
export const dataCalls = {
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
        /** Null while a large table is counted; a ring of `data` tells when it is. */
        rows: z.number().nullable(),
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
          refusal,
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
      refusal,
      /** It waits here and no longer meets the filter, or never did: once it is settled it leaves (PR-07). */
      outside: z.boolean(),
      /** Of a record that is not here: how the last one of its key went; null = nothing is known of one. */
      removed: removal.omit({ table: true, key: true }).nullable(),
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
