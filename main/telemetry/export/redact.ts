// What a field may tell at each level (TL-11): the one place that decides it, for every format.

import { plainSentence } from '../dictionary.ts';
import type { Field, FieldValue, Source } from '../field.ts';
import { at, type EventRow } from '../event.ts';
import { personalFacts } from '../facts.ts';
import type { ExportChoice } from './choice.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** The level of an export with what hides names. */
export interface Redaction {
  readonly contains: ExportChoice['contains'];
  readonly pseudonyms: boolean;
  readonly hide: Pseudonyms;
}

/** A fact: name and value. */
export type Fact = readonly [name: string, value: string | number | boolean];

/** What a field reads at this level. */
export function redacted(field: Field, { contains, pseudonyms, hide }: Redaction): (source: Source) => FieldValue {
  const hidden =
    (kind: string) =>
    (source: Source): FieldValue => {
      const value = field.read(source);
      return value === null ? null : hide(kind, String(value));
    };
  switch (field.tells) {
    case 'nothing':
      return field.read;
    case 'named':
      return contains === 'ids' ? hidden(field.name) : field.read;
    case 'person':
      return contains === 'ids' || pseudonyms ? hidden('user') : field.read;
    case 'device':
      return contains === 'ids' || pseudonyms ? hidden('device') : field.read;
    case 'values':
      if (contains === 'values') return field.read;
      return field.name === 'errorMessage' ? ({ kind }) => plainSentence(kind.code) : () => null;
  }
}

/** True if a message is the sentence of its code only, so that it depends on the code alone. */
export function isPlain(field: Field, { contains }: Redaction): boolean {
  return field.name === 'errorMessage' && contains !== 'values';
}

/** The facts of an event as the inside of a JSON object; empty where it has none at this level. */
export function factsText(row: EventRow, redaction: Redaction): string {
  const ids = row[at.ids];
  if (redaction.contains === 'ids') return ids === null ? '' : String(ids);
  const parts = [ids, namesText(row, redaction), redaction.contains === 'values' ? row[at.vals] : null];
  return parts.filter((part) => part !== null && part !== undefined).join(',');
}

/** The same as a list. */
export function factsIn(text: string): Fact[] {
  return text === '' ? [] : (Object.entries(JSON.parse(`{${text}}`) as Record<string, Fact[1]>) as Fact[]);
}

function namesText(row: EventRow, { pseudonyms, hide }: Redaction): string | null {
  const names = row[at.names];
  if (names === null || names === undefined) return null;
  if (!pseudonyms) return String(names);
  const facts = JSON.parse(`{${String(names)}}`) as Record<string, string>;
  const told = Object.entries(facts).map(([name, value]) => {
    const kind = personalFacts[name];
    return [name, kind ? hide(kind === 'person' ? 'user' : 'device', value) : value];
  });
  return JSON.stringify(Object.fromEntries(told)).slice(1, -1);
}
