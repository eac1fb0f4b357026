// Times for people (DESIGN, Numbers and dates): today the hour, this week the day, else the date; ages with two units.

const hour = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayHour = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dateYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const exact = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const present = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'long' });

const dayMs = 86_400_000;

/** "09:44", "Fri 17:02", "12 May" or "12 May 2024". */
export function timeText(iso: string, now: Date = new Date()): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const age = startOfDay(now) - startOfDay(time);
  if (age === 0) return hour.format(time);
  if (Math.abs(age) < 7 * dayMs) return dayHour.format(time);
  return (time.getFullYear() === now.getFullYear() ? date : dateYear).format(time);
}

/** True for a time of today: it is told as a clock's, others as a day's. */
export function isToday(iso: string, now: Date = new Date()): boolean {
  return startOfDay(now) === startOfDay(new Date(iso));
}

/** "09:44:02", on another day "Fri 09:44:02" or "12 May 09:44:02": to the second, for what happened in a session. */
export function clockText(iso: string, now: Date = new Date()): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const age = startOfDay(now) - startOfDay(time);
  if (age === 0) return clock.format(time);
  const day = Math.abs(age) < 7 * dayMs ? weekday : time.getFullYear() === now.getFullYear() ? date : dateYear;
  return `${day.format(time)} ${clock.format(time)}`;
}

/** "09:44:02.120": for recorded events. */
export function exactText(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : exact.format(time);
}

/** "10:45:20" where it is less than two minutes away, else "10:45": when something that is planned will happen. */
export function soonText(iso: string, now: Date = new Date()): string {
  return Math.abs(Date.parse(iso) - now.getTime()) < 120_000 ? clockText(iso, now) : timeText(iso, now);
}

/** "Mon 15 June, 10:46": the present, in a head. */
export function presentText(now: Date): string {
  return `${present.format(now)}, ${hour.format(now)}`;
}

/** The full date and time with its zone, for tooltips. */
export function fullTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : whole.format(time);
}

/** "3 d 22 h", "4 min", "12 s": an age or a span with at most two units. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return two(hours, 'h', minutes % 60, 'min');
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** "14.2 s", "320 ms": a duration of work. */
export function durationText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

function startOfDay(time: Date): number {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
}
