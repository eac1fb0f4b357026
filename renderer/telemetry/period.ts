// The periods of telemetry: days of this computer's calendar (TL-06).

/** The periods to choose from. */
export const periods = ['1', '14', '30', 'own'] as const;

/** Today, the last 14 or 30 days, today included, or a range of one's own. */
export type Period = (typeof periods)[number];

/** The instant at which a period begins. */
export function periodStart(period: Exclude<Period, 'own'>, now: Date): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - Number(period) + 1).toISOString();
}

/** The instant at which a day begins, or the one `later` days after it; null for what is no day. */
export function instantOf(day: string, later: number): string | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  const time = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** `2026-06-15`: the day of an instant. */
export function dayName(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** Noon of a day: an instant that is that day's however clocks are turned. */
export function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00`);
}

/** A time in which nothing was recorded; `to` null = still off. */
export interface Gap {
  readonly from: string;
  readonly to: string | null;
}

/** The gaps that touch these days, as places of the axis: 2.5 is the middle of the third day. */
export function gapSpans(gaps: readonly Gap[], days: readonly string[], now: Date): { from: number; to: number }[] {
  const place = (time: number): number => {
    const at = days.indexOf(dayName(new Date(time)));
    const start = instantOf(days[0] ?? '', 0);
    if (at === -1) return start !== null && time < Date.parse(start) ? 0 : days.length;
    const from = Date.parse(instantOf(days[at] ?? '', 0) ?? '');
    const to = Date.parse(instantOf(days[at] ?? '', 1) ?? '');
    return at + (time - from) / (to - from);
  };
  return gaps
    .map((gap) => ({
      from: place(Date.parse(gap.from)),
      to: place(gap.to === null ? now.getTime() : Date.parse(gap.to)),
    }))
    .filter((span) => span.from < days.length && span.to > 0 && span.to > span.from);
}
