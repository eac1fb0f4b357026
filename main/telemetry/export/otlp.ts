// OTLP in JSON lines, as the OpenTelemetry file exporter writes it: one signal a file, all events as log records or what has
// a duration as spans; each line is whole, with the resource of its run (TL-02, TL-08).

import type { Level } from '../../sync/telemetry.ts';
import { fields } from '../dictionary.ts';
import type { Field, FieldValue, Source } from '../field.ts';
import { at, type EventRow } from '../event.ts';
import { factNames } from '../facts.ts';
import { sourceOf } from '../list.ts';
import type { Reading } from '../reading.ts';
import type { ExportChoice } from './choice.ts';
import { createKept, createPieces, writeJoined, type Cell } from './pieces.ts';
import { factsIn, factsText, isPlain, redacted, type Redaction } from './redact.ts';
import type { Sink } from './sink.ts';

/** Records a line at most. */
const perLine = 200;

/** What the signal itself tells of an event: no attribute repeats it. */
const native = {
  logs: new Set(['time', 'id', 'name', 'runId', 'level']),
  traces: new Set(['time', 'id', 'name', 'runId', 'parentId', 'durationMs', 'success']),
} as const;

const factKeys: Readonly<Record<string, string>> = Object.fromEntries(
  [...factNames.ids, ...factNames.names, ...factNames.values].map((name) => [name, keyed(`concord.${snake(name)}`)]),
);

/** Numbers of OpenTelemetry for our levels. */
const severities: Readonly<Record<Level, number>> = { verbose: 5, info: 9, warning: 13, error: 17 };

/** Writes rows as lines of OTLP. */
export function createOtlp(
  reading: Reading,
  choice: ExportChoice,
  redaction: Redaction,
): (rows: readonly EventRow[], sink: Sink) => void {
  const pieces = createPieces(
    fields.filter((field) => !native[choice.signal].has(field.name)).map((field) => cellOf(field, choice, redaction)),
  );
  const factAttributes = createKept((text) =>
    factsIn(text)
      .map(([name, value]) => (factKeys[name] ?? '') + valueText(value))
      .join(''),
  );
  const head = choice.signal === 'logs' ? logHead : spanHead;
  const instant = createNanos();
  const [resources, scopes, records] =
    choice.signal === 'logs' ? ['resourceLogs', 'scopeLogs', 'logRecords'] : ['resourceSpans', 'scopeSpans', 'spans'];
  const writeRecord = (row: EventRow, sink: Sink): void => {
    const source = sourceOf(reading, row);
    sink.text(`${head(source, instant(Number(row[at.at])))},"attributes":[`);
    writeJoined(sink, pieces.event(source), pieces.words(source), factAttributes(factsText(row, redaction)));
    sink.text(']}');
  };
  const writeLine = (rows: readonly EventRow[], sink: Sink): void => {
    for (const [place, row] of rows.entries()) {
      if (place === 0) {
        sink.text(`{"${resources}":[{"resource":{"attributes":[`);
        writeJoined(sink, '', pieces.run(sourceOf(reading, row)));
        sink.text(`]},"${scopes}":[{"scope":{"name":"concord"},"${records}":[`);
      } else sink.text(',');
      writeRecord(row, sink);
    }
    sink.text(']}]}]}\n');
  };
  return (rows, sink) => {
    const wanted = choice.signal === 'traces' ? rows.filter((row) => Number(row[at.ms]) >= 0) : rows;
    for (const some of lines(wanted)) writeLine(some, sink);
  };
}

/** Rows of one run, so many a line. */
function lines(rows: readonly EventRow[]): EventRow[][] {
  const all: EventRow[][] = [];
  for (const row of rows) {
    const last = all.at(-1);
    if (last && last.length < perLine && last[0]?.[at.run] === row[at.run]) last.push(row);
    else all.push([row]);
  }
  return all;
}

function cellOf(field: Field, { names }: ExportChoice, redaction: Redaction): Cell {
  const isDocument = names === 'application-insights';
  const read = redacted(field, redaction);
  const { asDocument } = field;
  const paths =
    isDocument && field.document.length > 0 ? field.document : [field.attribute ?? `concord.${snake(field.name)}`];
  const keys = paths.map(keyed);
  return {
    of: isPlain(field, redaction) ? 'words' : field.of,
    read: isDocument && asDocument ? (source) => asDocument(read(source), source) : read,
    write(value) {
      if (value === null) return '';
      const rest = valueText(value);
      let text = '';
      for (const key of keys) text += key + rest;
      return text;
    },
  };
}

/** The beginning of an attribute. */
function keyed(key: string): string {
  return `,{"key":${JSON.stringify(key)},"value":{`;
}

function valueText(value: Exclude<FieldValue, null>): string {
  if (typeof value === 'string') return `"stringValue":${JSON.stringify(value)}}}`;
  if (typeof value === 'boolean') return `"boolValue":${String(value)}}}`;
  return Number.isInteger(value) ? `"intValue":"${value}"}}` : `"doubleValue":${value}}}`;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The instants of neighbours are mostly the same one. */
function createNanos(): (ms: number) => string {
  let last = { ms: Number.NaN, text: '' };
  return (ms) => {
    if (ms !== last.ms) last = { ms, text: nanos(ms) };
    return last.text;
  };
}

/** An instant in ms, tenths as well, as nanoseconds. */
function nanos(ms: number): string {
  const tenths = Math.round(ms * 10);
  return tenths < 10 ? '0' : `${tenths}00000`;
}

/** Members of a log record without its attributes; the object stays open. */
function logHead({ row, kind, run, ids }: Source, when: string): string {
  return `{"timeUnixNano":"${when}","observedTimeUnixNano":"${when}","severityNumber":${severities[kind.level]},"severityText":"${kind.level}","body":{"stringValue":"${kind.name}"},"traceId":"${run.id}","spanId":"${ids.event(Number(row[at.no]))}"`;
}

/** The same of a span. */
function spanHead({ row, kind, run, ids }: Source, when: string): string {
  const end = Number(row[at.at]);
  const parent = row[at.parent];
  const parentText = parent === null || parent === undefined ? '' : `"parentSpanId":"${ids.parent(Number(parent))}",`;
  const status = kind.success === null ? '' : `"code":${kind.success ? 1 : 2}`;
  return `{"traceId":"${run.id}","spanId":"${ids.event(Number(row[at.no]))}",${parentText}"name":"${kind.name}","kind":1,"startTimeUnixNano":"${nanos(end - Number(row[at.ms]))}","endTimeUnixNano":"${when}","status":{${status}}`;
}
