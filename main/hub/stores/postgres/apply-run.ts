// One upload on its way into a PostgreSQL hub: its tables, its counters, the rows that are refused so far; and how rows are
// tried: many at a time, and where the database refuses some each by itself (W-250).

import type { Row } from '../../../sync/cell.ts';
import type { ChangeKind } from '../../../sync/conflict.ts';
import type { KeyedRow, RefusedRow } from '../../../sync/orchestrator.ts';
import { ConcordError } from '../../../sync/problem.ts';
import { tableKey, type TableName } from '../../../sync/schema.ts';
import type { Barred, Heard } from '../fence.ts';
import { createKeptParents, type KeptParents } from '../kept-parents.ts';
import { keyText, standingFault, type Refusal, type RowFault } from '../refusal.ts';
import type { StoreUpload } from '../store.ts';
import { nameOf } from '../table.ts';
import { createTallies, type Tallies } from '../tallies.ts';
import { applyRows, type RowResult } from './apply-rows.ts';
import { signIn, type Signature } from './clients.ts';
import type { Querying } from './connection.ts';
import { createParkedRows, type ParkedRow, type ParkedRows } from './parked-rows.ts';
import { isRowFault, reasonOf } from './problem.ts';
import type { ScopedTable } from './registry.ts';
import type { Manner } from './row-changes.ts';
import { createTaking, type Taking } from './taking.ts';
import { createTableWork, signAs, type TableWork } from './table-work.ts';

/** What an apply is given; it holds the write transaction. */
export interface ApplyInput {
  readonly db: Querying;
  readonly upload: StoreUpload;
  readonly scopeNo: number;
  readonly tables: ReadonlyMap<string, ScopedTable>;
  /** Numbers of the tables whose own triggers may change a row. */
  readonly answering: ReadonlySet<number>;
  readonly barred: Barred;
  readonly heard: Heard;
  readonly at: string;
}

/** A row to be tried. */
export interface Attempt {
  readonly kind: ChangeKind;
  readonly row: Row;
  readonly watermark: bigint | null;
  /** The row's place in the error set, if it comes from there. */
  readonly parked: ParkedRow | null;
  /** why its table refuses it, where its rule is asked once more. */
  readonly refused?: RowFault;
}

/** A row that was refused and is tried again when all others are in (Decisions 10). */
export interface Waiting extends Refusal<ScopedTable>, Attempt {
  readonly work: TableWork;
}

/** The state of one apply. */
export interface ApplyRun extends ApplyInput {
  readonly signature: Signature;
  readonly tallies: Tallies;
  readonly parents: KeptParents;
  readonly parked: ParkedRows;
  readonly kept: KeyedRow[];
  readonly refused: RefusedRow[];
  waiting: Waiting[];
  work(table: TableName): TableWork;
  taking(work: TableWork): Taking<Attempt>;
}

/** Rows that one statement takes: a part of a Concord client's, as it is usually cut, goes in at once. */
const together = 6000;

/** Signs the sender in and prepares everything. */
export async function startRun(input: ApplyInput): Promise<ApplyRun> {
  const { db, upload, at, tables, scopeNo } = input;
  await db.rows('set constraints all immediate');
  // A few thousand keys are looked up one by one, whatever PostgreSQL thinks of reading a whole table; triggers of the
  // owner's go on being planned as ever.
  if (input.answering.size === 0) await db.rows('set local enable_hashjoin = off; set local enable_mergejoin = off');
  const signature = await signIn(db, upload.sender, at);
  await signAs(db, signature);
  await db.rows(`select set_config('concord.plain', $1, true)`, [plainTables(input)]);
  const received = upload.parts.reduce((sum, part) => sum + part.rows, 0) + upload.misfits.length;
  const works = new Map<string, TableWork>();
  const takings = new Map<TableWork, Taking<Attempt>>();
  const tallies = createTallies(received);
  const options = {
    signature,
    answering: input.answering,
    stock: !upload.sender.concord,
    remembers: upload.policy === 'client-wins',
  };
  return {
    ...input,
    signature,
    tallies,
    parents: createKeptParents(upload.scope.schema),
    parked: createParkedRows(db, { client: signature.client, scope: scopeNo, tables: tables.values(), at }),
    kept: [],
    refused: [],
    waiting: [],
    work(name) {
      const found = works.get(tableKey(name));
      if (found) return found;
      const table = tables.get(tableKey(name));
      if (!table) throw new ConcordError('table-not-in-scope', { table: name.name });
      const made = createTableWork(db, table, options);
      works.set(tableKey(name), made);
      return made;
    },
    taking(work) {
      const known = takings.get(work) ?? takingOf(input, work, { signature, tallies });
      takings.set(work, known);
      return known;
    },
  };
}

/** The tables where nothing but the apply itself changes a row that it writes, as their triggers look them up. */
function plainTables({ tables, answering }: ApplyInput): string {
  return `,${[...tables.values()].flatMap(({ no }) => (answering.has(no) ? [] : [no])).join(',')},`;
}

/** Rows of one table, all of one kind and watermark, as they are tried together. */
export type Chunks = readonly (readonly Attempt[])[];

/** Tells the first rows of this table that come after those that are tried; they are made ready while these are written. */
export type Following = () => Promise<readonly Attempt[] | null>;

