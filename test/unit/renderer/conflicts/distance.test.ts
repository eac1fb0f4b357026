import { describe, expect, it } from 'vitest';
import { distance, sumOfChanges } from '../../../../renderer/conflicts/compare/distance.ts';

describe('distances in small print', () => {
  it('subtracts decimals exactly', () => {
    expect(distance({ type: 'decimal' }, '535.1', '310.50')).toEqual({ kind: 'number', by: '-224.60' });
    expect(distance({ type: 'int' }, 3, 12)).toEqual({ kind: 'number', by: '9' });
    expect(distance({ type: 'long' }, 9007199254740993n, '9007199254740995')).toEqual({ kind: 'number', by: '2' });
  });

  it('tells how far dates are apart', () => {
    const hours = (n: number): number => n * 3_600_000;
    expect(distance({ type: 'datetime' }, '2026-06-16T09:00:00', '2026-06-16 14:00')).toEqual({
      kind: 'time',
      ms: hours(5),
    });
    expect(distance({ type: 'date' }, '2026-06-16', '2026-06-15')).toEqual({ kind: 'time', ms: hours(-24) });
  });

  it('says nothing of equal, missing or other values', () => {
    expect(distance({ type: 'decimal' }, '1.0', '1.00')).toBeNull();
    expect(distance({ type: 'decimal' }, null, '1')).toBeNull();
    expect(distance({ type: 'text' }, 'a', 'b')).toBeNull();
    expect(distance({ type: 'datetime' }, 'soon', '2026-06-16')).toBeNull();
  });

  it('adds both changes to the base (RS-04)', () => {
    expect(sumOfChanges({ type: 'int' }, { base: 10, mine: 7, theirs: 12 })).toBe('9');
    expect(sumOfChanges({ type: 'decimal' }, { base: '0.10', mine: '0.3', theirs: '-0.05' })).toBe('0.15');
    expect(sumOfChanges({ type: 'int' }, { base: undefined, mine: 7, theirs: 12 })).toBeNull();
    expect(sumOfChanges({ type: 'text' }, { base: '1', mine: '2', theirs: '3' })).toBeNull();
  });
});
