// The records that values point to: "Priya Raman" beside the number 2, and which of them are not here (CF-09).

import type { Detail } from './detail.ts';
import { linkKey, type Links } from './value-words.ts';

/** What the conflict says of the records that its values point to. */
export function linksOf({ links }: Pick<Detail, 'links'>): Links {
  return {
    names: new Map(links.flatMap(({ column, value, name }) => (name ? [[linkKey(column, value), name] as const] : []))),
    missing: new Set(links.filter(({ isHere }) => !isHere).map(({ column, value }) => linkKey(column, value))),
  };
}
