// CSV after RFC 4180 with a header: UTF-8, CRLF, numbers with a point, instants as ISO 8601 (TL-08, AX-06). A text that a
// spreadsheet would take for a formula gets an apostrophe in front; numbers are numbers (README: "Exports").

import { csvCell, csvLine } from '../../sync/csv.ts';
import { fields } from '../dictionary.ts';
import type { EventRow } from '../event.ts';
import { factNames } from '../facts.ts';
import { sourceOf } from '../list.ts';
import type { Reading } from '../reading.ts';
import type { ExportChoice } from './choice.ts';
import { createKept, createPieces, writeJoined, type Cell } from './pieces.ts';
import { factsIn, factsText, isPlain, redacted, type Redaction } from './redact.ts';
import type { Sink } from './sink.ts';

const factColumns = [...factNames.ids, ...factNames.names, ...factNames.values];
const places = new Map<string, number>(factColumns.map((name, place) => [name, place]));
const commas = Array.from({ length: factColumns.length + 1 }, (_, length) => ','.repeat(length));

/** The lines of an export in CSV. */
export function createCsv(
  reading: Reading,
  choice: ExportChoice,
  redaction: Redaction,
): { readonly header: string; line(row: EventRow, sink: Sink): void } {
  const isDocument = choice.names === 'application-insights';
  const columns = fields
    .flatMap((field) => {
      const names = isDocument ? (field.document.length === 0 ? [ownName(field.name)] : field.document) : [field.name];
      return names.map((name) => ({ name, field, of: isPlain(field, redaction) ? ('words' as const) : field.of }));
    })
    .toSorted((a, b) => order[a.of] - order[b.of]);
  const pieces = createPieces(
    columns.map(({ field, of }): Cell => {
      const read = redacted(field, redaction);
      const { asDocument } = field;
      return {
        of,
        read: isDocument && asDocument ? (source) => asDocument(read(source), source) : read,
        write: (value) => `,${csvCell(value)}`,
      };
    }),
  );
  const endOf = createKept((facts) => `${factCells(facts)}\r\n`);
  const names = [...columns.map(({ name }) => name), ...factColumns.map((name) => (isDocument ? ownName(name) : name))];
  return {
    header: csvLine(names),
    line(row, sink) {
      const source = sourceOf(reading, row);
      writeJoined(
        sink,
        pieces.event(source),
        pieces.words(source),
        pieces.run(source),
        endOf(factsText(row, redaction)),
      );
    },
  };
}

const order = { event: 0, words: 1, run: 2 } as const;

function ownName(name: string): string {
  return `customDimensions.${name}`;
}

/** Facts are stored in the order of their columns. */
function factCells(facts: string): string {
  let text = '';
  let place = -1;
  for (const [name, value] of factsIn(facts)) {
    const next = places.get(name) ?? place;
    text += (commas[next - place] ?? '') + csvCell(value);
    place = next;
  }
  return text + (commas[factColumns.length - 1 - place] ?? '');
}
