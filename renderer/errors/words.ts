// What is said of an error: what happened, what to do about it (ER-09).

import type { TFunction } from 'i18next';
import { columnTitle, recordNoun, recordTitle } from '../format/names.ts';
import { richText, type Rich } from '../format/rich.ts';
import type { Line } from './use-errors.ts';

/** One sentence for a line of the list. */
export function messageOf(t: TFunction, line: Pick<Line, 'cause' | 'column' | 'side' | 'message' | 'action'>): string {
  if (line.cause === 'other' || line.cause === 'rule') return capital(line.message);
  return plain(whatHappened(t, line)).replace(/\.$/, '');
}

/** What happened, in plain words. */
export function whatHappened(
  t: TFunction,
  { cause, column, side, message }: Pick<Line, 'cause' | 'column' | 'side' | 'message'>,
): Rich {
  const named =
    column !== null && ['exists', 'value-missing', 'value-too-long', 'value-invalid', 'rule'].includes(cause);
  const key = `what.${side}.${cause}${named ? '_column' : ''}`;
  return richText(t, key, {
    message: sentence(message),
    column: [{ text: columnTitle(column ?? ''), tone: 'strong' }],
  });
}

/** What to do about it. */
export function whatToDo(t: TFunction, { cause, side }: Pick<Line, 'cause' | 'side'>): string {
  return t(`do.${side}.${cause}`);
}

/** The record by its name, and the key beside it where that says more. */
export function titleOf({ key, name, table }: Pick<Line, 'key' | 'name' | 'table'>): {
  readonly title: string;
  readonly id: string;
} {
  const { id } = recordTitle(key, {});
  if (name === null) return { title: `${capital(recordNoun(table))} ${id}`, id: '' };
  return { title: name, id: name === id ? '' : id };
}

function plain(text: Rich): string {
  return text.map((part) => part.text).join('');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sentence(text: string): string {
  const trimmed = capital(text.trim());
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
