// The pages of the list of events: one moment, read in pages, what comes later is counted (FD-08, AX-04).

import { expect, test } from 'vitest';
import {
  createEventPages,
  eventAt,
  pageSize,
  placeOfEvent,
  type EventPages,
  type EventSource,
} from '../../../../renderer/telemetry/events/event-pages.ts';
import type { TelemetryEvent } from '../../../../renderer/telemetry/words.ts';

interface Log {
  readonly asked: number[];
  count: number;
  fails: boolean;
}

/** Events 1…count, newest first. */
function over(log: Log): EventPages {
  const page: EventSource['page'] = async ({ offset, limit, upTo = log.count }) => {
    log.asked.push(offset);
    if (log.fails) throw new Error('gone');
    const numbers = Array.from({ length: Math.max(0, Math.min(limit, upTo - offset)) }, (_, at) => upTo - offset - at);
    const events = numbers.map((no) => ({ no }) as TelemetryEvent);
    return { events, shown: upTo, total: log.count, newest: log.count };
  };
  const problemOf = (thrown: unknown): ReturnType<EventSource['problemOf']> => ({
    code: 'unexpected',
    message: String(thrown),
    cure: '',
    retryable: true,
  });
  return createEventPages({ page, problemOf });
}

const settled = (): Promise<void> => new Promise((done) => void setImmediate(done));

test('only pages in view and the nearest are read; a million rows cost no more', async () => {
  const log: Log = { asked: [], count: 1_000_000, fails: false };
  const pages = over(log);
  pages.see(0, 30);
  await settled();
  expect(log.asked).toEqual([0]);
  expect(eventAt(pages.view(), 0)?.no).toBe(1_000_000);
  pages.see(499_990, 500_020);
  expect(eventAt(pages.view(), 500_000)).toBeUndefined();
  await settled();
  expect(log.asked.slice(1).map((offset) => offset / pageSize)).toEqual([2499, 2500]);
  expect(eventAt(pages.view(), 500_000)?.no).toBe(500_000);
  expect(placeOfEvent(pages.view(), 500_000)).toBe(500_000);
});

test('who scrolls fast waits for what is in view at the end, not for all that went by', async () => {
  const log: Log = { asked: [], count: 1_000_000, fails: false };
  const pages = over(log);
  pages.see(0, 30);
  await settled();
  for (let first = 1000; first <= 900_000; first += 1000) pages.see(first, first + 30);
  await settled();
  expect(eventAt(pages.view(), 900_000)?.no).toBe(100_000);
  expect(log.asked.length).toBeLessThan(8);
});

test('what is recorded meanwhile is counted, and moves nothing until it is asked for', async () => {
  const log: Log = { asked: [], count: 500, fails: false };
  const pages = over(log);
  pages.see(0, 30);
  await settled();
  log.count = 503;
  await pages.look();
  expect(pages.view().fresh).toBe(3);
  pages.see(200, 240);
  await settled();
  expect(eventAt(pages.view(), 200)?.no).toBe(300);
  await pages.renew();
  expect(pages.view()).toMatchObject({ fresh: 0, shown: 503 });
  expect(eventAt(pages.view(), 0)?.no).toBe(503);
});

test('a page that cannot be read says so, and is read again when it is seen again', async () => {
  const log: Log = { asked: [], count: 500, fails: true };
  const pages = over(log);
  pages.see(0, 30);
  await settled();
  expect(pages.view()).toMatchObject({ isReady: false, problem: { message: 'Error: gone' } });
  log.fails = false;
  pages.see(0, 30);
  await settled();
  expect(pages.view()).toMatchObject({ isReady: true, problem: null });
});
