// The address of the telemetry screen, its periods and what they ask for (TL-06, TL-09, FD-08).

import { expect, test } from 'vitest';
import {
  baseFilter,
  dayAddress,
  eventFilter,
  eventsAddress,
  isNarrowed,
  readAddress,
  writeAddress,
} from '../../../../renderer/telemetry/address.ts';
import { readChoice } from '../../../../renderer/telemetry/export/choice.ts';
import { gapSpans } from '../../../../renderer/telemetry/period.ts';

const now = new Date(2026, 5, 15, 10, 46);
const at = (path: readonly string[], query: Readonly<Record<string, string>>): ReturnType<typeof readAddress> =>
  readAddress({ screen: 'telemetry', path, query });
const iso = (day: number, hour = 0): string => new Date(2026, 5, day, hour).toISOString();

test('every filter of the list stands in its address and is read back', () => {
  const query = {
    period: '30',
    user: 'Anna Berger',
    table: 'work_orders',
    level: 'error',
    event: 'concord.session',
    mode: 'DELTA_SYNC',
    result: 'failure',
    code: '2005',
    text: 'busy',
    sort: 'duration',
    order: 'up',
  };
  const address = at(['events', '17'], query);
  const written = writeAddress(address);
  expect(written.path).toEqual(['events', '17']);
  expect(written.query).toMatchObject(query);
  expect(isNarrowed(address)).toBe(true);
  expect(eventFilter(address, now)).toEqual({
    from: iso(-14),
    user: 'Anna Berger',
    table: 'work_orders',
    levels: ['error'],
    names: ['concord.session'],
    mode: 'DELTA_SYNC',
    result: 'failure',
    errorCode: 2005,
    text: 'busy',
  });
});

test('what is no value of a filter does not narrow', () => {
  const address = at(['events', 'x'], {
    level: 'loud',
    event: 'nothing',
    mode: 'X',
    result: '?',
    code: 'a',
    from: 'b',
  });
  expect(isNarrowed(address)).toBe(false);
  expect(address.open).toBeNull();
  expect(eventFilter({ ...address, period: '14' }, now)).toEqual({ from: iso(2) });
});

test('a day begins at its midnight; an own range ends with its last day', () => {
  expect(baseFilter(at([], { period: '1' }), now)).toEqual({ from: iso(15) });
  expect(baseFilter(at([], { from: '2026-06-08', to: '2026-06-09' }), now)).toEqual({ from: iso(8), to: iso(10) });
});

test('a figure leads to its events: same period and person, nothing left of older filters (TL-06)', () => {
  const address = at(['events'], { period: '30', user: 'Anna Berger', text: 'old', code: '2004' });
  expect(eventsAddress(address, { result: 'failure' })).toBe(
    '#/telemetry/events?period=30&user=Anna+Berger&result=failure',
  );
  expect(dayAddress(address, '2026-06-08')).toBe('#/telemetry/events?from=2026-06-08&to=2026-06-08&user=Anna+Berger');
});

test('a time without recording stands where it was between the days, and up to now while it lasts (TL-09)', () => {
  const days = ['2026-06-12', '2026-06-13', '2026-06-14', '2026-06-15'];
  const gaps = [
    { from: iso(1), to: iso(2) },
    { from: iso(10), to: iso(12, 12) },
    { from: iso(13, 6), to: iso(14, 18) },
    { from: iso(15, 6), to: null },
  ];
  expect(gapSpans(gaps, days, now).map(({ from, to }) => [from, Math.round(to * 100) / 100])).toEqual([
    [0, 0.5],
    [1.25, 2.75],
    [3.25, 3.45],
  ]);
});

test('a kept choice of export is read again; what is unknown begins without names and values (TL-11)', () => {
  const kept = {
    format: 'otlp',
    signal: 'traces',
    names: 'application-insights',
    contains: 'values',
    pseudonyms: true,
  };
  expect(readChoice(JSON.stringify(kept))).toEqual(kept);
  const first = { format: 'csv', signal: 'logs', names: 'concord', contains: 'ids', pseudonyms: false };
  expect([null, '{', '[]', '{"format":"xls","contains":7,"pseudonyms":"yes"}'].map(readChoice)).toEqual([
    first,
    first,
    first,
    first,
  ]);
});
