// The parts of an upload until their session's summary is out: in memory while they are small, else on disk (W-88, W-94, L1).

import type { Row } from '../sync/cell.ts';
import type { RefusedRow, RowBatch } from '../sync/orchestrator.ts';
import { createSpool, type Spool } from '../spool/spool.ts';
import type { UploadPart } from './stores/store.ts';

/** A part as a door read it. */
export interface ReceivedPart {
  readonly index: number;
  /** Null for a part without rows (W-50). */
  readonly batch: RowBatch | null;
  /** Rows that could not be read (W-75). */
  readonly misfits: readonly RefusedRow[];
  /** The part as text, and how it is read once more; parts that come without are kept in memory. */
  readonly source?: { readonly text: string; read(text: string): RowBatch | null };
}

/** The parts of one round. */
export interface UploadParts {
  has(index: number): boolean;
  /** The parts that are here. */
  indexes(): readonly number[];
  /** True if every part before this one has come (L1). */
  isWhole(last: number): boolean;
  /** Keeps a part; one that is here already stays as it was (W-101). */
  put(part: ReceivedPart): Promise<void>;
  list(): readonly UploadPart[];
  /** Every part as it was received. */
  all(): AsyncIterable<ReceivedPart>;
  misfits(): readonly RefusedRow[];
  /** Characters received so far. */
  readonly characters: number;
  close(): Promise<void>;
}

/** Begins to use the spool's folder once it holds more than `memoryLimit` characters. */
export function createUploadParts(folder: string, memoryLimit = 16_000_000): UploadParts {
  const parts = new Map<number, { readonly part: UploadPart | null; readonly misfits: readonly RefusedRow[] }>();
  let spool: Spool | null = null;
  let inMemory = 0;
  let characters = 0;
  const keep = async ({ index, batch, source }: ReceivedPart): Promise<UploadPart | null> => {
    if (!batch) return null;
    const { table, kind, rows } = batch;
    if (!source || inMemory + source.text.length <= memoryLimit) {
      inMemory += source?.text.length ?? 0;
      return { table, kind, rows: rows.length, read: async () => rows };
    }
    spool ??= createSpool(folder, 0);
    const disk = spool;
    await disk.put(index, source.text);
    const read = async (): Promise<readonly Row[]> => source.read(await disk.get(index))?.rows ?? [];
    return { table, kind, rows: rows.length, read };
  };
  return {
    has: (index) => parts.has(index),
    indexes: () => [...parts.keys()],
    isWhole: (last) => Array.from({ length: last }, (_, index) => parts.has(index)).every(Boolean),
    async put(part) {
      if (parts.has(part.index)) return;
      characters += part.source?.text.length ?? 0;
      parts.set(part.index, { part: await keep(part), misfits: part.misfits });
    },
    list: () => inOrder().flatMap(({ part }) => part ?? []),
    async *all() {
      for (const [index, { part, misfits }] of parts) {
        const batch = part && { table: part.table, kind: part.kind, rows: await part.read() };
        yield { index, batch, misfits };
      }
    },
    misfits: () => inOrder().flatMap(({ misfits }) => misfits),
    get characters() {
      return characters;
    },
    async close() {
      parts.clear();
      await spool?.close();
    },
  };

  function inOrder(): { readonly part: UploadPart | null; readonly misfits: readonly RefusedRow[] }[] {
    return [...parts].toSorted(([a], [b]) => a - b).map(([, kept]) => kept);
  }
}
