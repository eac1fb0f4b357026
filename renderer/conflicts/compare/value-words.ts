// Values in the middle of a sentence: short ones as they are, long ones only by the name of their column.

import type { TFunction } from 'i18next';
import { cellText } from '../../format/cells.ts';
import { columnTitle } from '../../format/names.ts';
import type { Row } from './comparison.ts';
import type { JsonCell } from './detail.ts';
import type { Item } from './forecast.ts';

/** Names of linked records by column and value; none known = the value itself is shown. */
export type LinkNames = ReadonlyMap<string, string>;

/** What is known of linked records: their names, and those that are not here. */
export interface Links {
  readonly names: LinkNames;
  readonly missing: ReadonlySet<string>;
}

/** The key of a linked record's name. */
export function linkKey(column: string, cell: JsonCell | undefined): string {
  return JSON.stringify([column, cell ?? null]);
}

const longest = 28;

/** What turns values into words. */
export interface ValueWords {
  readonly t: TFunction;
  readonly names: LinkNames;
}

/** A value in a few words; null where it is too long, a blob or absent. */
export function shortValue({ t, names }: ValueWords, row: Row, cell: JsonCell | undefined): string | null {
  if (cell === undefined || (cell !== null && typeof cell === 'object')) return null;
  if (cell === null) return t('value.none');
  if (cell === '') return t('value.empty');
  const { text } = cellText(row.column, cell, t);
  const shown = names.get(linkKey(row.column.name, cell)) ?? text;
  return shown.length <= longest && !shown.includes('\n') ? shown : null;
}

/** "Status Done", or "Notes" where the value is long. */
export function columnAndValue(words: ValueWords, { row, cell }: Item): string {
  const value = shortValue(words, row, cell);
  const title = columnTitle(row.column.name);
  return value === null ? title : `${title} ${value}`;
}

/** What gives way: a text that speaks for itself alone, anything else with its column. */
export function valueThatGives(words: ValueWords, { row, cell }: Item): string {
  const value = shortValue(words, row, cell);
  const speaks = typeof cell === 'string' && /\p{L}{2}/u.test(cell) && !isTime(row);
  return value !== null && speaks ? value : columnAndValue(words, { row, cell });
}

function isTime({ column }: Row): boolean {
  return ['date', 'datetime', 'instant', 'time'].includes(column.type);
}
