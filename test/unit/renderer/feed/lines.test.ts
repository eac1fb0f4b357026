// The history as a list: no gap, no repeat, idle runs folded, slow ones found (FD-02, FD-05, FD-07).

import { describe, expect, it } from 'vitest';
import { appendOlder, foldIdle, mergeNewest, rowKey, type SessionLine } from '../../../../renderer/feed/lines.ts';

function line(no: number, change: Partial<SessionLine> = {}): SessionLine {
  return {
    no,
    scope: 'field',
    trigger: 'schedule',
    mode: 'delta',
    started: `2026-06-15T10:${String(no % 60).padStart(2, '0')}:00`,
    ended: null,
    result: 'done',
    uploaded: 1,
    accepted: 0,
    written: 0,
    skipped: 0,
    activeMs: 1000,
    tries: 1,
    slow: false,
    balance: 0,
    bytesSent: 0,
    bytesReceived: 0,
    downloaded: 0,
    conflicts: 0,
    failed: 0,
    ms: 1000,
    problem: null,
    ...change,
  };
}

const idle = (no: number, change: Partial<SessionLine> = {}): SessionLine => line(no, { uploaded: 0, ...change });
const numbers = (lines: readonly SessionLine[]): number[] => lines.map(({ no }) => no);

describe('pages', () => {
  it('lays the newest page over what is here, the ended session over the running one', () => {
    const now = [line(3, { result: 'running' }), line(2), line(1)];
    const merged = mergeNewest(now, [line(4), line(3), line(2)]);
    expect(numbers(merged)).toEqual([4, 3, 2, 1]);
    expect(merged[1]?.result).toBe('done');
  });

  it('begins anew where the page does not reach what is here', () => {
    expect(numbers(mergeNewest([line(2), line(1)], [line(9), line(8)]))).toEqual([9, 8]);
  });

  it('joins what a filter has left gaps in', () => {
    expect(numbers(mergeNewest([line(20), line(11), line(2)], [line(31), line(20)]))).toEqual([31, 20, 11, 2]);
  });

  it('puts an older page below, once', () => {
    const once = appendOlder([line(5), line(4)], [line(3), line(2)]);
    expect(numbers(appendOlder(once, [line(3), line(2)]))).toEqual([5, 4, 3, 2]);
  });
});

describe('idle sessions', () => {
  it('fold from two on, and keep their key when others join above', () => {
    const rows = foldIdle([line(6), idle(5), idle(4), line(3), idle(2)], new Set());
    expect(rows.map((row) => row.kind)).toEqual(['session', 'idle', 'session', 'session']);
    const later = foldIdle([idle(6), idle(5), idle(4), line(3)], new Set());
    expect(rows[1] && rowKey(rows[1])).toBe(later[0] && rowKey(later[0]));
  });

  it('unfold where one of them was opened', () => {
    const rows = foldIdle([idle(5), idle(4), idle(3)], new Set([4]));
    expect(rows.map(rowKey)).toEqual(['idle 3', '5', '4', '3']);
  });

  it('never hide a session that failed, and break at midnight', () => {
    expect(foldIdle([idle(3), idle(2, { result: 'failed' }), idle(1)], new Set())).toHaveLength(3);
    const days = [
      idle(4),
      idle(3),
      idle(2, { started: '2026-06-14T23:00:00' }),
      idle(1, { started: '2026-06-14T22:00:00' }),
    ];
    expect(foldIdle(days, new Set()).map((row) => row.kind)).toEqual(['idle', 'idle']);
  });
});
