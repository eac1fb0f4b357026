// NDJSON: one JSON object a line, under Concord's names or nested as in the documents (TL-02, TL-08).

import { fields } from '../dictionary.ts';
import type { Field } from '../field.ts';
import type { EventRow } from '../event.ts';
import { sourceOf } from '../list.ts';
import type { Reading } from '../reading.ts';
import type { ExportChoice } from './choice.ts';
import { createPieces, writeJoined, type Cell, type Pieces } from './pieces.ts';
import { factsText, isPlain, redacted, type Redaction } from './redact.ts';
import type { Sink } from './sink.ts';

/** The lines of an export in NDJSON. */
export function createNdjson(
  reading: Reading,
  choice: ExportChoice,
  redaction: Redaction,
): { readonly header: string; line(row: EventRow, sink: Sink): void } {
  const isDocument = choice.names === 'application-insights';
  const pathsOf = (field: Field): readonly string[] =>
    !isDocument ? [field.name] : field.document.length === 0 ? [`customDimensions.${field.name}`] : field.document;
  const under = (parent: string): Pieces =>
    createPieces(
      fields.flatMap((field) =>
        pathsOf(field)
          .filter((path) => parentOf(path) === parent)
          .map((path) => cellOf(field, path.slice(parent === '' ? 0 : parent.length + 1), redaction, isDocument)),
      ),
    );
  const top = under('');
  if (!isDocument)
    return {
      header: '',
      line(row, sink) {
        const source = sourceOf(reading, row);
        sink.text('{');
        const own = top.event(source) + behindComma(factsText(row, redaction));
        writeJoined(sink, own, top.words(source), top.run(source));
        sink.text('}\n');
      },
    };
  const custom = under('customDimensions');
  const nested = contexts.map((name) => [name, under(`customDimensions.${name}`)] as const);
  return {
    header: '',
    line(row, sink) {
      const source = sourceOf(reading, row);
      sink.text('{');
      writeJoined(sink, top.event(source), top.words(source), top.run(source));
      sink.text(',"customDimensions":{');
      const own = custom.event(source) + behindComma(factsText(row, redaction));
      writeJoined(sink, own, custom.words(source), custom.run(source));
      for (const [name, pieces] of nested) {
        const text = pieces.event(source) + decoder.decode(pieces.words(source));
        if (text !== '') sink.text(`,"${name}":{${text.slice(1)}}`);
      }
      sink.text('}}\n');
    },
  };
}

function behindComma(members: string): string {
  return members === '' ? '' : `,${members}`;
}

const decoder = new TextDecoder();

const contexts = ['eventContext', 'EventContext'];

function parentOf(path: string): string {
  return path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
}

function cellOf(field: Field, name: string, redaction: Redaction, isDocument: boolean): Cell {
  const read = redacted(field, redaction);
  const { asDocument } = field;
  const key = `,${JSON.stringify(name)}:`;
  return {
    of: isPlain(field, redaction) ? 'words' : field.of,
    read: isDocument && asDocument ? (source) => asDocument(read(source), source) : read,
    write: (value) => (value === null ? '' : key + (typeof value === 'string' ? JSON.stringify(value) : String(value))),
  };
}
