// Is this a value for that column, and what did a person type?

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell, CellType } from '../../../main/sync/cell.ts';
import { cellFault, cellFromTyped } from '../../../main/sync/value.ts';
import { column } from '../../support/schemas.ts';

const ranges: [CellType, bigint, bigint][] = [
  ['byte', 0n, 255n],
  ['sbyte', -128n, 127n],
  ['short', -32_768n, 32_767n],
  ['ushort', 0n, 65_535n],
  ['int', -2_147_483_648n, 2_147_483_647n],
  ['uint', 0n, 4_294_967_295n],
  ['long', -9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
  ['ulong', 0n, 18_446_744_073_709_551_615n],
];

const smallest = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value);
const bytes = new Uint8Array([1, 2, 3]);

describe('whole numbers', () => {
  it.each(ranges)('R-44 RS-04 a %s goes from %d to %d', (type, low, high) => {
    const fault = (value: bigint): string | null => cellFault(column('c', type), smallest(value));
    const expected = `a number from ${low} to ${high} is expected`;
    expect([fault(low), fault(high), fault(0n)]).toEqual([null, null, null]);
    expect([fault(low - 1n), fault(high + 1n)]).toEqual([expected, expected]);
    expect(cellFault(column('c', type), BigInt(low))).toBeNull();
  });

  it.each(ranges)('R-44 RS-04 a %s is a whole number', (type) => {
    for (const cell of [0.5, Number.NaN, Number.POSITIVE_INFINITY, '1', '', true]) {
      expect(cellFault(column('c', type), cell)).toBe('a whole number is expected');
    }
  });

  it.each(ranges)('R-45 what spells a %s becomes one, digit by digit', (type, low, high) => {
    for (const value of [low, high, 0n]) {
      expect(cellFromTyped(column('c', type), ` ${value} `)).toBe(smallest(value));
    }
    for (const typed of ['', 'seven', '1.5', '1e3', '0x10'])
      expect(cellFromTyped(column('c', type), typed)).toBe(typed);
  });
});

describe('null', () => {
  it.each(['int', 'text', 'bytes', 'date', 'any'] as const)('R-44 P3 null in a column of %s needs leave', (type) => {
    expect(cellFault(column('c', type), null)).toBeNull();
    expect(cellFault(column('c', type, { nullable: false }), null)).toBe('a value is required');
  });
});

const date = 'a date is expected, such as 2026-06-15';
const dateTime = 'a date and time is expected, such as 2026-06-15 14:30';
const instant = 'a date and time with offset is expected, such as 2026-06-15T14:30+02:00';
const time = 'a time is expected, such as 14:30';
const point = 'a number with a point is expected, such as 12.50';

const fits: [CellType, Cell][] = [
  ['bool', true],
  ['bool', false],
  ['bool', 0],
  ['bool', 1],
  ['text', ''],
  ['text', '2026-02-31'],
  ['char', 'x'],
  ['chars', 'xyz'],
  ['bytes', bytes],
  ['any', 1.5],
  ['any', 'x'],
  ['any', true],
  ['any', 2n ** 60n],
  ['double', 1.5],
  ['double', -1e300],
  ['float', 0],
  ['decimal', '12.50'],
  ['decimal', '1e3'],
  ['decimal', 12.5],
  ['decimal', 2n ** 70n],
  ['date', '2026-06-15'],
  ['date', '2024-02-29'],
  ['date', '2000-02-29'],
  ['date', '0001-01-01'],
  ['date', '9999-12-31'],
  ['datetime', '2026-06-15'],
  ['datetime', '2026-06-15 14:30'],
  ['datetime', '2026-06-15T23:59:59.1234567'],
  ['instant', '2026-06-15T14:30Z'],
  ['instant', '2026-06-15 14:30:00.5+02:00'],
  ['instant', '2026-06-15T14:30:00-14:00'],
  ['instant', '2026-06-15T14:30:00+13:45'],
  ['time', '00:00'],
  ['time', '23:59:59.1234567'],
  ['time', '-1.02:03:04'],
  ['time', '99999999.00:00'],
  ['guid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  ['guid', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'],
];

