// What an export would write, and its parts: the whole filtered range, exactly as counted (TL-08, TL-11).

import { at, columns, type EventRow } from '../event.ts';
import { dayOf } from '../day-totals.ts';
import { conditionOf, type Condition } from '../filter.ts';
import type { Reading } from '../reading.ts';
import type { ExportChoice } from './choice.ts';
import { createCsv } from './csv.ts';
import { createNdjson } from './ndjson.ts';
import { createOtlp } from './otlp.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { createSink, type Sink } from './sink.ts';

/** A part of an export in UTF-8; `last` goes on as the next `after`. */
export interface ExportPart {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly last: number;
  readonly done: boolean;
}

/** The numbers of an export before it is written. */
export interface ExportPlan {
  readonly events: number;
  /** By a sample of its lines. */
  readonly bytes: number;
  readonly file: string;
  readonly upTo: number;
  readonly preview: string[];
  readonly oldest: string | null;
  readonly newest: string | null;
}

/** Exports of one log. */
export interface Exporter {
  plan(choice: ExportChoice): Promise<ExportPlan>;
  part(choice: ExportChoice, from: { readonly after: number; readonly limit: number }): ExportPart;
}

interface Encoder {
  readonly header: string;
  write(rows: readonly EventRow[], sink: Sink): void;
}

/** Rows looked at for one part, however few of them fit. */
const span = 20_000;
const sampled = 400;
const previewed = 20;

/** Exports over an open log. */
export function createExporter(reading: Reading, hide: Pseudonyms): Exporter {
  const encoders = new Map<string, Encoder>();
  const sink = createSink();
  const encoderOf = (choice: ExportChoice): Encoder => {
    const { format, signal, names, contains, pseudonyms } = choice;
    const key = JSON.stringify([format, signal, names, contains, pseudonyms]);
    const known = encoders.get(key);
    if (known) return known;
    const made = createEncoder(reading, choice, hide);
    encoders.set(key, made);
    return made;
  };
  return {
    part: (choice, from) => partOf(reading, encoderOf(choice), { sink, choice, ...from }),
    plan: (choice) => planOf(reading, encoderOf(choice), choice),
  };
}

function createEncoder(reading: Reading, choice: ExportChoice, hide: Pseudonyms): Encoder {
  const redaction = { contains: choice.contains, pseudonyms: choice.pseudonyms, hide };
  if (choice.format === 'otlp') return { header: '', write: createOtlp(reading, choice, redaction) };
  const { header, line } = (choice.format === 'csv' ? createCsv : createNdjson)(reading, choice, redaction);
  return {
    header,
    write(rows, sink) {
      for (const row of rows) line(row, sink);
    },
  };
}

interface PartOrder {
  readonly sink: Sink;
  readonly choice: ExportChoice;
  readonly after: number;
  readonly limit: number;
}

function partOf(
  { reader, words }: Reading,
  { header, write }: Encoder,
  { sink, choice, after, limit }: PartOrder,
): ExportPart {
  const newest = Math.min(choice.upTo ?? Number.MAX_SAFE_INTEGER, endOf(reader, 'max'));
  const start = Math.max(after, endOf(reader, 'min') - 1);
  const end = Math.min(start + span, newest);
  const { sql, values } = wantedBy(choice, words);
  const rows = reader
    .raw(`select ${columnsFor(choice)} from telemetry where no > ? and no <= ? and (${sql}) order by no limit ?`)
    .all(start, end, ...values, limit);
  const last = rows.length === limit ? Number(rows.at(-1)?.[at.no]) : Math.max(end, after);
  if (after === 0) sink.text(header);
  write(rows, sink);
  return { bytes: sink.take(), last, done: last >= newest };
}

function endOf(reader: Reading['reader'], which: 'min' | 'max'): number {
  return Number(reader.value(`select ${which}(no) from telemetry`) ?? 0);
}

/** What a level does not tell is not read either. */
function columnsFor({ contains }: ExportChoice): string {
  const left: ReadonlySet<string> = new Set(
    contains === 'values'
      ? []
      : contains === 'names'
        ? ['message', 'stack', 'vals']
        : ['message', 'stack', 'names', 'vals'],
  );
  return columns.map((name) => (left.has(name) ? `null` : name)).join(', ');
}

async function planOf(reading: Reading, encoder: Encoder, choice: ExportChoice): Promise<ExportPlan> {
  const { reader, words } = reading;
  const upTo = Math.min(choice.upTo ?? Number.MAX_SAFE_INTEGER, endOf(reader, 'max'));
  const numbers = await reading.positions.all({ condition: wantedBy(choice, words), sort: 'time', upTo });
  const rowsOf = (some: readonly number[]): EventRow[] =>
    reader
      .raw(`select ${columnsFor(choice)} from telemetry where no in (select value from json_each(?)) order by no`)
      .all(JSON.stringify(some));
  const encode = (rows: readonly EventRow[]): Buffer => {
    const sink = createSink();
    encoder.write(rows, sink);
    return sink.take();
  };
  const sample = spread(numbers, sampled);
  const head = encoder.header === '' ? [] : [encoder.header.trimEnd()];
  const lines = rowsOf(numbers.slice(0, previewed)).map((row) => encode([row]).toString().trimEnd());
  const size = sample.length === 0 ? 0 : encode(rowsOf(sample)).length / sample.length;
  const [oldest, newest] = [instantOf(reading, numbers[0]), instantOf(reading, numbers.at(-1))];
  return {
    events: numbers.length,
    bytes: Math.round(size * numbers.length) + encoder.header.length,
    file: fileName(choice, oldest, newest),
    upTo,
    preview: [...head, ...lines],
    oldest,
    newest,
  };
}

/** The filter, and for spans what has a duration. */
function wantedBy({ filter, format, signal }: ExportChoice, words: Reading['words']): Condition {
  const { sql, values } = conditionOf(filter, words);
  return { sql: format === 'otlp' && signal === 'traces' ? `${sql} and ms >= 0` : sql, values };
}

function spread(numbers: readonly number[], most: number): number[] {
  const step = Math.max(numbers.length / most, 1);
  return Array.from({ length: Math.min(most, numbers.length) }, (_, at) => numbers[Math.floor(at * step)] ?? 0);
}

const endings = { csv: '.csv', ndjson: '.ndjson', otlp: '.jsonl' } as const;

function fileName({ format, signal }: ExportChoice, oldest: string | null, newest: string | null): string {
  const days = [oldest, newest].flatMap((instant) => (instant === null ? [] : dayOf(Date.parse(instant))));
  const what = format === 'otlp' ? [signal] : [];
  return ['concord-telemetry', ...new Set(days), ...what].join('-') + endings[format];
}

function instantOf({ reader }: Reading, no: number | undefined): string | null {
  const time = no === undefined ? undefined : reader.value(`select at from telemetry where no = ?`, no);
  return time === undefined ? null : new Date(Number(time)).toISOString();
}
