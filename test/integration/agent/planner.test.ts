// When sessions start by themselves, on a clock of the test's own (SC-01, SC-04, SC-08, ST-11, R-110).

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPlanner, type Planner } from '../../../main/agent/schedule.ts';

const minute = 60_000;

interface Desk {
  readonly planner: Planner;
  /** Triggers of the sessions that were started, with the seconds since the test began. */
  readonly started: string[];
  readonly settings: { offlineSince: string | null; interval: number | null; onChange: boolean };
  isRunning: boolean;
  news: boolean;
}

function createDesk({ random = 0.5, news = false } = {}): Desk {
  const begin = Date.now();
  const desk: Desk = {
    planner: createPlanner({
      settings: () => desk.settings,
      isRunning: () => desk.isRunning,
      hasNews: () => desk.news,
      start: (trigger) => desk.started.push(`${trigger} ${(Date.now() - begin) / 1000}`),
      changed: () => undefined,
      now: () => new Date(),
      random: () => random,
    }),
    started: [],
    settings: { offlineSince: null, interval: 10 * minute, onChange: true },
    isRunning: false,
    news,
  };
  return desk;
}

const pass = (seconds: number): void => void vi.advanceTimersByTime(seconds * 1000);

beforeEach(() =>
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: new Date('2026-06-15T12:00:00Z') }),
);
afterEach(() => void vi.useRealTimers());

describe('the interval (SC-01)', () => {
  test.each([
    [0, 540],
    [0.5, 600],
    [1, 660],
  ])('with random %d a session starts after %i s, and is announced', (random, seconds) => {
    const { planner, started } = createDesk({ random });
    planner.begin();
    expect(planner.next()).toMatchObject({ reason: 'interval', at: new Date(Date.now() + seconds * 1000) });
    pass(seconds - 1);
    expect(started).toEqual([]);
    pass(1);
    expect(started).toEqual([`schedule ${seconds}`]);
  });

  test('counts from the last end', () => {
    const { planner, started } = createDesk();
    planner.begin();
    pass(300);
    planner.ended(false);
    pass(599);
    expect(started).toEqual([]);
    pass(1);
    expect(started).toEqual(['schedule 900']);
  });

  test('by hand only, offline, before it begins and after it closed nothing starts', () => {
    const desks = [1, 2, 3, 4].map(() => createDesk({ news: true })) as [Desk, Desk, Desk, Desk];
    desks[0].settings.interval = null;
    desks[1].settings.offlineSince = new Date().toISOString();
    for (const desk of desks) if (desk !== desks[2]) desk.planner.begin();
    desks[3].planner.close();
    desks[3].planner.ended(true);
    for (const desk of desks.slice(1)) desk.planner.wrote();
    pass(3600);
    expect(desks.map((desk) => desk.started)).toEqual([[], [], [], []]);
    expect(desks.slice(0, 3).map((desk) => desk.planner.next().reason)).toEqual(['by-hand', 'offline', 'elsewhere']);
  });
});

describe('the back-off (SC-08)', () => {
  test('pauses of 5, 10, 20, 40 and 80 s, then the interval; a good session ends it', () => {
    const { planner, started } = createDesk();
    planner.begin();
    for (const seconds of [5, 10, 20, 40, 80]) {
      planner.ended(true);
      expect(planner.next()).toMatchObject({ reason: 'back-off' });
      pass(seconds);
    }
    planner.ended(true);
    expect(planner.next()).toMatchObject({ reason: 'interval', tries: 0 });
    pass(600);
    expect(started).toEqual(['retry 5', 'retry 15', 'retry 35', 'retry 75', 'retry 155', 'schedule 755']);
    planner.ended(false);
    planner.ended(true);
    expect(planner.next()).toMatchObject({ reason: 'back-off', tries: 1 });
  });

  test('trying now begins anew', () => {
    const { planner } = createDesk();
    planner.begin();
    planner.ended(true);
    planner.ended(true);
    planner.reset();
    expect(planner.next()).toMatchObject({ reason: 'interval', tries: 0 });
  });

  test('a write does not get round it', () => {
    const { planner, started } = createDesk({ news: true });
    planner.begin();
    for (let tries = 0; tries < 4; tries++) planner.ended(true);
    planner.wrote();
    pass(39);
    expect(started).toEqual([]);
    pass(1);
    expect(started).toEqual(['retry 40']);
  });
});

describe('on change (SC-04)', () => {
  test('2 s after the last write, and it is announced (ST-11)', () => {
    const { planner, started } = createDesk({ news: true });
    planner.begin();
    pass(60);
    planner.wrote();
    expect(planner.next()).toEqual({ at: new Date(Date.now() + 2000), reason: 'on-change', tries: 0 });
    pass(1.5);
    planner.wrote();
    pass(1.5);
    expect(started).toEqual([]);
    pass(0.5);
    expect(started).toEqual(['on-change 63.5']);
  });

  test('at most once in 10 s', () => {
    const { planner, started } = createDesk({ news: true });
    planner.begin();
    pass(60);
    planner.ended(false);
    planner.wrote();
    pass(9);
    expect(started).toEqual([]);
    pass(1);
    expect(started).toEqual(['on-change 70']);
  });

  test('in addition to the interval: a program that writes every second does not put it off', () => {
    const { planner, started } = createDesk({ news: true });
    planner.begin();
    for (let second = 0; second < 605; second++) {
      planner.wrote();
      pass(1);
    }
    expect(started).toEqual(['schedule 600']);
  });

  test('a session’s own writes start none: nothing is new', () => {
    const desk = createDesk({ news: true });
    desk.planner.begin();
    pass(60);
    desk.news = false;
    desk.planner.ended(false);
    desk.planner.wrote();
    pass(500);
    expect(desk.started).toEqual([]);
    expect(desk.planner.next().reason).toBe('interval');
  });

  test('a write during a session is sent by another one (PD-07)', () => {
    const desk = createDesk({ news: true });
    desk.planner.begin();
    pass(60);
    desk.isRunning = true;
    desk.planner.wrote();
    pass(30);
    expect(desk.started).toEqual([]);
    desk.isRunning = false;
    desk.planner.ended(false);
    pass(10);
    expect(desk.started).toEqual(['on-change 100']);
  });

  test('not where it is switched off', () => {
    const desk = createDesk({ news: true });
    desk.settings.onChange = false;
    desk.planner.begin();
    desk.planner.wrote();
    pass(500);
    expect(desk.started).toEqual([]);
  });
});
