// Days in words (AX-06).

import { noonOf } from './period.ts';

const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const long = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'long' });
const year = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });

/** "2 Jun". */
export function shortDay(day: string): string {
  return short.format(noonOf(day));
}

/** "Tue 2 June". */
export function longDay(day: string): string {
  return long.format(noonOf(day));
}

/** "2 Jun – 15 Jun", with the year where it is another; one day stands alone. */
export function rangeText(from: string, to: string, now: Date = new Date()): string {
  const words = (day: string): string =>
    noonOf(day).getFullYear() === now.getFullYear() ? shortDay(day) : year.format(noonOf(day));
  if (from === '' || to === '')
    return [from, to]
      .filter((day) => day !== '')
      .map(words)
      .join('');
  return from === to ? words(from) : `${words(from)} – ${words(to)}`;
}
