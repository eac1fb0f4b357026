// A language that nobody speaks, to see whether every text comes from the catalogues and has room to grow (AX-05): each letter
// wears an accent, vowels are doubled (about 40 % longer), and the text stands in brackets. What is filled in stays as it is.

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = 'áƀçðéƒĝĥíĵķļɱñöþɋŕšţüṽŵẋýžÁƁÇÐÉƑĜĤÍĴĶĻṀÑÖÞɊŔŠŢÜṼŴẊÝŽ';
/** Placeholders, nested texts and marks. */
const untouched = /(\{\{.*?\}\}|\$t\(.*?\)|<\/?[bi]>)/;

/** Texts by key, as deep as a catalogue is. */
export interface Catalogue {
  readonly [key: string]: string | Catalogue;
}

/** A catalogue in that language. */
export function pseudoCatalogue(catalogue: Catalogue): Catalogue {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, value]) => [
      key,
      typeof value === 'string' ? pseudoText(value) : pseudoCatalogue(value),
    ]),
  );
}

/** A text in that language. */
export function pseudoText(text: string): string {
  const parts = text.split(untouched).map((part, at) => (at % 2 === 1 ? part : accentedText(part)));
  return `[${parts.join('')}]`;
}

function accentedText(text: string): string {
  return [...text]
    .map((sign) => {
      const at = plain.indexOf(sign);
      const worn = at < 0 ? sign : [...accented][at];
      return 'aeiou'.includes(sign) ? `${worn}${worn}` : worn;
    })
    .join('');
}
