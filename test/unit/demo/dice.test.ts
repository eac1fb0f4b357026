// Chance that can be repeated.

import { describe, expect, it } from 'vitest';
import { createDice, createRandom } from '../../../main/demo/dice.ts';

const draw = (seed: number, stream: string): number[] => {
  const next = createRandom(seed, stream);
  return Array.from({ length: 1000 }, next);
};

describe('createRandom', () => {
  it('repeats itself for a seed and a stream, and for no other', () => {
    expect(draw(7, 'sites')).toEqual(draw(7, 'sites'));
    expect(draw(7, 'sites')).not.toEqual(draw(8, 'sites'));
    expect(draw(7, 'sites')).not.toEqual(draw(7, 'site'));
  });

  it('is even enough', () => {
    const numbers = draw(1, '');
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    expect(mean).toBeGreaterThan(0.46);
    expect(mean).toBeLessThan(0.54);
    expect(numbers.every((value) => value >= 0 && value < 1)).toBe(true);
  });
});

describe('createDice', () => {
  const dice = createDice(createRandom(3));

  it('stays within its bounds', () => {
    const thrown = new Set(Array.from({ length: 600 }, () => dice.int(-2, 3)));
    expect([...thrown].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3]);
  });

  it('weighs', () => {
    const thrown = Array.from({ length: 3000 }, () =>
      dice.weighted([['a', 3] as const, ['b', 1] as const, ['c', 0] as const]),
    );
    const share = thrown.filter((item) => item === 'a').length / thrown.length;
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.8);
    expect(thrown).not.toContain('c');
  });

  it('takes some without repetition, and no more than there are', () => {
    expect(dice.some([1, 2, 3], 9).sort((a, b) => a - b)).toEqual([1, 2, 3]);
    expect(new Set(dice.some([1, 2, 3, 4], 2)).size).toBe(2);
  });

  it('makes guids of version 4', () => {
    expect(dice.guid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('has nothing to pick from an empty list', () => {
    expect(() => dice.pick([])).toThrow(RangeError);
    expect(() => dice.weighted([])).toThrow(RangeError);
  });
});
