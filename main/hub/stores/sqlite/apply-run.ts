// One upload on its way into the hub: its tables' statements, its counters, the rows that are refused so far.

import type { Row } from '../../../sync/cell.ts';
import type { ChangeKind } from '../../../sync/conflict.ts';
import type { KeyedRow, RefusedRow } from '../../../sync/orchestrator.ts';
import { ConcordError } from '../../../sync/problem.ts';
import { tableKey, type TableName } from '../../../sync/schema.ts';
import type { Writer } from '../../../sqlite/database.ts';
import { deferredKeys } from '../../../sqlite/deferred-keys.ts';
import { createSlices, type Slices } from '../../../sqlite/slices.ts';
import type { StoreUpload } from '../store.ts';
import { applyRow, type RowContext } from './apply-row.ts';
import { signIn } from './clients.ts';
import type { Barred, Heard } from '../fence.ts';
import { createKeptParents, type KeptParents } from '../kept-parents.ts';
import { createParkedRows, type ParkedRow, type ParkedRows } from './parked-rows.ts';
import type { Refusal } from '../refusal.ts';
import { nameOf } from '../table.ts';
import { reasonOf } from './refusal.ts';
import type { ScopedTable } from './registry.ts';
import { countedStamps, sharedStamps, type Stamps } from './stamps.ts';
import { createTableWork, type TableWork } from './table-work.ts';
import { createTallies, type Tallies } from '../tallies.ts';

/** What an apply is given; it holds the write transaction. */
export interface ApplyInput {
  readonly db: Writer;
  readonly upload: StoreUpload;
  readonly scopeNo: number;
  readonly tables: ReadonlyMap<string, ScopedTable>;
  readonly watched: boolean;
  readonly barred: Barred;
  readonly heard: Heard;
  readonly at: string;
}

/** A row that was refused and is tried again when all others are in (Decisions 10). */
export interface Waiting extends Refusal<ScopedTable> {
  readonly work: TableWork;
  readonly context: RowContext;
  /** The row's place in the error set, if it comes from there. */
  readonly parked: ParkedRow | null;
}

/** A row to be tried. */
export interface Attempt {
  readonly kind: ChangeKind;
  readonly row: Row;
  readonly context: RowContext;
  readonly parked: ParkedRow | null;
}

/** The state of one apply. */
export interface ApplyRun extends ApplyInput {
  readonly context: RowContext;
  readonly stamps: Stamps;
  readonly tallies: Tallies;
  readonly slices: Slices;
  readonly parents: KeptParents;
  readonly parked: ParkedRows;
  readonly kept: KeyedRow[];
  readonly refused: RefusedRow[];
  readonly waiting: Waiting[];
  work(table: TableName): TableWork;
  /** Writes the entries that wait. */
  flush(): void;
}

/** Signs the sender in and prepares everything. */
export function startRun(input: ApplyInput): ApplyRun {
  const { db, upload, at } = input;
  const signature = signIn(db, upload.sender, at);
  const stamps = input.watched ? sharedStamps(db) : countedStamps(db);
  const parents = createKeptParents(upload.scope.schema);
  const received = upload.parts.reduce((sum, part) => sum + part.rows, 0) + upload.misfits.length;
  return {
    ...input,
    stamps,
    parents,
    tallies: createTallies(received),
    slices: createSlices(),
    parked: createParkedRows(db, {
      client: signature.client,
      scope: input.scopeNo,
      tables: input.tables.values(),
      at,
    }),
    kept: [],
    refused: [],
    waiting: [],
    ...createWorks(input),
    context: {
      rules: upload,
      signature,
      watermark: upload.watermark === null ? null : Number(upload.watermark),
      forgotten: upload.forgotten === true,
      stamps,
      watched: input.watched,
      remembers: upload.policy === 'client-wins',
      isCalm: calmness(input, signature.client),
      parentKept: (work, row) => {
        if (upload.sender.concord) parents.add(work.table, row);
      },
    },
  };
}

/** Tries one row and counts it; a refused one waits for the passes at the end. */
export function tryRow(run: ApplyRun, work: TableWork, attempt: Attempt): void {
  const refusal = outcomeOf(run, work, attempt);
  if (refusal) run.waiting.push({ ...refusal, ...attempt, work });
  else if (attempt.parked) run.parked.drop(work.table, work.keyOf(attempt.row));
}

/** Null = done and counted; else why the table refuses the row. */
export function outcomeOf(
  run: ApplyRun,
  work: TableWork,
  { kind, row, context }: Attempt,
): Refusal<ScopedTable> | null {
  const { table } = work;
  if (kind === 'upsert' && run.parents.any && run.parents.holds(table, row)) {
    run.parents.add(table, row);
    const message = 'its parent record was added on both sides; it waits for that decision';
    return { table, kind, row, code: 'parent-kept', message };
  }
  try {
    const outcome = applyRow(context, work, { kind, row });
    run.tallies.count(table.table, kind, outcome);
    if (outcome === 'kept' && run.upload.sender.concord) run.kept.push({ table: nameOf(table), key: work.keyOf(row) });
    return null;
  } catch (thrown) {
    const reason = reasonOf(thrown, kind);
    assertUnbroken(run, table);
    return { table, kind, row, ...reason };
  }
}

/** A trigger of the database may end the whole transaction (RAISE(ROLLBACK)): then nothing may go on outside of it. */
function assertUnbroken({ db }: ApplyRun, table: ScopedTable): void {
  if (!db.inTransaction)
    throw new ConcordError('session-stopped', {
      table: table.name,
      reason: 'a trigger of the database rolled all back',
    });
}

/** Asked once a table: while an upload is applied nobody else writes, unless triggers or a handler's merges do. */
function calmness({ upload, watched }: ApplyInput, client: number): (work: TableWork) => boolean {
  const since = upload.watermark === null ? null : Number(upload.watermark);
  const known = new Map<number, boolean>();
  return (work) => {
    const { no } = work.table;
    const calm = known.get(no) ?? (!watched && !upload.forgotten && work.isCalm(client, since));
    known.set(no, calm);
    return calm;
  };
}

function createWorks({ db, tables, at, watched }: ApplyInput): Pick<ApplyRun, 'work' | 'flush'> {
  const works = new Map<string, TableWork>();
  const options = { at, watched, deferred: deferredKeys(db) };
  return {
    work(name) {
      const found = works.get(tableKey(name));
      if (found) return found;
      const table = tables.get(tableKey(name));
      if (!table) throw new ConcordError('table-not-in-scope', { table: name.name });
      const made = createTableWork(db, table, options);
      works.set(tableKey(name), made);
      return made;
    },
    flush: () => works.forEach((work) => work.flush()),
  };
}
