// What is kept how long, and that the cards say the same when the events are gone (TL-06, TL-10).

import { expect, onTestFinished, test } from 'vitest';
import { temporaryFile } from '../../support/files.ts';
import { fillLog, officeSession, openTelemetryLog, type TelemetryLog } from '../../support/telemetry-log.ts';

const day = 86_400_000;
const noon = new Date(2026, 5, 15, 12);

function openLog(options: Parameters<typeof openTelemetryLog>[1] = {}): TelemetryLog {
  const log = openTelemetryLog(temporaryFile(), { now: () => noon, ...options });
  onTestFinished(() => log.close());
  return log;
}

test('older events go in slices, their day totals stay: the cards are the same as before (TL-06)', async () => {
  const log = openLog({ settings: { keepDays: 7 } });
  const written = fillLog(log, { events: 3900, until: noon, everyMs: day / 10 });
  const before = await log.telemetry.cards({});
  expect(before.events).toBe(written);
  expect(before.failures).toMatchObject({ total: 17, expected: 0, people: 1 });
  expect(before.people).toMatchObject([{ user: 'Ann', failures: 17, sessions: 300 }]);
  expect(before.versions).toMatchObject({ people: 1, rows: [{ version: '1.2.3', people: 1 }] });
  await log.telemetry.clean();
  const state = log.telemetry.state();
  expect(state.events).toBe(71 * 13);
  expect(state.totals.days).toBe(31);
  expect(state.lastCleaned).toMatchObject({ events: written - 71 * 13, at: noon.toISOString() });
  expect(Date.parse(state.lastCleaned?.before ?? '')).toBeLessThanOrEqual(noon.getTime() - 7 * day + 1);
  expect(await log.telemetry.cards({})).toEqual(before);
});

test('the cards’ figures are those of the events: medians, people, failures by code (TL-06)', async () => {
  const log = openLog();
  fillLog(log, { events: 13 * 101, until: noon, everyMs: 1000 });
  const cards = await log.telemetry.cards({});
  const sessions = Array.from({ length: 101 }, (_, no) => officeSession(no + 1, noon)[0]);
  const middle = (figures: readonly number[]): number => figures.toSorted((a, b) => a - b)[50] ?? 0;
  expect(cards.durations.rows).toEqual([
    {
      client: 'desktop',
      mode: 'DELTA_SYNC',
      total: middle(sessions.map((of) => of?.durationMs ?? 0)),
      active: middle(sessions.map((of) => of?.activeMs ?? 0)),
      sessions: 101,
    },
  ]);
  const bookings = Array.from({ length: 101 }, (_, no) => ((no + 1) * 5) % 400);
  expect(cards.records.find(({ table }) => table === 'bookings')).toEqual({
    table: 'bookings',
    mode: 'DELTA_SYNC',
    median: middle(bookings),
    sessions: 101,
    heaviest: { user: 'Ann', records: bookings.reduce((sum, records) => sum + records, 0) },
  });
  expect(cards.failures.rows).toEqual([
    {
      errorCode: 2005,
      code: 'hub-refused',
      type: 'SERVER_ERROR',
      message: 'The hub stopped the session: ….',
      expected: false,
      count: 5,
      people: 1,
    },
  ]);
  expect((await log.telemetry.cards({ table: 'bookings' })).events).toBe(101);
  expect((await log.telemetry.cards({ user: 'Bob' })).events).toBe(0);
});

test('more events than are kept: the oldest go, exactly so many (TL-10)', async () => {
  const log = openLog({ settings: { keepEvents: 1000 } });
  const written = fillLog(log, { events: 2500, until: noon });
  expect(log.telemetry.state().next).toEqual({ at: noon.toISOString(), events: written - 1000 });
  await log.telemetry.clean();
  expect(log.telemetry.state()).toMatchObject({ events: 1000, next: { events: expect.any(Number) as unknown } });
  const { events, shown } = await log.telemetry.list({
    filter: {},
    sort: 'time',
    descending: true,
    offset: 990,
    limit: 100,
  });
  expect([events.length, shown, events.at(-1)?.no]).toEqual([10, 1000, written - 999]);
});

test('day totals are kept 400 days (TL-10)', async () => {
  const log = openLog();
  for (const days of [401, 400, 399, 0]) log.telemetry.record(officeSession(1, new Date(2026, 5, 15 - days, 12)));
  await log.telemetry.clean();
  expect(log.telemetry.state()).toMatchObject({ events: 13, totals: { days: 3, keepDays: 400 } });
});

test('any page is the one that the whole list has there, sorted and filtered, as events come and go (FD-08)', async () => {
  const log = openLog({ settings: { keepEvents: 2000 } });
  fillLog(log, { events: 2600, until: noon });
  const check = async (): Promise<void> => {
    const all = log.file.reader.all<{ no: number; at: number; ms: number }>(`select no, at, ms from telemetry`);
    for (const sort of ['time', 'duration'] as const) {
      const sorted = all.toSorted((a, b) => (sort === 'time' ? 0 : b.ms - a.ms) || b.at - a.at || b.no - a.no);
      for (const offset of [0, 200, 1777]) {
        const page = await log.telemetry.list({ filter: {}, sort, descending: true, offset, limit: 200 });
        expect(page.shown).toBe(all.length);
        expect(page.events.map(({ no }) => no)).toEqual(sorted.slice(offset, offset + 200).map(({ no }) => no));
      }
    }
  };
  await check();
  log.telemetry.record(officeSession(900, new Date(noon.getTime() + 1000)));
  // A phase that is told after its session, and a clock that was set back.
  log.telemetry.record(officeSession(901, new Date(noon.getTime() + 500)));
  await check();
  await log.telemetry.clean();
  await check();
  log.telemetry.record(officeSession(902, new Date(noon.getTime() - 20 * day)));
  await check();
  const failures = await log.telemetry.list({
    filter: { result: 'failure', text: 'STOPPED' },
    sort: 'time',
    descending: true,
    offset: 0,
    limit: 5,
  });
  expect(failures.events.every(({ success, code }) => success === false && code === 'hub-refused')).toBe(true);
});

test('of very many events a page near an end is the one of the whole list, also as of an earlier moment (FD-08)', async () => {
  const log = openLog();
  fillLog(log, { events: 41_000, until: noon, everyMs: 1000 });
  const newest = Number(log.file.reader.value(`select max(no) from telemetry`));
  log.telemetry.record(officeSession(9000, new Date(noon.getTime() - 500)));
  const asked = { filter: {}, sort: 'time', limit: 200 } as const;
  const check = async (): Promise<void> => {
    for (const upTo of [undefined, newest])
      for (const descending of [true, false])
        for (const offset of [0, 5000, 39_000]) {
          const way = descending ? 'desc' : 'asc';
          const wanted = log.file.reader
            .column(
              `select no from telemetry where no <= ? order by at ${way}, no ${way} limit 200 offset ?`,
              upTo ?? newest + 1000,
              offset,
            )
            .map(Number);
          const page = await log.telemetry.list({ ...asked, descending, offset, upTo });
          expect(page.events.map(({ no }) => no)).toEqual(wanted);
          expect(page.shown).toBe(
            Number(log.file.reader.value(`select count(*) from telemetry where no <= ?`, upTo ?? 1e9)),
          );
        }
  };
  // The first pages are read while no place is known, those far from an end make all known.
  await check();
  log.telemetry.record(officeSession(9001, noon));
  await check();
});
