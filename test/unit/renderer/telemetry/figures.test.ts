// The cards' figures as charts and tables show them (TL-04, TL-06).

import { expect, test } from 'vitest';
import {
  bucketsOf,
  failureBars,
  highestBar,
  recordRows,
  type Cards,
} from '../../../../renderer/telemetry/dashboard/figures.ts';

const days = ['2026-06-01', '2026-06-02', '2026-06-03'];
const failure = (
  day: string,
  type: Cards['failures']['byDay'][number]['type'],
  count: number,
): Cards['failures']['byDay'][number] => ({ day, type, count });

test('two kinds and the expected ones are three series, the expected ones last', () => {
  const byDay = [
    failure('2026-06-01', 'EXPECTED_ERROR', 9),
    failure('2026-06-01', 'AUTH_ERROR', 1),
    failure('2026-06-03', 'SERVER_ERROR', 4),
  ];
  const bars = failureBars({ byDay }, bucketsOf(days));
  expect(bars.series).toEqual(['SERVER_ERROR', 'AUTH_ERROR', 'expected']);
  expect(bars.values).toEqual([
    [0, 1, 9],
    [0, 0, 0],
    [4, 0, 0],
  ]);
  expect(highestBar(bars.values)).toEqual({ at: 0, sum: 10 });
});

test('of more kinds the most frequent is named, the others are one series: never more than three', () => {
  const byDay = [
    failure('2026-06-01', 'SERVER_ERROR', 5),
    failure('2026-06-01', 'AUTH_ERROR', 2),
    failure('2026-06-02', 'DEVICE_ERROR', 3),
    failure('2026-06-02', 'EXPECTED_ERROR', 1),
  ];
  const { series, values } = failureBars({ byDay }, bucketsOf(days));
  expect(series).toEqual(['SERVER_ERROR', 'other', 'expected']);
  expect(values).toEqual([
    [5, 2, 0],
    [0, 3, 1],
    [0, 0, 0],
  ]);
});

test('without any failure there is no series and no highest bar', () => {
  const { series, values } = failureBars({ byDay: [] }, bucketsOf(days));
  expect(series).toEqual([]);
  expect(highestBar(values)).toBeNull();
});

test('long periods are drawn by the week, and no day is lost', () => {
  const long = Array.from({ length: 90 }, (_, at) => new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10));
  const buckets = bucketsOf(long);
  expect(buckets).toHaveLength(13);
  expect(buckets.flatMap((bucket) => bucket.days)).toEqual(long);
  expect(bucketsOf(days)).toHaveLength(3);
});

test('tables have one row with a median a mode, longest by the mode that runs most (TL-06)', () => {
  const row = (
    table: string,
    mode: 'FIRST_SYNC' | 'DELTA_SYNC',
    median: number,
    sessions: number,
    user: string,
    records: number,
  ): Cards['records'][number] => ({ table, mode, median, sessions, heaviest: { user, records } });
  const { modes, main, rows } = recordRows([
    row('customers', 'FIRST_SYNC', 2000, 1, 'Maya', 2000),
    row('customers', 'DELTA_SYNC', 6, 40, 'Anna', 240),
    row('work_orders', 'DELTA_SYNC', 62, 40, 'Maya', 2480),
  ]);
  expect(modes).toEqual(['FIRST_SYNC', 'DELTA_SYNC']);
  expect(main).toBe('DELTA_SYNC');
  expect(rows.map(({ table, heaviest }) => [table, heaviest])).toEqual([
    ['work_orders', 'Maya'],
    ['customers', 'Maya'],
  ]);
  expect(rows[1]?.medians).toEqual({ FIRST_SYNC: 2000, DELTA_SYNC: 6 });
});
