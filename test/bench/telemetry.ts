// The bench's part on telemetry: pages of a million events, cards, and exports beside a plain read of the same rows in the
// same run (FD-08, TL-06, TL-08).

import { join } from 'node:path';
import { fillLog, openTelemetryLog, type TelemetryLog } from '../support/telemetry-log.ts';
import { count, figure, type Figure } from './table.ts';

const events = 1_000_000;
const choice = { filter: {}, signal: 'logs', names: 'concord', contains: 'ids', pseudonyms: false } as const;

/** The figures of a log with a million events in this folder. */
export async function telemetryFigures(folder: string): Promise<Figure[]> {
  const log = openTelemetryLog(join(folder, 'telemetry'));
  try {
    const written = fillLog(log, { events, until: new Date(), everyMs: 30_000 });
    const first = await pages(log, 1);
    const later = (await pages(log, 60)).toSorted((a, b) => a - b);
    const p95 = later[Math.floor(later.length * 0.95)] ?? 0;
    const cards = await timed(() => log.telemetry.cards({}));
    return [
      figure(
        `page of 200 of ${count(written, 'events')}, p95`,
        `${p95.toFixed(1)} ms of ${later.length}; the first of a list ${Math.max(...first).toFixed(0)} ms`,
        '50 ms',
        p95 < 50,
      ),
      figure('the five cards of them', `${cards.toFixed(0)} ms`, '400 ms', cards < 400),
      ...(await exports(log, written)),
    ];
  } finally {
    log.close();
  }
}

/** Milliseconds of pages at random places, in both orders. */
async function pages({ telemetry }: TelemetryLog, times: number): Promise<number[]> {
  const all: number[] = [];
  for (let n = 0; n < times; n++) {
    for (const sort of ['time', 'duration'] as const) {
      const offset = Math.floor(((n * 7919) % 1000) * (events / 1000));
      all.push(await timed(() => telemetry.list({ filter: {}, sort, descending: true, offset, limit: 200 })));
    }
  }
  return all;
}

async function exports({ file, telemetry }: TelemetryLog, written: number): Promise<Figure[]> {
  const exporter = telemetry.exports();
  const plain = await timed(() => {
    let read = 0;
    for (const row of file.reader.raw('select * from telemetry').iterate()) read += row.length;
    return read;
  });
  const figures: Figure[] = [];
  for (const format of ['ndjson', 'csv', 'otlp'] as const) {
    const before = process.memoryUsage.rss();
    let highest = before;
    const ms = await timed(() => {
      for (let after = 0, done = false; !done;) {
        const part = exporter.part({ ...choice, format }, { after, limit: 2000 });
        ({ last: after, done } = part);
        highest = Math.max(highest, process.memoryUsage.rss());
      }
    });
    const speed = written / (ms / 1000);
    const grown = Math.round((highest - before) / 1e6);
    figures.push(
      figure(
        `export of them as ${format}`,
        `${count(Math.round(speed), 'events/s')}, ${(plain / ms).toFixed(2)} of a plain read; ${grown} MB more memory`,
        '200,000 events/s',
        speed >= 200_000 && grown < 150,
      ),
    );
  }
  return figures;
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
