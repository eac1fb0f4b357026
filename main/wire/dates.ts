// Dates, date-times and time spans as texts (W-40): what has their shape, and what a stock peer takes for a date (W-76).

const dateTime = /^(\d{4})-(\d\d)-(\d\d)(?:([T ])(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?$/;
const timeSpan = /^-?(?:(\d{1,8})\.)?(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/;

/** A date-time as it stands in a text. */
export interface DateTimeText {
  /** The text without its zone. */
  readonly wallClock: string;
  /** `Z` or an offset; null where the text says none. */
  readonly zone: string | null;
  /** True if there is no time of day beside the date. */
  readonly dateOnly: boolean;
  /** True if the time of day is missing or midnight. */
  readonly midnight: boolean;
}

/** Reads a date-time of an existing day between the years 1 and 9999, to 100 ns at most; null if the text is none. */
export function dateTimeText(text: string): DateTimeText | null {
  const match = dateTime.exec(text);
  if (!match) return null;
  const [, year, month, day, separator, hour = '0', minute = '0', second = '0', fraction = '', zone = null] = match;
  if (!isDay(Number(year), Number(month), Number(day))) return null;
  if (!isTime([hour, minute, second]) || !isFraction(fraction)) return null;
  if (zone !== null && (separator === undefined || !isZone(zone))) return null;
  return {
    wallClock: zone === null ? text : text.slice(0, -zone.length),
    zone,
    dateOnly: separator === undefined,
    midnight: Number(`${hour}${minute}${second}${fraction}`) === 0,
  };
}

/**
 * True for the usual form, `yyyy-MM-dd` with `T` or a space and `HH:mm:ss`, of a day that every month has. It only saves
 * time: what it refuses may be a date-time all the same.
 */
export function isUsualDateTime(text: string): boolean {
  return (
    text.length === 19 &&
    /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])[T ](?:[01]\d|2[0-3])(?::[0-5]\d){2}$/.test(text)
  );
}

/** True for a time span `[-][d.]hh:mm[:ss[.fffffff]]` (W-40). */
export function isTimeSpan(text: string): boolean {
  const match = timeSpan.exec(text);
  if (!match) return false;
  const [, , hour = '0', minute = '0', second = '0', fraction = ''] = match;
  return isTime([hour, minute, second]) && isFraction(fraction);
}

/** The text of a time span given in ticks of 100 ns (§8, TimeSpan). */
export function timeSpanOfTicks(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks;
  const seconds = size / 10_000_000n;
  const fraction = size % 10_000_000n;
  const days = seconds / 86_400n;
  const clock = [(seconds / 3600n) % 24n, (seconds / 60n) % 60n, seconds % 60n].map((part) => pad(part, 2)).join(':');
  return `${ticks < 0n ? '-' : ''}${days > 0n ? `${days}.` : ''}${clock}${fraction > 0n ? `.${pad(fraction, 7)}` : ''}`;
}

/**
 * True for a text that a stock server takes for a date when it is uploaded in a text column, and stores changed (W-76):
 * a bare `yyyy-MM-dd`, or a date-time with `T`. A space instead of `T`, `20240501`, `2024-05` and times alone are safe.
 */
export function isDateLookingText(text: string): boolean {
  if (text.length < 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false;
  return (text.length === 10 || text.charCodeAt(10) === 84) && isoDate(text);
}

/** As `dateTimeText`, but a stock reader takes up to 16 fraction digits, and minutes of an offset only after a colon. */
function isoDate(text: string): boolean {
  if (/[+-]\d{4}$/.test(text)) return false;
  return dateTimeText(text.replace(/(\.\d{1,7})\d{0,9}(?=$|[Z+-])/, '$1')) !== null;
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  return day <= (month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function isTime([hour, minute, second]: readonly [string, string, string]): boolean {
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}

/** More than 7 digits only where they are zeros: nothing may get lost. */
function isFraction(digits: string): boolean {
  return /^\d{0,7}0*$/.test(digits);
}

function isZone(zone: string): boolean {
  if (zone === 'Z') return true;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', ''))];
  return minutes < 60 && hours * 60 + minutes <= 14 * 60;
}

function pad(value: bigint, width: number): string {
  return value.toString().padStart(width, '0');
}
