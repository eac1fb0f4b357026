// Cells: equal, alike in meaning, absent, and as JSON.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellFromJson,
  cellOf,
  cellToJson,
  integerFromText,
  isInteger,
  recordToJson,
  sameCell,
  sameRow,
  sameValue,
  type Cell,
  type CellType,
  type JsonCell,
} from '../../../main/sync/cell.ts';
import { cellOfType, cellsOf, knownTypes } from './arbitraries.ts';

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);
const everyType: readonly CellType[] = [
  'bool',
  'byte',
  'sbyte',
  'short',
  'ushort',
  'int',
  'uint',
  'long',
  'ulong',
  'decimal',
  'double',
  'float',
  'text',
  'char',
  'chars',
  'guid',
  'bytes',
  'datetime',
  'instant',
  'time',
  'date',
  'any',
];

describe('sameCell', () => {
  const same: [Cell, Cell][] = [
    [null, null],
    [true, true],
    [0, 0],
    [0, -0],
    [5, 5n],
    [5n, 5],
    [2n ** 60n, 2n ** 60n],
    [2 ** 60, 2n ** 60n],
    ['', ''],
    ['ä', 'ä'],
    [Number.NaN, Number.NaN],
    [bytes(), bytes()],
    [bytes(1, 2, 255), bytes(1, 2, 255)],
  ];
  it.each(same)('R-1 %o and %o are the same', (a, b) => {
    expect(sameCell(a, b)).toBe(true);
  });

  const other: [Cell, Cell][] = [
    [null, ''],
    [null, 0],
    [null, false],
    [null, bytes()],
    [0, false],
    [1, true],
    [1, '1'],
    [1n, '1'],
    [1.5, 1n],
    [1n, 1.5],
    [Number.NaN, 0],
    [1n, Number.NaN],
    [Number.POSITIVE_INFINITY, 1n],
    [2 ** 53, 2n ** 53n + 1n],
    ['a', 'A'],
    ['ä', 'a\u0308'],
    [' a', 'a'],
    [bytes(1, 2), bytes(1, 3)],
    [bytes(1, 2), bytes(1)],
    [bytes(1), bytes(1, 2)],
    [bytes(49), '1'],
  ];
  it.each(other)('R-1 %o and %o are not', (a, b) => {
    expect(sameCell(a, b)).toBe(false);
    expect(sameCell(b, a)).toBe(false);
  });

  it('R-1 every cell is the same as a copy of it, and sameness has no direction', () => {
    const cell = fc.oneof(...knownTypes.map(cellOfType));
    fc.assert(
      fc.property(cell, cell, (a, b) => {
        expect(sameCell(a, structuredClone(a))).toBe(true);
        expect(sameCell(a, b)).toBe(sameCell(b, a));
      }),
    );
  });
});