/** Tries rows in their order; refused ones wait for the passes at the end. */
export async function tryRows(
  run: ApplyRun,
  work: TableWork,
  { chunks, following }: { readonly chunks: Chunks; readonly following?: Following },
): Promise<void> {
  const taking = run.taking(work);
  taking.begin();
  for (const [at, chunk] of chunks.entries()) {
    const free = chunk.filter((attempt) => !waitsForParent(run, work, attempt));
    const whole = free.length === chunk.length ? chunk : free;
    const left = await taking.take(whole, async () => chunks[at + 1] ?? (await following?.()) ?? null);
    if (left.length > 0) await tryChunk(run, work, left);
  }
}

/** Where rows are looked at beyond conflicts, each goes the long way (HB-08, L9). */
function takingOf(
  { db, upload }: ApplyInput,
  work: TableWork,
  { signature, tallies }: Pick<ApplyRun, 'signature' | 'tallies'>,
): Taking<Attempt> {
  if (upload.judgeRow || upload.forgotten) return { begin: () => undefined, take: async (chunk) => chunk };
  return createTaking(work, {
    db,
    client: signature.client,
    taken: (kind) => tallies.count(work.table.table, kind, 'applied'),
  });
}

/** As many as one statement takes, of one watermark, no key twice. */
export function inChunks(work: TableWork, attempts: readonly Attempt[]): Chunks {
  const chunks: Attempt[][] = [];
  let keys = new Set<string>();
  for (const attempt of attempts) {
    const key = keyText(work.table, work.keyOf(attempt.row));
    const last = chunks.at(-1);
    const fits = last?.[0]?.watermark === attempt.watermark && last.length < together && !keys.has(key);
    if (last && fits) last.push(attempt);
    else {
      chunks.push([attempt]);
      keys = new Set();
    }
    keys.add(key);
  }
  return chunks;
}

/** First together; where that fails, or has failed before, each alone within PostgreSQL, which costs no call a row. */
async function tryChunk(run: ApplyRun, work: TableWork, chunk: readonly Attempt[]): Promise<void> {
  const { db } = run;
  await db.rows('savepoint concord_rows');
  let results: readonly RowResult[];
  try {
    results = chunk[0]?.refused
      ? await applyOneByOne(run, work, chunk)
      : await applyChunk(run, work, { chunk, how: 'together' });
  } catch (thrown) {
    if (!isRowFault(thrown)) throw thrown;
    await db.rows('rollback to savepoint concord_rows');
    results = await applyOneByOne(run, work, chunk);
  }
  await db.rows('release savepoint concord_rows');
  for (const [at, attempt] of chunk.entries()) await note(run, work, { attempt, result: results[at] ?? 'applied' });
}

/** A row that cannot even be looked at (a text that is no number in a key) is found by halves. */
async function applyOneByOne(run: ApplyRun, work: TableWork, chunk: readonly Attempt[]): Promise<readonly RowResult[]> {
  const { db } = run;
  await db.rows('savepoint concord_each');
  try {
    const results = await applyChunk(run, work, { chunk, how: 'each' });
    await db.rows('release savepoint concord_each');
    return results;
  } catch (thrown) {
    if (!isRowFault(thrown)) throw thrown;
    await db.rows('rollback to savepoint concord_each; release savepoint concord_each');
    const [first] = chunk;
    if (chunk.length === 1 && first) return [reasonOf(thrown, first.kind)];
    const middle = Math.ceil(chunk.length / 2);
    const before = await applyOneByOne(run, work, chunk.slice(0, middle));
    return [...before, ...(await applyOneByOne(run, work, chunk.slice(middle)))];
  }
}

interface Trying {
  readonly chunk: readonly Attempt[];
  readonly how: Manner;
}

function applyChunk(run: ApplyRun, work: TableWork, { chunk, how }: Trying): Promise<readonly RowResult[]> {
  const [first] = chunk;
  const context = {
    rules: run.upload,
    watermark: first?.watermark ?? null,
    forgotten: run.upload.forgotten === true && !first?.parked,
    parentKept: (at: TableWork, row: Row) => {
      if (run.upload.sender.concord) run.parents.add(at.table, row);
    },
  };
  const incoming = { kind: first?.kind ?? 'upsert', rows: chunk.map(({ row }) => row), how };
  const refused = first?.refused && { refused: chunk.map((attempt) => attempt.refused) };
  return applyRows(context, work, { ...incoming, ...refused });
}

interface Noted {
  readonly attempt: Attempt;
  readonly result: RowResult;
}

async function note(run: ApplyRun, work: TableWork, { attempt, result }: Noted): Promise<void> {
  if (typeof result !== 'string') {
    const { refused } = attempt;
    return wait(run, work, { attempt, reason: refused ? standingFault(refused, result) : result });
  }
  const { table } = work;
  run.tallies.count(table.table, attempt.kind, result);
  if (result === 'kept' && run.upload.sender.concord)
    run.kept.push({ table: nameOf(table), key: work.keyOf(attempt.row) });
  if (attempt.parked) await run.parked.drop(table, work.keyOf(attempt.row));
}

/** L33: a record that hangs on one that was added on both sides waits for that decision, and what hangs on it, too. */
function waitsForParent(run: ApplyRun, work: TableWork, attempt: Attempt): boolean {
  if (attempt.kind !== 'upsert' || !run.parents.any || !run.parents.holds(work.table, attempt.row)) return false;
  run.parents.add(work.table, attempt.row);
  const message = 'its parent record was added on both sides; it waits for that decision';
  wait(run, work, { attempt, reason: { code: 'parent-kept', message } });
  return true;
}

interface Refused {
  readonly attempt: Attempt;
  readonly reason: RowFault;
}

function wait(run: ApplyRun, work: TableWork, { attempt, reason }: Refused): void {
  const { refused: _, ...bare } = attempt;
  run.waiting.push({ ...bare, ...reason, table: work.table, work });
}
