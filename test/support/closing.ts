// The checks that close every scenario (CONFORMANCE 1): quiet, then row by row equal, read from every file itself.

import { expect } from 'vitest';
import type { Stage, StageReplica, SyncOptions } from './stage.ts';

/** The tables to compare, each with the columns of its key. */
export type Tables = Readonly<Record<string, string>>;

const nothing = { D: 0, U: 0, AC: 0, AS: 0, FC: 0, FS: 0, RC: 0, rcC: 0, rcS: 0 };

/** One more session each to drain, then one that moves nothing, then equal tables. */
export async function expectSettled(
  stage: Stage,
  replicas: readonly StageReplica[],
  tables: Tables = { category: 'category_id' },
  options: SyncOptions = {},
): Promise<void> {
  for (const replica of replicas) await replica.sync(options);
  await expectQuiet(replicas, options);
  expectSame(stage, replicas, tables);
}

/** One more session on every replica moves nothing. */
export async function expectQuiet(replicas: readonly StageReplica[], options: SyncOptions = {}): Promise<void> {
  for (const replica of replicas) expect(await replica.counts(options), `${replica.name} is quiet`).toEqual(nothing);
}

/** Row by row. */
export function expectSame(
  stage: Stage,
  replicas: readonly StageReplica[],
  tables: Tables = { category: 'category_id' },
): void {
  for (const [table, key] of Object.entries(tables)) {
    const sql = `select * from "${table}" order by ${key}`;
    const rows = stage.hubDb.prepare(sql).all();
    for (const replica of replicas) expect(replica.db.prepare(sql).all(), `${table} of ${replica.name}`).toEqual(rows);
  }
}
