// Sentences with weight: what will be is strong, what gives way is soft (DESIGN, Sentences). The catalogue marks with
// <b> and <i>; what is filled in is data and is never read as markup.

import type { TFunction } from 'i18next';
import { isolated } from './isolated.ts';
import { numberText } from './numbers.ts';

/** A piece of a sentence. */
export interface Span {
  readonly text: string;
  readonly tone: 'plain' | 'strong' | 'soft';
}

/** A sentence with weight. */
export type Rich = readonly Span[];

/** What fills a sentence. `count` chooses the plural and fills `{{n}}` in the region's format. */
export type RichValues = Readonly<Record<string, string | number | Rich>>;

/** One piece of one tone; nothing for an empty text. */
export function span(text: string, tone: Span['tone'] = 'plain'): Rich {
  return text === '' ? [] : [{ text, tone }];
}

/** A sentence of the catalogue, filled in. */
export function richText(t: TFunction, key: string, values: RichValues = {}): Rich {
  const { count } = values;
  const all: RichValues = typeof count === 'number' ? { n: numberText(count), ...values } : values;
  const tokens = Object.fromEntries(Object.keys(all).map((name) => [name, `\uE000${name}\uE001`]));
  return fill(t(key, { ...tokens, ...(typeof count === 'number' && { count }) }), all);
}

/** "A, B and C". */
export function listRich(t: TFunction, items: readonly Rich[]): Rich {
  const last = items.at(-1);
  if (items.length < 2 || !last) return last ?? [];
  const head = items.slice(0, -1).flatMap((item, at) => (at === 0 ? item : [...span(', '), ...item]));
  return richText(t, 'list.and', { head, last });
}

/** Sentences one after the other. */
export function sentences(parts: readonly Rich[]): Rich {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, at) => (at === 0 ? [...part] : [...span(' '), ...part]));
}

/** The words alone. */
export function plainText(rich: Rich): string {
  return rich.map((item) => item.text).join('');
}

const marks = /<(\/?)([bi])>|\uE000(\w+)\uE001/g;

function fill(template: string, values: RichValues): Rich {
  const spans: Span[] = [];
  let tone: Span['tone'] = 'plain';
  let at = 0;
  for (const match of template.matchAll(marks)) {
    spans.push(...span(template.slice(at, match.index), tone));
    at = match.index + match[0].length;
    const [, closes, tag, name] = match;
    if (name !== undefined) spans.push(...toned(values[name], tone));
    else if (closes) tone = 'plain';
    else tone = tag === 'b' ? 'strong' : 'soft';
  }
  return merged([...spans, ...span(template.slice(at), tone)]);
}

/** Neighbours of one tone are one piece. */
function merged(spans: readonly Span[]): Rich {
  return spans.reduce<Span[]>((all, item) => {
    const last = all.at(-1);
    if (last?.tone !== item.tone) return [...all, item];
    return [...all.slice(0, -1), { text: last.text + item.text, tone: item.tone }];
  }, []);
}

function toned(value: RichValues[string] | undefined, tone: Span['tone']): Rich {
  if (value === undefined) return [];
  if (typeof value === 'number') return span(numberText(value), tone);
  if (typeof value === 'string') return span(isolated(value), tone);
  return value.map((item) => (item.tone === 'plain' ? { ...item, tone } : item));
}
