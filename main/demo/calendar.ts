// Days as whole numbers (since 1970) and wall-clock texts: an office has no time zone.

const dayLength = 86_400_000;

/** The number of the day that a clock on the wall shows. */
export function dayNumber(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / dayLength;
}

/** `2026-06-15`. */
export function dateText(day: number): string {
  return new Date(day * dayLength).toISOString().slice(0, 10);
}

/** `2026-06-15 07:30:00`, from a day and the minutes since midnight. */
export function dateTimeText(day: number, minutes: number): string {
  return `${dateText(day)} ${timeText(minutes)}`;
}

/** `07:30:00`, from minutes (and fractions, as seconds) since midnight. */
export function timeText(minutes: number): string {
  const seconds = Math.round(minutes * 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** The moment that a clock on the wall shows, as `2026-06-15 07:30:12`. */
export function momentText(date: Date): string {
  return dateTimeText(dayNumber(date), date.getHours() * 60 + date.getMinutes() + date.getSeconds() / 60);
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The day itself from Monday to Friday, else the Friday before. */
export function workdayUpTo(day: number): number {
  return day - Math.max(0, weekday(day) - 5);
}

/** The workday that lies `offset` workdays from `day` (which is taken as its `workdayUpTo`). */
export function addWorkdays(day: number, offset: number): number {
  const start = workdayUpTo(day);
  const monday = start - weekday(start) + 1;
  const index = weekday(start) - 1 + offset;
  return monday + Math.floor(index / 5) * 7 + (((index % 5) + 5) % 5);
}
