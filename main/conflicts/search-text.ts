// What free text is looked for in: the cells of an entry's key and versions, each value once, in small letters. It stands
// in a table of its own, so that a search reads a fraction of the inbox (CF-05, CF-07).

import type { JsonCell } from '../sync/cell.ts';

type Cells = Readonly<Record<string, JsonCell>> | null;

/** The text of an entry; names of columns, yes and no, and files are no words. */
export function searchText(records: readonly Cells[]): string {
  const words = new Set<string>();
  for (const record of records) {
    if (!record) continue;
    for (const cell of Object.values(record)) {
      if (typeof cell === 'string') words.add(cell.toLowerCase());
      else if (typeof cell === 'number') words.add(String(cell));
    }
  }
  return [...words].join('\n');
}

/** The words of a search as patterns for `like … escape '\'`. */
export function searchPatterns(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
}
