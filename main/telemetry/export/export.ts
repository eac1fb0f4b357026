// What an export would write, and its parts: the whole filtered range, exactly as counted (TL-08, TL-11).

import type { TelemetryFilter } from '../filter.ts';
import { conditionOf } from '../filter.ts';
import { at, columns, type EventRow } from '../event.ts';
import { fieldsOf, matching, type Reading } from '../list.ts';

/** What an export is to hold. */
export interface ExportChoice {
  readonly filter: TelemetryFilter;
  readonly format: 'csv' | 'ndjson' | 'otlp';
  readonly signal: 'logs' | 'traces';
  readonly names: 'concord' | 'application-insights';
  readonly contains: 'ids' | 'names' | 'values';
  readonly pseudonyms: boolean;
  readonly upTo?: number | undefined;
}

/** A part of an export; `last` goes on as the next `after`. */
export interface ExportPart {
  readonly text: string;
  readonly last: number;
  readonly done: boolean;
}

/** Rows looked at for one part, however few of them fit. */
const span = 50_000;

/** The part that follows the event `after`. */
export function exportPart(
  reading: Reading,
  choice: ExportChoice,
  { after, limit }: { readonly after: number; readonly limit: number },
): ExportPart {
  const { reader, words } = reading;
  const newest = Math.min(
    choice.upTo ?? Number.MAX_SAFE_INTEGER,
    Number(reader.value(`select max(no) from telemetry`) ?? 0),
  );
  const start = Math.max(after, Number(reader.value(`select min(no) from telemetry`) ?? 1) - 1);
  const end = Math.min(start + span, newest);
  const { sql, values } = conditionOf(choice.filter, words);
  const rows = reader
    .raw(`select ${columns.join(', ')} from telemetry where no > ? and no <= ? and (${sql}) order by no limit ${limit}`)
    .all(start, end, ...values);
  const last = rows.length === limit ? Number(rows.at(-1)?.[at.no]) : Math.max(end, after);
  return { text: rows.map((row) => lineOf(reading, row)).join(''), last, done: last >= newest };
}

function lineOf(reading: Reading, row: EventRow): string {
  const source = {
    row,
    run: reading.run(Number(row[at.run])),
    salt: reading.salt,
    word: (no: unknown) => reading.words.text(Number(no)),
  };
  return `${JSON.stringify(fieldsOf(source))}\n`;
}

/** The numbers of an export before it is written. */
export interface ExportPlan {
  readonly events: number;
  readonly bytes: number;
  readonly file: string;
  readonly upTo: number;
  readonly preview: string[];
  readonly people: number;
  readonly tables: number;
  readonly oldest: string | null;
  readonly newest: string | null;
}

/** Counts and samples an export. */
export async function planExport(reading: Reading, choice: ExportChoice): Promise<ExportPlan> {
  const numbers = await matching(reading, { filter: choice.filter, sort: 'time', upTo: choice.upTo });
  const upTo = choice.upTo ?? Number(reading.reader.value(`select max(no) from telemetry`) ?? 0);
  const part = exportPart(reading, { ...choice, upTo }, { after: 0, limit: 20 });
  const preview = part.text.split('\n').slice(0, -1);
  return {
    events: numbers.length,
    bytes: preview.length === 0 ? 0 : Math.round((part.text.length / preview.length) * numbers.length),
    file: `concord-telemetry.${choice.format}`,
    upTo,
    preview,
    people: 0,
    tables: 0,
    oldest: instantOf(reading, numbers[0]),
    newest: instantOf(reading, numbers.at(-1)),
  };
}

function instantOf({ reader }: Reading, no: number | undefined): string | null {
  const time = no === undefined ? undefined : reader.value(`select at from telemetry where no = ?`, no);
  return time === undefined ? null : new Date(Number(time)).toISOString();
}
