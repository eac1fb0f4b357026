// A line in three pieces: what is the event's own, what many events share, and what a whole run shares. The last two are made
// once and joined to every line, which is what makes an export fast (TL-08).

import type { FieldValue, Source } from '../field.ts';

/** One cell of a line: where its value comes from, and its text. */
export interface Cell {
  readonly of: 'event' | 'words' | 'run';
  read(source: Source): FieldValue;
  write(value: FieldValue): string;
}

/** The texts of the three pieces of one event. */
export interface Pieces {
  event(source: Source): string;
  words(source: Source): string;
  run(source: Source): string;
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
  const words = new Map<Source['kind'], string>();
  const runs = new Map<Source['run'], string>();
  return {
    event: (source) => write(own, source),
    words: (source) => kept(words, source.kind, () => write(shared, source)),
    run: (source) => kept(runs, source.run, () => write(ofRun, source)),
  };
}

/** Longer texts are seldom the same and are not kept: memory stays flat. */
const longestKept = 300;

/** Texts made of texts, each made once: the facts of an event are mostly those of many others. */
export function createKept(make: (text: string) => string): (text: string) => string {
  const texts = new Map<string, string>();
  return (text) => (text.length > longestKept ? make(text) : kept(texts, text, () => make(text)));
}

function kept<K>(texts: Map<K, string>, key: K, make: () => string): string {
  const known = texts.get(key);
  if (known !== undefined) return known;
  if (texts.size >= mostKept) texts.clear();
  const text = make();
  texts.set(key, text);
  return text;
}
