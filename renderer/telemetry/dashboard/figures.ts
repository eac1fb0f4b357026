// The cards' figures as the charts draw them: pure, so that chart, table and words say the same (TL-04, TL-06).

import type { FailureType, TelemetryMode } from '../../../main/sync/telemetry.ts';
import type { CallOutput } from '../../../main/window/contract.ts';

/** The five cards. */
export type Cards = CallOutput<'telemetry.cards'>;

/** Days that are drawn as one mark. */
export interface Bucket {
  readonly from: string;
  readonly to: string;
  readonly days: readonly string[];
}

const mostMarks = 62;

/** Each day for itself, in long periods each week. */
export function bucketsOf(days: readonly string[]): Bucket[] {
  const size = days.length > mostMarks ? 7 : 1;
  const buckets: Bucket[] = [];
  for (let at = 0; at < days.length; at += size) {
    const part = days.slice(at, at + size);
    buckets.push({ from: part[0] ?? '', to: part.at(-1) ?? '', days: part });
  }
  return buckets;
}

/** What a series of the chart of failures counts. */
export type FailureSeries = Exclude<FailureType, 'EXPECTED_ERROR'> | 'other' | 'expected';

/** Failures by bucket in at most three series: the most frequent kind, the next or all others, and the expected ones. */
export function failureBars(
  { byDay }: Pick<Cards['failures'], 'byDay'>,
  buckets: readonly Bucket[],
): { series: FailureSeries[]; values: number[][] } {
  const sums = new Map<FailureType, number>();
  for (const { type, count } of byDay) sums.set(type, (sums.get(type) ?? 0) + count);
  const kinds = [...sums].filter(([type]) => type !== 'EXPECTED_ERROR').toSorted((a, b) => b[1] - a[1]);
  const named = (kinds.length > 2 ? kinds.slice(0, 1) : kinds).map(([type]) => type as FailureSeries);
  const series: FailureSeries[] = [
    ...named,
    ...(kinds.length > 2 ? (['other'] as const) : []),
    ...(sums.has('EXPECTED_ERROR') ? (['expected'] as const) : []),
  ];
  const seriesOf = (type: FailureType): number => {
    if (type === 'EXPECTED_ERROR') return series.indexOf('expected');
    const at = series.indexOf(type);
    return at === -1 ? series.indexOf('other') : at;
  };
  const bucketOf = new Map(buckets.flatMap((bucket, at) => bucket.days.map((day) => [day, at] as const)));
  const values = buckets.map(() => series.map(() => 0));
  for (const { day, type, count } of byDay) {
    const bar = values[bucketOf.get(day) ?? -1];
    const at = seriesOf(type);
    if (bar) bar[at] = (bar[at] ?? 0) + count;
  }
  return { series, values };
}

/** The highest bar; null where all are empty. */
export function highestBar(values: readonly (readonly number[])[]): { at: number; sum: number } | null {
  let top: { at: number; sum: number } | null = null;
  for (const [at, bar] of values.entries()) {
    const sum = bar.reduce((all, value) => all + value, 0);
    if (sum > (top?.sum ?? 0)) top = { at, sum };
  }
  return top;
}

/** One table of the card of records, with its median by mode. */
export interface TableFigures {
  readonly table: string;
  readonly medians: Partial<Record<TelemetryMode, number>>;
  readonly heaviest: string | null;
}

/** The modes there are, the one with the most sessions named; and a row a table, the longest bar first. */
export function recordRows(records: Cards['records']): {
  modes: TelemetryMode[];
  main: TelemetryMode | null;
  rows: TableFigures[];
} {
  const sessions = new Map<TelemetryMode, number>();
  for (const row of records) sessions.set(row.mode, (sessions.get(row.mode) ?? 0) + row.sessions);
  const modes = [...sessions.keys()].toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  const main = [...sessions].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null;
  const tables = Map.groupBy(records, (row) => row.table);
  const rows = [...tables].map(([table, found]) => ({
    table,
    medians: Object.fromEntries(found.map((row) => [row.mode, row.median])),
    heaviest: heaviestOf(found),
  }));
  const lengthOf = (row: TableFigures): number => (main === null ? 0 : (row.medians[main] ?? 0));
  return {
    modes,
    main,
    rows: rows.toSorted((a, b) => lengthOf(b) - lengthOf(a) || a.table.localeCompare(b.table)),
  };
}

const order: readonly TelemetryMode[] = ['FIRST_SYNC', 'DELTA_SYNC', 'FORCED_SYNC', 'GRID_SYNC', 'SINGLE_RECORD_SYNC'];

/** Who received most of a table, all modes together: as far as each mode tells its heaviest. */
function heaviestOf(rows: Cards['records']): string | null {
  const sums = new Map<string, number>();
  for (const { heaviest } of rows)
    if (heaviest) sums.set(heaviest.user, (sums.get(heaviest.user) ?? 0) + heaviest.records);
  return [...sums].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** Seconds with one digit, as the chart and the table of durations show them. */
export function seconds(ms: number): string {
  return new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(ms / 1000);
}
