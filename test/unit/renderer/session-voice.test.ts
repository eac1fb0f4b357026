// What a screen reader hears of sessions, and how little (AX-03).

import { expect, test } from 'vitest';
import { hear, quietMs, type Heard } from '../../../renderer/app/session-voice.ts';
import type { Status } from '../../../renderer/bridge/use-status.ts';

type Seen = Pick<Status, 'progress' | 'lastSession'>;

const running = (session: number, rows = 0): Seen['progress'] => ({
  session,
  startedAt: '2026-06-15T10:45:00Z',
  trigger: 'by-hand',
  phase: 'download',
  table: null,
  part: null,
  parts: null,
  rows,
  rowsTotal: 100,
  bytesReceived: 0,
  phases: [],
});

const ended = (no: number): Seen['lastSession'] =>
  ({ no, ended: '2026-06-15T10:45:02Z', result: 'done' }) as Seen['lastSession'];

/** What is said of what is seen at which ms; asks again when it is told to, as the window does. */
function said(...scenes: readonly (readonly [at: number, seen: Seen])[]): string[] {
  const words: string[] = [];
  let heard: Heard | null = null;
  for (const [place, [from, seen]] of scenes.entries()) {
    const until = scenes[place + 1]?.[0] ?? Number.POSITIVE_INFINITY;
    for (let at: number | null = from; at !== null && at < until;) {
      const next = hear(heard, seen, at);
      heard = next.heard;
      if (next.say)
        words.push(next.say.kind === 'quarter' ? `${next.say.part * 100} %` : `${next.say.kind} ${next.say.no}`);
      at = next.again === null ? null : at + next.again;
    }
  }
  return words;
}

const none = { uploaded: 0, downloaded: 0, conflicts: 0, failed: 0 };
const scheduled = (no: number, moved: Partial<typeof none> = {}): Seen['lastSession'] =>
  ({ ...ended(no), trigger: 'schedule', ...none, ...moved }) as Seen['lastSession'];

const idle = { progress: null, lastSession: ended(7) };
const at = (rows: number): Seen => ({ progress: running(8, rows), lastSession: ended(7) });
const over = { progress: null, lastSession: ended(8) };

test('a long session: start, each quarter and end, once each (AX-03)', () => {
  const step = quietMs * 2;
  const scenes = [0, 10, 26, 30, 49, 50, 60, 76, 90, 100].map((rows, no) => [(no + 1) * step, at(rows)] as const);
  expect(said([0, idle], ...scenes, [12 * step, over], [13 * step, over])).toEqual([
    'start 8',
    '25 %',
    '50 %',
    '75 %',
    'end 8',
  ]);
});

test('a quick session: only its end (AX-03)', () => {
  expect(said([0, idle], [10, at(0)], [200, at(40)], [400, at(90)], [quietMs, over])).toEqual(['end 8']);
});

test('quarters that follow fast are not all said, the latest is (AX-03)', () => {
  const later = quietMs * 4;
  expect(said([0, idle], [10, at(0)], [later, at(26)], [later + 100, at(51)], [later + 200, at(76)])).toEqual([
    'start 8',
    '25 %',
    '75 %',
  ]);
});

test('what ended before the window opened is no news; a session that follows at once is (AX-03)', () => {
  expect(said([0, idle])).toEqual([]);
  const next = { progress: running(9), lastSession: ended(8) };
  expect(said([0, idle], [10, at(0)], [5000, next])).toEqual(['start 8', 'end 8', 'start 9']);
});

test('a quick session of the schedule is heard only if it moved something (AX-03)', () => {
  expect(said([0, idle], [10, { progress: null, lastSession: scheduled(8) }])).toEqual([]);
  expect(said([0, idle], [10, { progress: null, lastSession: scheduled(8, { downloaded: 1 }) }])).toEqual(['end 8']);
});
