// What all generators share: the day that counts as today, and dice of their own.

import { addWorkdays, dateText, dateTimeText, workdayUpTo } from '../calendar.ts';
import { createDice, createRandom, type Dice } from '../dice.ts';

/** The office's calendar and chance. Days are workdays counted from today: −1 is the workday before. */
export interface OfficeContext {
  /** Dice for one table; the same stream of the same seed falls the same. */
  dice(stream: string): Dice;
  /** `2026-06-15` for a workday offset. */
  date(offset: number): string;
  /** `2026-06-15 07:30:00` for a workday offset and minutes since midnight. */
  dateTime(offset: number, minutes: number): string;
  /** The year of today. */
  readonly year: number;
}

/** The context of one office; `today` is a day number (see calendar.ts), a weekend counts as the Friday before. */
export function createContext(seed: number, today: number): OfficeContext {
  const anchor = workdayUpTo(today);
  return {
    dice: (stream) => createDice(createRandom(seed, stream)),
    date: (offset) => dateText(addWorkdays(anchor, offset)),
    dateTime: (offset, minutes) => dateTimeText(addWorkdays(anchor, offset), minutes),
    year: Number(dateText(anchor).slice(0, 4)),
  };
}

/** `{name}` in a text replaced by the value of that name; others stay. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A number with its prefix: `numbered('C-', 4, 142)` is `C-0142`. */
export function numbered(prefix: string, digits: number, value: number): string {
  return prefix + String(value).padStart(digits, '0');
}
