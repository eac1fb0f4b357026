// A live view reads one at a time, whatever rings (law 3).

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReader } from '../../../../renderer/bridge/reader.ts';

let shown: number[] = [];
let answers: (() => void)[] = [];

const read = (): Promise<() => void> => {
  const no = answers.length + 1;
  return new Promise((resolve) => answers.push(() => resolve(() => shown.push(no))));
};

const answer = async (no: number): Promise<void> => {
  answers[no - 1]?.();
  await vi.advanceTimersByTimeAsync(0);
};

beforeEach(() => {
  vi.useFakeTimers();
  shown = [];
  answers = [];
});
afterEach(() => void vi.useRealTimers());

describe('a reader', () => {
  it('reads at once, and once for rings close together', async () => {
    const reader = createReader(read);
    await answer(1);
    reader.ring();
    reader.ring();
    await vi.advanceTimersByTimeAsync(200);
    expect(answers).toHaveLength(2);
    await answer(2);
    expect(shown).toEqual([1, 2]);
  });

  it('shows a slow answer although it rang meanwhile, then reads once more', async () => {
    const reader = createReader(read);
    for (let at = 0; at < 20; at++) {
      reader.ring();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(answers).toHaveLength(1);
    await answer(1);
    expect(shown).toEqual([1]);
    await vi.advanceTimersByTimeAsync(200);
    expect(answers).toHaveLength(2);
    await answer(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(answers).toHaveLength(2);
  });

  it('shows nothing after its end', async () => {
    const reader = createReader(read);
    reader.end();
    await answer(1);
    expect(shown).toEqual([]);
  });
});
