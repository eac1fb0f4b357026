// The parts of a download: fetched side by side, kept in the spool until the apply has committed (W-89, W-94, L5).

import type { Download, PartInfo, RowBatch } from '../sync/orchestrator.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Schema } from '../sync/schema.ts';
import type { Spool } from '../spool/spool.ts';
import { authorsFromWire } from '../wire/extras.ts';
import { CellMisfit } from '../wire/cell-misfit.ts';
import { readSendChangesResponse } from '../wire/messages/more-changes.ts';
import { readContainer } from '../wire/read-container.ts';

/** How parts are fetched. */
export interface DownloadOptions {
  readonly parts: readonly PartInfo[];
  readonly schema: Schema;
  readonly stock: boolean;
  readonly spool: Spool;
  /** Step 7 for one part: its body; given up when the signal fires. */
  fetch(index: number, signal: AbortSignal): Promise<string>;
  /** Step 11. */
  release(): Promise<void>;
  /** Told when a part has arrived. */
  arrived(part: PartInfo): void;
  /** Told how long a reader waited for its part, or for the hub's last word. */
  blocked(ms: number): void;
}

/** Parts fetched at the same time, the last one alone at the end (W-89). */
const sideBySide = 4;
/** Parts fetched ahead of the one that is read, while reading during the download. */
const ahead = 2;

/** A download over HTTP. */
export function createDownload(options: DownloadOptions): Download {
  const { parts, spool } = options;
  const running = new Map<number, Promise<void>>();
  const stop = new AbortController();
  const bring = (part: PartInfo): Promise<void> => {
    const known = running.get(part.index);
    if (known) return known;
    const work = options.fetch(part.index, stop.signal).then(async (body) => {
      await spool.put(part.index, body);
      options.arrived(part);
    });
    running.set(part.index, work);
    work.catch(() => running.delete(part.index));
    return work;
  };
  const waiting = async (work: () => Promise<void>): Promise<void> => {
    const started = performance.now();
    await work();
    options.blocked(performance.now() - started);
  };
  return {
    parts,
    async complete() {
      try {
        await fetchAll(parts, bring);
      } catch (thrown) {
        // Without the one, the others are of no use: they would be asked for in vain.
        stop.abort();
        throw thrown;
      }
    },
    async read(part) {
      await waiting(() => bring(part));
      for (const next of parts.slice(parts.indexOf(part) + 1, parts.indexOf(part) + 1 + ahead))
        bring(next).catch(() => undefined);
      return readPart(await spool.get(part.index), part, options);
    },
    end: () => waiting(() => options.release()),
    close: async () => {
      stop.abort();
      await Promise.allSettled(running.values());
      await spool.close();
    },
  };
}

async function fetchAll(parts: readonly PartInfo[], bring: (part: PartInfo) => Promise<void>): Promise<void> {
  const waiting = parts.slice(0, -1);
  const worker = async (): Promise<void> => {
    for (let part = waiting.shift(); part; part = waiting.shift()) await bring(part);
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
  const last = parts.at(-1);
  if (last) await bring(last);
}

function readPart(body: string, part: PartInfo, { schema, stock }: DownloadOptions): RowBatch {
  const message = readSendChangesResponse(body);
  const batch = message.changes && readBatch(message.changes);
  if (!batch) throw new ConcordError('delivery-short', {}, `part ${part.index} is empty`);
  const by = authorsFromWire(message.concord?.by, batch.rows.length);
  return by ? { ...batch, by } : batch;

  function readBatch(changes: NonNullable<typeof message.changes>): RowBatch | null {
    try {
      return readContainer(schema, changes, { stock });
    } catch (thrown) {
      if (thrown instanceof CellMisfit)
        throw new ConcordError('hub-answer-broken', {}, `${part.table.name}: ${thrown.message}`);
      throw thrown;
    }
  }
}