describe('sameValue', () => {
  const alike: [CellType, Cell, Cell][] = [
    ['decimal', '1.10', '1.1'],
    ['decimal', '1e2', '100'],
    ['decimal', 1.5, '1.50'],
    ['decimal', 5n, '5.0'],
    ['decimal', '-0.0', '0'],
    ['bool', true, 1],
    ['bool', true, '1'],
    ['bool', 'true', 'True'],
    ['bool', false, 0],
    ['bool', 'False', '0'],
    ['bool', 'false', false],
    ['bool', 'maybe', 'maybe'],
    ['guid', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
    ['datetime', '2026-06-15 14:30:00', '2026-06-15T14:30:00'],
    ['datetime', '2026-06-15T14:30', '2026-06-15 14:30:00.000'],
    ['datetime', '2026-06-15', '2026-06-15T00:00:00'],
    ['datetime', '2026-06-15T14:30:00.1200', '2026-06-15T14:30:00.12'],
    ['instant', '2026-06-15T14:30:00Z', '2026-06-15 14:30:00.0+00:00'],
    ['instant', '2026-06-15T14:30+02:00', '2026-06-15T14:30:00.00+02:00'],
    ['instant', '2026-06-15T14:30-11:30', '2026-06-15 14:30:00-11:30'],
    ['time', '14:30', '14:30:00.000'],
    ['time', '-1.02:03:04.50', '-1.02:03:04.5'],
    ['time', '1.02:03', '1.02:03:00'],
    ['any', 'x', 'x'],
    ['int', 5, 5n],
  ];
  it.each(alike)('R-2 in a column of %s %o means %o', (type, a, b) => {
    expect(sameValue(type, a, b)).toBe(true);
    expect(sameValue(type, b, a)).toBe(true);
  });

  const different: [CellType, Cell, Cell][] = [
    ['decimal', '1.10', '1.01'],
    ['decimal', null, '0'],
    ['decimal', 'a', 'b'],
    ['decimal', '', '0'],
    ['bool', true, false],
    ['bool', null, false],
    ['bool', 2, 3],
    ['bool', 'maybe', 'later'],
    ['bool', 'maybe', true],
    ['guid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'],
    ['text', 'a', 'A'],
    ['text', '1.10', '1.1'],
    ['text', '2026-06-15 14:30', '2026-06-15T14:30'],
    ['date', '2026-06-15', '2026-06-15T00:00:00'],
    ['datetime', '2026-06-15T14:30:00', '2026-06-15T14:30:01'],
    ['datetime', '2026-06-15T14:30:00.1', '2026-06-15T14:30:00.01'],
    ['datetime', '2026-06-15T14:30:00', 1_781_500_000],
    ['instant', '2026-06-15T14:30:00+02:00', '2026-06-15T12:30:00Z'],
    ['instant', '2026-06-15T14:30:00+02:00', '2026-06-15T14:30:00-02:00'],
    ['time', '14:30', '-14:30'],
    ['time', '1.00:00:00', '10:00:00'],
    ['time', '10:00:00', '01:00:00'],
    ['any', '1.10', '1.1'],
    ['int', 5, '5'],
  ];
  it.each(different)('R-2 in a column of %s %o is another value than %o', (type, a, b) => {
    expect(sameValue(type, a, b)).toBe(false);
    expect(sameValue(type, b, a)).toBe(false);
  });

  it.each(everyType)('R-2 P3 in a column of %s null is like nothing but null', (type) => {
    expect(sameValue(type, null, null)).toBe(true);
    for (const cell of [0, false, '', '0', 'null', new Uint8Array(), 0n]) {
      expect(sameValue(type, null, cell)).toBe(false);
      expect(sameValue(type, cell, null)).toBe(false);
    }
  });
});

describe('sameRow', () => {
  const columns: { type: CellType; noise?: boolean }[] = [
    { type: 'text' },
    { type: 'decimal' },
    { type: 'text', noise: true },
  ];
  const cases: [Cell[], Cell[], boolean][] = [
    [['a', '1', 'x'], ['a', '1', 'y'], true],
    [['a', '1.10'], ['a', '1.1'], true],
    [['a', '1.10'], ['a', '1.2'], false],
    [['a', '1'], ['b', '1'], false],
    [['a'], ['a', null], true],
    [['a', null], ['a'], true],
    [['a'], ['a', '0'], false],
  ];
  it.each(cases)('R-3 CF-12 the rows %j and %j: equal %j', (a, b, equal) => {
    expect(sameRow(columns, a, b)).toBe(equal);
  });
});

describe('cellOf', () => {
  it('R-4 P3 tells absent from null', () => {
    expect(cellOf({ a: null }, 'a')).toBeNull();
    expect(cellOf({ a: null }, 'b')).toBeUndefined();
    expect(cellOf(null, 'a')).toBeUndefined();
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('R-4 knows a column called %s', (name) => {
    expect(cellOf({ a: 1 }, name)).toBeUndefined();
    expect(cellOf(Object.fromEntries([[name, 'x']]), name)).toBe('x');
  });
});

describe('the JSON form', () => {
  it.each(knownTypes)('R-5 SF-09 a cell of %s comes back as it was', (type) => {
    fc.assert(
      fc.property(cellOfType(type), (cell) => {
        const back = cellFromJson(JSON.parse(JSON.stringify(cellToJson(cell))) as JsonCell, type);
        expect(sameCell(back, cell)).toBe(true);
        expect(typeof back).toBe(typeof cell);
      }),
    );
  });

  it('R-5 a record keeps its columns, null and absent apart', () => {
    const { text, long, bytes: blob } = cellsOf;
    if (!text || !long || !blob) throw new Error('no arbitrary');
    const record = fc.record({ text, long, bytes: blob, none: fc.constant(null) }, { requiredKeys: ['none'] });
    fc.assert(
      fc.property(record, (cells) => {
        const json = JSON.parse(JSON.stringify(recordToJson(cells))) as Record<string, JsonCell>;
        expect(Object.keys(json).toSorted()).toEqual(Object.keys(cells).toSorted());
        for (const name of ['text', 'long', 'bytes'] as const) {
          const cell = cells[name];
          if (cell !== undefined) expect(sameCell(cellFromJson(json[name] ?? null, name), cell)).toBe(true);
        }
        expect(json['none']).toBeNull();
      }),
    );
  });

  const forms: [Cell, JsonCell][] = [
    [null, null],
    ['', ''],
    [5n, 5],
    [-5n, -5],
    [9007199254740991n, 9007199254740991],
    [-9007199254740991n, -9007199254740991],
    [9007199254740992n, '9007199254740992'],
    [-9007199254740992n, '-9007199254740992'],
    [bytes(1, 2), { base64: 'AQI=' }],
    [1.5, 1.5],
    [true, true],
  ];
  it.each(forms)('R-5 CL-03 writes %o as %o', (cell, json) => {
    expect(cellToJson(cell)).toEqual(json);
  });

  it.each(everyType)('R-5 reads the text 12 in a column of %s as an integer only there', (type) => {
    expect(cellFromJson('12', type)).toBe(isInteger(type) ? 12 : '12');
    expect(cellFromJson('twelve', type)).toBe('twelve');
  });

  it('R-5 names eight types of whole numbers', () => {
    expect(everyType.filter(isInteger)).toEqual(['byte', 'sbyte', 'short', 'ushort', 'int', 'uint', 'long', 'ulong']);
  });
});

describe('integerFromText', () => {
  const spelled: [string, number | bigint][] = [
    ['0', 0],
    ['-0', 0],
    ['+7', 7],
    ['007', 7],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['-9007199254740991', -9007199254740991],
    ['-9007199254740992', -9007199254740992n],
    ['18446744073709551615', 18446744073709551615n],
  ];
  it.each(spelled)('R-6 W-41 %j spells an integer', (text, value) => {
    expect(integerFromText(text)).toBe(value);
  });

  it.each(['', ' ', '1 ', '1.0', '1e3', '0x10', '--1', '+', '１２', '1_000', 'NaN'])('R-6 %j spells none', (text) => {
    expect(integerFromText(text)).toBeNull();
  });

  it('R-6 spells back every integer', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        const read = integerFromText(value.toString());
        expect(String(read)).toBe(value.toString());
        expect(typeof read).toBe(Number.isSafeInteger(Number(value)) ? 'number' : 'bigint');
      }),
    );
  });
});
