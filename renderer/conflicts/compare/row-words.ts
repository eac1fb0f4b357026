// A differing column in one sentence, for those who hear the screen (AX-03).

import { describeBlob } from '../../format/blob.ts';
import { columnTitle } from '../../format/names.ts';
import type { Row } from './comparison.ts';
import type { JsonCell } from './detail.ts';
import { bytesText } from '../../format/numbers.ts';
import { cellText } from '../../format/cells.ts';
import { linkKey, type ValueWords } from './value-words.ts';

const longestSpoken = 200;

/** "Status: base Open, yours Closed, theirs On hold; not decided." */
export function rowSentence(words: ValueWords, row: Row, hasSide: { mine: boolean; theirs: boolean }): string {
  const { t } = words;
  const value = (cell: JsonCell | undefined): string => spokenValue(words, row, cell);
  const side = (name: 'mine' | 'theirs'): string => (hasSide[name] ? value(row[name]) : t('value.noRecord'));
  return t('row.sentence', {
    column: columnTitle(row.column.name),
    base: value(row.base),
    mine: side('mine'),
    theirs: side('theirs'),
    result: resultWords(words, row),
  });
}

/** The result of a column in words. */
export function resultWords(words: ValueWords, row: Row): string {
  const { t } = words;
  const { from, cell, fault } = row.result;
  if (from === 'open' || from === 'waits') return t('row.notDecided');
  const value = from === 'none' ? t('value.noRecord') : spokenValue(words, row, cell);
  return fault === null ? t('row.resultIs', { value }) : `${t('row.resultIs', { value })}: ${fault}`;
}

/** A value to be heard: long ones by their beginning. */
export function spokenValue({ t, names }: ValueWords, row: Row, cell: JsonCell | undefined): string {
  if (cell === undefined) return t('value.absent');
  if (cell === null) return t('value.none');
  if (cell === '') return t('value.empty');
  if (typeof cell === 'object') {
    const { type, size } = describeBlob(cell.base64);
    return t('value.typed', { type: type ?? t('value.file'), size: bytesText(size) });
  }
  const { text } = cellText(row.column, cell, t);
  const shown = names.get(linkKey(row.column.name, cell)) ?? text;
  return shown.length > longestSpoken ? `${shown.slice(0, longestSpoken)} …` : shown;
}
