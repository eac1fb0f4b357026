// Words that events repeat (people, tables, codes, phases): each is stored once and named by its number; 0 = none.

import type { Reader, Writer } from '../sqlite/database.ts';

/** The words of a log. */
export interface Words {
  /** The number of a word, which is stored if it is new. The caller holds a write transaction. */
  number(text: string | null | undefined): number;
  /** The number of a word; null if it was never stored. */
  find(text: string): number | null;
  /** Null for 0. Throws nothing: a number that is gone is an empty word. */
  text(no: number): string | null;
  /** Numbers of the words that hold a text, letters of any case. */
  holding(text: string): number[];
  /** What was stored last was taken back: nothing is known any more. */
  forget(): void;
}

/** The words of an open log; another program's are found too. */
export function createWords(reader: Reader, db: Writer | null): Words {
  const texts = new Map<number, string>();
  const numbers = new Map<string, number>();
  const keep = (no: number, text: string): number => {
    texts.set(no, text);
    numbers.set(text, no);
    return no;
  };
  const find = (source: Reader, text: string): number | null => {
    const no = source.value(`select no from telemetry_word where text = ?`, text);
    return no === undefined ? null : keep(Number(no), text);
  };
  return {
    number(text) {
      if (text === null || text === undefined || text === '' || !db) return 0;
      // As SQLite keeps it: a lone half of a character is none.
      const word = text.toWellFormed();
      const known = numbers.get(word) ?? find(db, word);
      if (known !== null) return known;
      return keep(Number(db.run(`insert into telemetry_word (text) values (?)`, word).lastInsertRowid), word);
    },
    find: (text) => numbers.get(text) ?? find(reader, text),
    text(no) {
      if (no === 0) return null;
      const known = texts.get(no);
      if (known !== undefined) return known;
      const text = String(reader.value(`select text from telemetry_word where no = ?`, no) ?? '');
      keep(no, text);
      return text;
    },
    forget() {
      texts.clear();
      numbers.clear();
    },
    holding: (text) =>
      reader.column(`select no from telemetry_word where text like ? escape '\\'`, likeAnywhere(text)).map(Number),
  };
}

/** A pattern that finds a text anywhere; its own signs mean themselves. */
export function likeAnywhere(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
