// All rows of a session's downloads, in order, in short slices; rows that a table refuses are tried again in passes.

import type { Row } from '../sync/cell.ts';
import type { Download, PartInfo, RowBatch } from '../sync/orchestrator.ts';
import { ConcordError } from '../sync/problem.ts';
import type { TableName } from '../sync/schema.ts';
import { isConstraint } from '../sqlite/problem.ts';
import type { Slices } from '../sqlite/slices.ts';
import type { Writer } from '../sqlite/database.ts';
import { applyRow, type Incoming, type RowContext } from './apply-row.ts';
import { resolveErrors } from './row-errors.ts';
import type { TableWork } from './table-work.ts';
import type { TrackedTable } from './tracked-table.ts';
import type { Tallies } from './tallies.ts';

/** What applying rows needs of its session. */
export interface RowSession {
  readonly db: Writer;
  readonly context: RowContext;
  readonly tallies: Tallies;
  readonly slices: Slices;
  /** True while earlier errors are open: a row that goes through ends them. */
  readonly hasErrors: boolean;
  work(table: TableName): TableWork;
  /** Told of each row that comes, where what does not come must go. */
  came?(table: TrackedTable, row: Row): void;
  /** True if the table belongs to the session's scope. */
  has(table: TableName): boolean;
  /** Runs what is no part of the apply: what it writes is tracked as anybody's change. */
  openly<T>(work: () => T): T;
  /** Throws when the session was cancelled. */
  checkpoint(): void;
  progress(part: PartInfo, rows: number): void;
}

/** A row that its table refuses, with the reason. */
export interface Refusal extends Incoming {
  readonly work: TableWork;
  readonly message: string;
  /** True if it comes from an earlier session's errors. */
  readonly retried: boolean;
}

/**
 * Applies every row: upserts parents first, then deletes children first (W-176). `intoEmpty`: there is nothing to delete
 * (W-179). Returns the refused rows.
 */
export async function applyDownload(session: RowSession, download: Download, intoEmpty: boolean): Promise<Refusal[]> {
  const upserts = download.parts.filter((part) => part.kind === 'upsert');
  const deletes = download.parts.filter((part) => part.kind === 'delete').toReversed();
  const refusals: Refusal[] = [];
  for (const part of [...upserts, ...deletes]) {
    session.checkpoint();
    if (part.kind === 'delete' && intoEmpty) session.tallies.ignore(part.rows);
    else refusals.push(...(await applyPart(session, part, await download.read(part))));
  }
  return refusals;
}

async function applyPart(session: RowSession, part: PartInfo, batch: RowBatch): Promise<Refusal[]> {
  const work = session.work(batch.table);
  assertShape(work, part, batch);
  const refusals: Refusal[] = [];
  let fill = filler(session, work, batch);
  for (let done = 0; done < batch.rows.length;) {
    const filled = fill ? fill(done) : 0;
    if (filled === 0) {
      fill = null;
      const row = batch.rows[done] ?? [];
      const incoming = { kind: batch.kind, row, author: batch.by?.[done] ?? null };
      const message = attempt(session, work, incoming);
      if (message !== null) refusals.push({ ...incoming, work, message, retried: false });
    }
    done += Math.max(filled, 1);
    if (session.slices.due()) await rest(session, part, done);
  }
  session.progress(part, batch.rows.length);
  return refusals;
}

/**
 * Rows of a table that is filled go in by one statement for many (Speed). Returns how many from a place on are in; 0 = they go one
 * by one from there: one of them is refused, or too few are left.
 */
function filler(session: RowSession, work: TableWork, { kind, rows }: RowBatch): ((from: number) => number) | null {
  if (kind !== 'upsert' || session.hasErrors || !work.fill) return null;
  const { fill, table } = work;
  return (from) => {
    const some = rows.slice(from, from + fill.rows);
    if (some.length < fill.rows || work.tracked) return 0;
    try {
      fill.put(some);
    } catch (thrown) {
      if (isConstraint(thrown)) return 0;
      throw thrown;
    }
    for (const row of some) {
      session.came?.(table, row);
      session.tallies.count(table.name, kind, 'applied', true);
    }
    return some.length;
  };
}

async function rest(session: RowSession, part: PartInfo, done: number): Promise<void> {
  session.progress(part, done);
  await session.slices.pause();
  session.checkpoint();
}

/** Tries refused rows again until a pass settles none; returns those that are left (Decisions 10). */
export async function retryRefusals(session: RowSession, refusals: readonly Refusal[]): Promise<readonly Refusal[]> {
  let waiting = refusals;
  for (let before = Infinity; waiting.length > 0 && waiting.length < before;) {
    before = waiting.length;
    const left: Refusal[] = [];
    for (const refusal of waiting) {
      const message = attempt(session, refusal.work, refusal);
      if (message !== null) left.push({ ...refusal, message });
      if (session.slices.due()) await session.slices.pause();
    }
    waiting = left;
  }
  return waiting;
}

/** Applies one row and counts it. Null = done; else the table's reason for refusing it. */
function attempt(session: RowSession, work: TableWork, incoming: Incoming): string | null {
  try {
    session.came?.(work.table, incoming.row);
    const before = work.added();
    const outcome = applyRow(session.context, work, incoming);
    session.tallies.count(work.table.name, incoming.kind, outcome, work.added() > before);
    if (session.hasErrors) resolveErrors(session.db, work.table, incoming.row, 'here');
    return null;
  } catch (thrown) {
    if (!isConstraint(thrown) || !(thrown instanceof Error)) throw thrown;
    return thrown.message;
  }
}

function assertShape(work: TableWork, part: PartInfo, batch: RowBatch): void {
  if (batch.rows.length !== part.rows) {
    throw new ConcordError('delivery-short', {}, `part ${part.index}: ${batch.rows.length} rows of ${part.rows}`);
  }
  const expected = work.table.columns.length;
  const odd = batch.rows.find((row) => row.length !== expected);
  if (odd) throw new ConcordError('row-width', { found: odd.length, table: work.table.physical, expected });
}
