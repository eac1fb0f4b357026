// A replica's changes as the parts of an upload: encoded once, kept in the spool until the hub has answered (W-85…W-88).

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
  readonly spool: Spool;
}

/** An upload ready to be sent. */
export interface PreparedUpload {
  readonly parts: number;
  /** Rows that stay here, since a cell of theirs cannot travel (W-75). */
  readonly unsent: readonly RefusedRow[];
}

/** Encodes every batch into parts of one table and kind each. */
export async function prepareUpload(
  upload: Upload,
  { schema, limitBytes, options, spool }: UploadOptions,
): Promise<PreparedUpload> {
  const unsent: RefusedRow[] = [];
  let parts = 0;
  let name = '';
  let writer: PartWriter | null = null;
  const keep = async (part: ContainerPart | null): Promise<void> => {
    if (part) await spool.put(parts++, part.text);
  };
  for await (const batch of upload.batches()) {
    if (!writer || name !== `${batch.kind} ${tableKey(batch.table)}`) {
      await keep(writer?.flush() ?? null);
      name = `${batch.kind} ${tableKey(batch.table)}`;
      writer = writerFor(schema, batch, { limitBytes, options });
    }
    for (const row of batch.rows) {
      const part = addRow(schema, batch, { row, writer, unsent });
      if (part) await keep(part);
    }
  }
  await keep(writer?.flush() ?? null);
  return { parts, unsent };
}

function writerFor(schema: Schema, batch: RowBatch, limits: { limitBytes: number; options: CellOptions }): PartWriter {
  return createPartWriter({ table: tableOf(schema, batch), kind: batch.kind, ...limits });
}

function addRow(
  schema: Schema,
  batch: RowBatch,
  { row, writer, unsent }: { row: Row; writer: PartWriter; unsent: RefusedRow[] },
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
