// The rows of an upload's table that need no judgement, chunk by chunk: the next chunk is made ready while PostgreSQL works (Speed).

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Row } from '../../../sync/cell.ts';
import type { ChangeKind } from '../../../sync/conflict.ts';
import type { PgValue, Querying } from './connection.ts';
import type { Taker } from './take-rows.ts';
import type { TableWork } from './table-work.ts';

/** A row on its way in. */
interface Coming {
  readonly kind: ChangeKind;
  readonly row: Row;
  readonly watermark: bigint | null;
  /** What it is in the error set; such a row goes by itself. */
  readonly parked: unknown;
}

/** The taking of one table's rows. */
export interface Taking<T extends Coming> {
  /** Before the chunks of a part: what went wrong with those before them says nothing about these. */
  begin(): void;
  /** Takes what it can of a chunk, whose keys all differ, and gives back the rest. `next` tells the chunk after it. */
  take(chunk: readonly T[], next: () => Promise<readonly T[] | null>): Promise<readonly T[]>;
}

/** Whose rows they are, and who is told of those that are taken. */
export interface TakingOptions {
  readonly db: Querying;
  /** Number of the sender. */
  readonly client: number;
  taken(kind: ChangeKind): void;
}

/** Rows of one kind and watermark; every other chunk is given back whole where the table has no taker. */
export function createTaking<T extends Coming>(work: TableWork, options: TakingOptions): Taking<T> {
  const { taker } = work;
  if (!taker) return { begin: () => undefined, take: async (chunk) => chunk };
  let ready: Ready<T> | null = null;
  let isWorthwhile = true;
  const prepare = (chunk: readonly T[]): Ready<T> => makeReady(work, { chunk, taker, client: options.client });
  /** What cannot be told is found out when its turn comes. */
  const prepareNext = async (next: () => Promise<readonly T[] | null>): Promise<void> => {
    const chunk = await next().catch(() => null);
    ready = chunk && isUsual(chunk) ? prepare(chunk) : null;
  };
  return {
    begin: () => void (isWorthwhile = true),
    async take(chunk, next) {
      if (!isWorthwhile || chunk.length === 0 || !isUsual(chunk)) return chunk;
      const { fit, values } = ready?.chunk === chunk ? ready : prepare(chunk);
      const left = await take(options.db, taker, { values, meanwhile: () => prepareNext(next) });
      if (left === null || left.size * 2 > fit.length) isWorthwhile = false;
      if (left === null) return chunk;
      const taken = new Set(fit.filter((_, place) => !left.has(place)));
      for (const { kind } of taken) options.taken(kind);
      return chunk.filter((attempt) => !taken.has(attempt));
    },
  };
}

function isUsual(chunk: readonly Coming[]): boolean {
  return chunk.every(({ kind, parked }) => kind === 'upsert' && !parked);
}

interface Ready<T> {
  readonly chunk: readonly T[];
  /** Those that are stored as they were sent (SF-09). */
  readonly fit: readonly T[];
  readonly values: readonly PgValue[];
}

interface Preparing<T> {
  readonly chunk: readonly T[];
  readonly taker: Taker;
  readonly client: number;
}

function makeReady<T extends Coming>(work: TableWork, { chunk, taker, client }: Preparing<T>): Ready<T> {
  const fit = chunk.filter(({ row }) => work.faultOf(row) === null);
  const rows = fit.map(({ row }) => row);
  return { chunk, fit, values: taker.prepare(rows, { client, watermark: chunk[0]?.watermark ?? null }) };
}

interface Asked {
  readonly values: readonly PgValue[];
  meanwhile(): Promise<void>;
}

async function take(db: Querying, taker: Taker, { values, meanwhile }: Asked): Promise<ReadonlySet<number> | null> {
  await db.rows('savepoint concord_taking');
  const answer = taker.take(values);
  // Whoever waits for it below is told.
  answer.catch(() => undefined);
  await nextTurn();
  await meanwhile();
  const left = await answer;
  if (left === null) await db.rows('rollback to savepoint concord_taking');
  await db.rows('release savepoint concord_taking');
  return left;
}