const faults: [CellType, Cell, string][] = [
  ['bool', 2, 'yes or no is expected'],
  ['bool', 1n, 'yes or no is expected'],
  ['bool', 'true', 'yes or no is expected'],
  ['text', 5, 'a text is expected'],
  ['date', 20260615, 'a text is expected'],
  ['guid', true, 'a text is expected'],
  ['text', bytes, 'this column holds no file'],
  ['any', bytes, 'this column holds no file'],
  ['int', bytes, 'this column holds no file'],
  ['bytes', 'AQI=', 'a file is expected'],
  ['bytes', 5, 'a text is expected'],
  ['double', '1.5', 'a number is expected'],
  ['float', '1.5', 'a number is expected'],
  ['double', true, 'a number is expected'],
  ['decimal', false, 'a number is expected'],
  ['double', Number.NaN, 'a finite number is expected'],
  ['float', Number.POSITIVE_INFINITY, 'a finite number is expected'],
  ['decimal', Number.NaN, 'a finite number is expected'],
  ['any', Number.NEGATIVE_INFINITY, 'a finite number is expected'],
  ['decimal', '12,50', point],
  ['decimal', '', point],
  ['decimal', 'x', point],
  ['date', '', date],
  ['date', '2026-02-29', date],
  ['date', '1900-02-29', date],
  ['date', '2026-04-31', date],
  ['date', '2026-06-00', date],
  ['date', '2026-00-15', date],
  ['date', '2026-13-01', date],
  ['date', '2026-01-32', date],
  ['date', '0000-01-01', date],
  ['date', '26-06-15', date],
  ['date', '15.06.2026', date],
  ['date', '2026-06-15 ', date],
  ['date', '2026-06-15T00:00', date],
  ['datetime', '2026-02-30 14:30', dateTime],
  ['datetime', '2026-06-15 24:00', dateTime],
  ['datetime', '2026-06-15 14:60', dateTime],
  ['datetime', '2026-06-15 14:30:60', dateTime],
  ['datetime', '2026-06-15 14:30:00.12345678', dateTime],
  ['datetime', '2026-06-15 14:30:00Z', dateTime],
  ['datetime', '2026-06-15 14', dateTime],
  ['datetime', '14:30', dateTime],
  ['instant', '2026-06-15T14:30', instant],
  ['instant', '2026-06-15Z', instant],
  ['instant', '2026-02-31T14:30Z', instant],
  ['instant', '2026-06-15T25:30Z', instant],
  ['instant', '2026-06-15T14:99Z', instant],
  ['instant', '2026-06-15T14:30:61Z', instant],
  ['instant', '2026-06-15T14:30+14:01', instant],
  ['instant', '2026-06-15T14:30+15:00', instant],
  ['instant', '2026-06-15T14:30+02:60', instant],
  ['instant', '2026-06-15T14:30+0200', instant],
  ['time', '', time],
  ['time', '24:00', time],
  ['time', '14:60', time],
  ['time', '14:30:60', time],
  ['time', '1:30', time],
  ['time', '123456789.00:00', time],
  ['time', '14:30:00.12345678', time],
  ['guid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1', 'a GUID is expected'],
  ['guid', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', 'a GUID is expected'],
  ['guid', 'a0eebc999c0b4ef8bb6d6bb9bd380a11', 'a GUID is expected'],
  ['guid', 'g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a GUID is expected'],
];

describe('the other types', () => {
  it.each(fits)('R-44 RS-04 a column of %s takes %o', (type, cell) => {
    expect(cellFault(column('c', type), cell)).toBeNull();
  });

  it.each(faults)('R-44 RS-04 a column of %s says to %o: %s', (type, cell, fault) => {
    expect(cellFault(column('c', type), cell)).toBe(fault);
  });

  it.each([
    ['2026', [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]],
    ['2024', [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]],
  ])('R-44 W-75 the months of %s have %o days', (year, days) => {
    for (const [at, last] of days.entries()) {
      const day = (number: number): string => `${year}-${String(at + 1).padStart(2, '0')}-${number}`;
      expect([last, last + 1].map((number) => cellFault(column('c', 'date'), day(number)))).toEqual([null, date]);
    }
  });

  it('R-44 W-75 takes exactly the days that the calendar has', () => {
    const day = fc.record({
      year: fc.integer({ min: 1, max: 9999 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 31 }),
    });
    fc.assert(
      fc.property(day, ({ year, month, day: number }) => {
        const at = new Date(0);
        at.setUTCFullYear(year, month - 1, number);
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(number).padStart(2, '0')}`;
        expect(cellFault(column('c', 'date'), text)).toBe(at.getUTCMonth() === month - 1 ? null : date);
      }),
    );
  });
});

describe('lengths', () => {
  it.each([
    ['text', 'four', 4, null],
    ['text', 'fiver', 4, 'at most 4 characters are allowed'],
    ['text', '😀😀😀😀', 4, null],
    ['text', 'any length', 0, null],
    ['text', 'any length', -1, null],
    ['chars', 'xy', 1, 'at most 1 characters are allowed'],
    ['bytes', bytes, 3, null],
    ['bytes', bytes, 2, 'at most 2 bytes are allowed'],
    ['bytes', bytes, 1, 'at most 1 bytes are allowed'],
    ['text', 'xy', 1, 'at most 1 characters are allowed'],
    ['bytes', bytes, 0, null],
    ['bytes', bytes, -1, null],
  ] as [CellType, Cell, number, string | null][])(
    'R-44 RS-04 a column of %s, given %o, holds at most %d',
    (type, cell, maxLength, fault) => {
      expect(cellFault(column('c', type, { maxLength }), cell)).toBe(fault);
    },
  );
});

describe('decimals', () => {
  const money = column('c', 'decimal', { precisionSpecified: true, precision: 7, scaleSpecified: true, scale: 2 });
  const after = 'at most 2 digits after the point are allowed';
  const before = 'at most 5 digits before the point are allowed';
  it.each([
    ['99999.99', null],
    ['-99999.99', null],
    ['0000099999.9', null],
    ['1e4', null],
    ['.99', null],
    [12345.25, null],
    [99999n, null],
    ['0.001', after],
    ['1e-3', after],
    ['0.000', after],
    [0.001, after],
    ['100000', before],
    ['-100000.5', before],
    ['1e5', before],
    [100000, before],
    [100000n, before],
    [1e21, before],
  ] as [Cell, string | null][])('R-44 RS-04 decimal(7, 2) given %o', (cell, fault) => {
    expect(cellFault(money, cell)).toBe(fault);
  });

  it.each([
    ['no precision is said', { precisionSpecified: false, precision: 7, scale: 2 }, null],
    ['the precision is 0', { precisionSpecified: true, precision: 0, scale: 0 }, null],
    [
      'there is no scale',
      { precisionSpecified: true, precision: 3, scale: 0 },
      'at most 0 digits after the point are allowed',
    ],
  ])('R-44 where %s', (_, more, fault) => {
    expect(cellFault(column('c', 'decimal', more), '1234567.891')).toBe(fault);
  });

  it('R-44 holds no other numbers to precision and scale', () => {
    const more = { precisionSpecified: true, precision: 3, scale: 1 };
    expect(cellFault(column('c', 'double', more), 12_345.678)).toBeNull();
    expect(cellFault(column('c', 'any', more), 12_345.678)).toBeNull();
  });

  it('R-44 lets a fraction alone fill the precision', () => {
    const share = column('c', 'decimal', { precisionSpecified: true, precision: 2, scale: 2 });
    expect(cellFault(share, '0.99')).toBeNull();
    expect(cellFault(share, '1.00')).toBe('at most 0 digits before the point are allowed');
  });
});

describe('what a person typed', () => {
  it.each([
    ['bool', 'true', true],
    ['bool', ' Yes ', true],
    ['bool', '1', true],
    ['bool', 'FALSE', false],
    ['bool', 'no', false],
    ['bool', '0', false],
    ['bool', 'maybe', 'maybe'],
    ['bool', '', ''],
    ['decimal', ' 12.50 ', '12.50'],
    ['decimal', '1.5e3', '1500'],
    ['decimal', '007', '7'],
    ['decimal', '12,50', '12,50'],
    ['decimal', '', ''],
    ['double', '12.5', 12.5],
    ['double', ' 1e3 ', 1000],
    ['float', '-.5', -0.5],
    ['double', '', ''],
    ['double', '  ', '  '],
    ['double', '12,5', '12,5'],
    ['double', '0x10', '0x10'],
    ['double', 'Infinity', 'Infinity'],
    ['double', '1e309', '1e309'],
    ['double', 'NaN', 'NaN'],
    ['text', '', ''],
    ['text', ' 12 ', ' 12 '],
    ['text', 'true', 'true'],
    ['date', '2026-06-15', '2026-06-15'],
    ['any', '12', '12'],
  ] as [CellType, string, Cell][])('R-45 PD-05 in a column of %s %j becomes %o', (type, typed, cell) => {
    expect(cellFromTyped(column('c', type), typed)).toBe(cell);
  });

  it.each(['int', 'ulong', 'bool', 'decimal', 'double'] as const)(
    'R-45 R-44 in a column of %s what does not become a value is named as a fault',
    (type) => {
      for (const typed of ['', ' ', 'x', '12,5', 'maybe', '--1', '0x1', '1 2']) {
        const cell = cellFromTyped(column('c', type), typed);
        expect(cell).toBe(typed);
        expect(cellFault(column('c', type), cell)).not.toBeNull();
      }
    },
  );
});
