// Rows that their tables refuse: tried again in passes when all others are in, then given up as the policy says
// (Decisions 10, WIRE 23).

import type { Row } from '../sync/cell.ts';
import { ConcordError } from '../sync/problem.ts';
import type { TableName } from '../sync/schema.ts';
import type { ConflictAnswer, ConflictView } from './apply-row.ts';
import { retryRefusals, type Refusal, type RowSession } from './apply-rows.ts';
import { errorRow, listErrors, noteFailure, resolveErrors, type RowErrorState } from './row-errors.ts';
import { keyOfRow } from './tracked-table.ts';

/** What becomes of a row that its table refuses to the end; `retry` is the product's (Decisions 10), the rest are stock's. */
export type ErrorPolicy = 'throw' | 'continue' | 'retry';

/** A row that its table refuses, as a hook sees it. */
export interface RefusedView {
  readonly table: TableName;
  readonly kind: 'upsert' | 'delete';
  readonly row: Row;
  readonly message: string;
}

/** A hook's answer: another row, another policy, or `resolved`: it has written the row itself, as a local change. */
export interface RefusedAnswer {
  readonly row?: Row;
  readonly policy?: ErrorPolicy;
  readonly resolved?: boolean;
}

/** Hooks that only tests and rules use; the product parks (CONFORMANCE 2). */
export interface ApplyHooks {
  readonly onConflict?: (view: ConflictView) => ConflictAnswer | undefined;
  /** Sees a refused row before it is tried again. */
  readonly onError?: (error: RefusedView) => RefusedAnswer | undefined;
}

/** What settling errors needs of its session. */
export interface ErrorContext {
  readonly session: number;
  readonly errorPolicy: ErrorPolicy;
  readonly hooks: ApplyHooks;
  now(): Date;
}

/** Refused rows: of this session's download, and of earlier ones. */
export interface Refusals {
  readonly fresh: readonly Refusal[];
  readonly earlier: readonly Refusal[];
}

/** Tries refused rows, those of earlier sessions too, until a pass settles none; what is left becomes errors. */
export async function settleRefusals(
  context: ErrorContext,
  session: RowSession,
  { fresh, ...refusals }: Refusals,
): Promise<void> {
  const coming = new Set(fresh.map(nameOf));
  const earlier = refusals.earlier.filter((error) => !coming.has(nameOf(error)));
  session.tallies.retry(earlier.length);
  const policies = new Map<Refusal['row'], ErrorPolicy>();
  const waiting = [...earlier, ...fresh].flatMap((refusal) => askHook(context, session, { refusal, policies }));
  for (const refusal of await retryRefusals(session, waiting))
    giveUp(context, session, { refusal, policy: policies.get(refusal.row) ?? context.errorPolicy });
}

/** Errors of earlier sessions that are still to be tried; those whose row came anew were resolved by it (W-244). */
export function earlierErrors(session: RowSession): Refusal[] {
  if (!session.hasErrors) return [];
  const open = listErrors(session.db, ['open']).filter((error) => error.side === 'here' && session.has(error.table));
  return open.map((error) => {
    const work = session.work(error.table);
    const { kind, message } = error;
    return { kind, row: errorRow(work.table, error), author: null, work, message, retried: true };
  });
}

function nameOf({ work, row }: Refusal): string {
  return [work.table.no, ...keyOfRow(work.table, row)].map(String).join('\n');
}

/** Nothing is left of a row that the hook has settled itself. */
function askHook(
  { hooks }: ErrorContext,
  session: RowSession,
  { refusal, policies }: { refusal: Refusal; policies: Map<Refusal['row'], ErrorPolicy> },
): Refusal[] {
  const { onError } = hooks;
  if (!onError) return [refusal];
  const { work, kind, row, message } = refusal;
  const answer = session.openly(() => onError({ table: work.table.name, kind, row, message }));
  if (answer?.resolved) {
    session.tallies.count(work.table.name, kind, 'applied');
    resolveErrors(session.db, work.table, row, 'here');
    return [];
  }
  const wanted = answer?.row ?? row;
  if (answer?.policy) policies.set(wanted, answer.policy);
  return [{ ...refusal, row: wanted }];
}

function giveUp(
  context: ErrorContext,
  session: RowSession,
  { refusal, policy }: { refusal: Refusal; policy: ErrorPolicy },
): void {
  const { work, kind, row, message, author } = refusal;
  if (policy === 'throw') throw new ConcordError('session-stopped', { table: work.table.physical, reason: message });
  session.tallies.fail(work.table.name, kind);
  // CG-i2: a local change under it stays as it is until the hub's row can be written; then the two are a conflict.
  work.holdChange(keyOfRow(work.table, row));
  const state: RowErrorState | undefined = policy === 'continue' ? 'parked' : undefined;
  noteFailure(
    session.db,
    {
      table: work.table,
      side: 'here',
      kind,
      row,
      before: work.present(keyOfRow(work.table, row)),
      code: 'row-refused',
      message,
      who: author?.user ?? null,
      madeAt: author?.at ?? null,
    },
    { session: context.session, at: context.now().toISOString(), ...(state && { state }) },
  );
}
