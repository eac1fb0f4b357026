// A replica's changes as the parts of an upload, each encoded once (W-85…W-88).

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChangeKind } from '../sync/conflict.ts';
import type { RefusedRow, RowBatch, Upload } from '../sync/orchestrator.ts';
import { findTable, keyPositions, tableKey, type Schema } from '../sync/schema.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Row } from '../sync/cell.ts';
import type { Spool } from '../spool/spool.ts';
import { CellMisfit, type CellOptions } from '../wire/cell-misfit.ts';
import { createPartWriter, type ContainerPart, type PartWriter } from '../wire/rows.ts';

/** How an upload is cut. */
export interface UploadOptions {
  readonly schema: Schema;
  readonly limitBytes: number;
  readonly options: CellOptions;
}

/** One part on its way out. */
export interface OutgoingPart {
  readonly text: string;
  readonly index: number;
  /** How many parts there are; a good guess before the last one where `counted` is false. */
  readonly count: number;
  readonly counted: boolean;
  readonly last: boolean;
}

/** Rows that stay here, since a cell of theirs cannot travel (W-75). */
export type Unsent = RefusedRow[];

/** Parts whose number is known before the first one leaves, as stock hubs are told it: all are encoded first. */
export async function* countedParts(
  upload: Upload,
  options: UploadOptions & { readonly spool: Spool },
  unsent: Unsent,
): AsyncGenerator<OutgoingPart> {
  let count = 0;
  for await (const part of encodedParts(upload, options, unsent)) await options.spool.put(count++, part.text);
  for (let index = 0; index < count; index++)
    yield { text: await options.spool.get(index), index, count, counted: true, last: index === count - 1 };
}

/** Parts for a hub that needs no number: one is encoded while the one before it travels (Speed). */
export async function* streamedParts(
  upload: Upload,
  options: UploadOptions,
  unsent: Unsent,
): AsyncGenerator<OutgoingPart> {
  const total = upload.counts.reduce((sum, { upserts, deletes }) => sum + upserts + deletes, 0);
  let rows = 0;
  let index = 0;
  for await (const { item, last } of ahead(encodedParts(upload, options, unsent))) {
    rows += item.rows;
    const guess = Math.max(Math.round((total / rows) * (index + 1)), index + 2);
    yield { text: item.text, index, count: last ? index + 1 : guess, counted: last, last };
    index++;
  }
}

/** Every item with the word whether it is the last; the next ones are made meanwhile, once the caller has set off. */
async function* ahead<T>(items: AsyncGenerator<T>): AsyncGenerator<{ readonly item: T; readonly last: boolean }> {
  const take = (): Promise<IteratorResult<T>> => {
    const next = nextTurn().then(() => items.next());
    // Whoever asks for it is told; until then nobody has to listen.
    next.catch(() => undefined);
    return next;
  };
  try {
    let here = await take();
    let next = take();
    while (!here.done) {
      const following = await next;
      next = take();
      yield { item: here.value, last: following.done ?? false };
      here = following;
    }
  } finally {
    await items.return(undefined);
  }
}

/** Every batch as parts of one table and kind each. */
async function* encodedParts(
  upload: Upload,
  { schema, limitBytes, options }: UploadOptions,
  unsent: Unsent,
): AsyncGenerator<ContainerPart> {
  let name = '';
  let writer: PartWriter | null = null;
  for await (const batch of upload.batches()) {
    if (!writer || name !== `${batch.kind} ${tableKey(batch.table)}`) {
      const rest = writer?.flush();
      if (rest) yield rest;
      name = `${batch.kind} ${tableKey(batch.table)}`;
      writer = writerFor(schema, batch, { limitBytes, options });
    }
    for (const row of batch.rows) {
      const part = addRow(schema, batch, { row, writer, unsent });
      if (part) yield part;
    }
  }
  const rest = writer?.flush();
  if (rest) yield rest;
}

function writerFor(schema: Schema, batch: RowBatch, limits: { limitBytes: number; options: CellOptions }): PartWriter {
  return createPartWriter({ table: tableOf(schema, batch), kind: batch.kind, ...limits });
}

function addRow(
  schema: Schema,
  batch: RowBatch,
  { row, writer, unsent }: { row: Row; writer: PartWriter; unsent: Unsent },
): ContainerPart | null {
  try {
    return writer.add(row);
  } catch (thrown) {
    if (!(thrown instanceof CellMisfit)) throw thrown;
    const key = keyPositions(tableOf(schema, batch)).map((at) => row[at] ?? null);
    unsent.push({
      table: batch.table,
      kind: batch.kind satisfies ChangeKind,
      key,
      code: 'cell-does-not-fit',
      message: thrown.message,
    });
    return null;
  }
}

function tableOf(schema: Schema, batch: RowBatch): NonNullable<ReturnType<typeof findTable>> {
  const table = findTable(schema, batch.table);
  if (!table) throw new ConcordError('table-not-in-scope', { table: batch.table.name });
  return table;
}
