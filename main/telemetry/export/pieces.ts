// A line in three pieces: what is the event's own, what many events share, and what a whole run shares. The last two are encoded
// once and copied into every line, which is what makes an export fast (TL-08).

import type { FieldValue, Source } from '../field.ts';
import type { Sink } from './sink.ts';

/** One cell of a line: where its value comes from, and its text. */
export interface Cell {
  readonly of: 'event' | 'words' | 'run';
  read(source: Source): FieldValue;
  write(value: FieldValue): string;
}

/** The three pieces of one event; those that are shared in UTF-8. */
export interface Pieces {
  event(source: Source): string;
  words(source: Source): Uint8Array;
  run(source: Source): Uint8Array;
}

/** Shared pieces are few (one for each table, mode, person and kind of event); where there are more, it begins anew. */
const mostKept = 20_000;

/** The pieces of these cells, each in the order given. */
export function createPieces(cells: readonly Cell[]): Pieces {
  const own = cells.filter((cell) => cell.of === 'event');
  const shared = cells.filter((cell) => cell.of === 'words');
  const ofRun = cells.filter((cell) => cell.of === 'run');
  const write = (some: readonly Cell[], source: Source): string => {
    let text = '';
    for (const cell of some) text += cell.write(cell.read(source));
    return text;
  };
  const words = new Map<Source['kind'], Uint8Array>();
  const runs = new Map<Source['run'], Uint8Array>();
  return {
    event: (source) => write(own, source),
    words: (source) => kept(words, source.kind, () => write(shared, source)),
    run: (source) => kept(runs, source.run, () => write(ofRun, source)),
  };
}

/** Writes pieces that begin with a comma each; the first one goes without. */
export function writeJoined(sink: Sink, own: string, ...shared: readonly Uint8Array[]): void {
  if (own !== '') sink.text(own.slice(1));
  let isFirst = own === '';
  for (const bytes of shared) {
    sink.bytes(isFirst ? bytes.subarray(1) : bytes);
    isFirst &&= bytes.length === 0;
  }
}

/** Longer texts are seldom the same and are not kept: memory stays flat. */
const longestKept = 300;

/** Texts made of texts, each made and encoded once: the facts of an event are mostly those of many others. */
export function createKept(make: (text: string) => string): (text: string) => Uint8Array {
  const texts = new Map<string, Uint8Array>();
  return (text) => (text.length > longestKept ? encoder.encode(make(text)) : kept(texts, text, () => make(text)));
}

const encoder = new TextEncoder();

function kept<K>(texts: Map<K, Uint8Array>, key: K, make: () => string): Uint8Array {
  const known = texts.get(key);
  if (known !== undefined) return known;
  if (texts.size >= mostKept) texts.clear();
  const bytes = encoder.encode(make());
  texts.set(key, bytes);
  return bytes;
}
