// Cells by column: what is written, what is read, what is refused.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameCell, sameValue, type Cell, type CellType } from '../../../main/sync/cell.ts';
import { CellMisfit } from '../../../main/wire/cell-misfit.ts';
import { cellReader, cellWriter } from '../../../main/wire/cells.ts';
import { parseJson } from '../../../main/wire/json.ts';
import { cellTypes, column } from './tables.ts';

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);
const write = (type: CellType, cell: Cell, stock: boolean): string => cellWriter(column('a', type), { stock })(cell);
const read = (type: CellType, json: string, stock: boolean): Cell =>
  cellReader(column('a', type), { stock })(parseJson(json));

const g = 'A0EEBC99-9c0b-4ef8-bb6d-6bb9bd380a11';

/** Cells that both kinds of peer get alike: type, cell, JSON. */
const written: readonly (readonly [CellType, Cell, string])[] = [
  ['bool', true, 'true'],
  ['bool', 0, 'false'],
  ['bool', 1, 'true'],
  ['byte', 255, '255'],
  ['int', -2147483648, '-2147483648'],
  ['long', 9223372036854775807n, '9223372036854775807'],
  ['long', 9007199254740991, '9007199254740991'],
  ['ulong', 18446744073709551615n, '18446744073709551615'],
  ['decimal', '12.34', '12.34'],
  ['decimal', '12.10', '"12.10"'],
  ['decimal', '1e3', '1000'],
  ['decimal', 1.5, '1.5'],
  ['decimal', 1e-7, '0.0000001'],
  ['decimal', '-0.5', '-0.5'],
  ['decimal', '123456789012345', '123456789012345'],
  ['decimal', '1234567890123456', '"1234567890123456"'],
  ['decimal', '12345678901234567.1234567890', '"12345678901234567.1234567890"'],
  ['decimal', '79228162514264337593543950335', '"79228162514264337593543950335"'],
  ['decimal', '1000000000000000000000', '1000000000000000000000'],
  ['double', 0.1, '0.1'],
  ['double', 3.4028234663852886e38, '3.4028234663852886e+38'],
  ['double', 9007199254740992, '9.007199254740992e+15'],
  ['double', 5e-324, '5e-324'],
  ['text', 'Zoë 😀 "\\\n', '"Zoë 😀 \\"\\\\\\n"'],
  ['text', '2024-01-31', '"2024-01-31"'],
  ['char', 'y', '"y"'],
  ['guid', g, `"${g.toLowerCase()}"`],
  ['bytes', bytes(0xfb, 0xff, 0x3e), '"+/8+"'],
  ['bytes', bytes(), '""'],
  ['datetime', '2024-05-01 10:00:00', '"2024-05-01 10:00:00"'],
  ['datetime', '2024-02-29T10:00:00.1234567', '"2024-02-29T10:00:00.1234567"'],
  ['instant', '2024-05-01T08:00:00+00:00', '"2024-05-01T08:00:00+00:00"'],
  ['time', '10:11:12.5', '"10:11:12.5"'],
  ['date', '2024-05-01', '"2024-05-01"'],
  ['any', 12, '12'],
  ['any', 'x', '"x"'],
];

describe.each([
  ['a stock peer', true],
  ['a Concord peer', false],
])('cellWriter to %s', (_, stock) => {
  it.each(written)('W-75 §8 %s: %s becomes %s', (type, cell, json) => {
    expect(write(type, cell, stock)).toBe(json);
    expect(sameValue(type, read(type, json, stock), cell)).toBe(true);
  });

  it.each(cellTypes)('W-75 %s: null is null', (type) => {
    expect(write(type, null, stock)).toBe('null');
    expect(read(type, 'null', stock)).toBeNull();
  });

  it.each(cellTypes.filter((type) => type !== 'bytes'))('W-39 %s: NaN, infinities and bytes cannot travel', (type) => {
    for (const cell of [Number.NaN, Infinity, -Infinity, bytes(1)]) {
      expect(() => write(type, cell, stock)).toThrow(CellMisfit);
    }
  });

  it.each(['text', 1, 1n, true])('W-75 bytes: %s cannot travel in a column of bytes', (cell) => {
    expect(() => write('bytes', cell, stock)).toThrow(CellMisfit);
  });

  it('W-280 a view into a larger buffer sends only its own bytes', () => {
    expect(write('bytes', new Uint8Array([9, 1, 2, 9]).subarray(1, 3), stock)).toBe('"AQI="');
  });
});

describe('cellWriter to a stock peer', () => {
  it.each<readonly [CellType, Cell]>([
    ['bool', 2],
    ['bool', 'maybe'],
    ['byte', 256],
    ['byte', -1],
    ['short', 32768],
    ['sbyte', 128],
    ['ushort', 65536],
    ['uint', 4294967296],
    ['ulong', 18446744073709551616n],
    ['int', 2147483648],
    ['int', 1.5],
    ['int', '12a'],
    ['uint', -1],
    ['long', 9223372036854775808n],
    ['ulong', -1n],
    ['long', 1e20],
    ['decimal', '12,50'],
    ['decimal', 'abc'],
    ['decimal', '79228162514264337593543950336'],
    ['decimal', '0.12345678901234567890123456789'],
    ['decimal', '1e400'],
    ['double', 'abc'],
    ['float', 1e39],
    ['float', -3.5e38],
    ['text', 'half \ud800'],
    ['char', ''],
    ['char', 'ab'],
    ['char', '😀'],
    ['chars', 'ab'],
    ['guid', 'abc'],
    ['guid', 5],
    ['datetime', 'yesterday'],
    ['datetime', 20240501],
    ['datetime', '2023-02-29T10:00:00'],
    ['instant', '2024-05-01T10:00:00'],
    ['time', '24:00:00'],
    ['date', '2024-05-01T10:00:00'],
  ])('W-75 %s: %s would become NULL or something else there', (type, cell) => {
    expect(() => write(type, cell, true)).toThrow(CellMisfit);
  });

  it('W-75 names the column and the reason, never the value', () => {
    const misfit = (() => {
      try {
        return write('int', 'secret', true);
      } catch (error) {
        return error;
      }
    })();
    expect(misfit).toMatchObject({ column: 'a', reason: 'is not a whole number', message: 'a: is not a whole number' });
  });

  it.each<readonly [CellType, Cell, string]>([
    ['bool', 'True', 'true'],
    ['int', '12', '12'],
    ['int', true, '1'],
    ['double', '1.50', '1.5'],
    ['double', 9007199254740993n, '9007199254740993'],
    ['text', 5, '"5"'],
    ['text', 9007199254740993n, '"9007199254740993"'],
    ['datetime', '2024-05-01T10:00:00Z', '"2024-05-01T10:00:00"'],
    ['datetime', '2024-05-01 10:00:00.5+05:00', '"2024-05-01 10:00:00.5"'],
    ['time', 366720000000, '366720000000'],
    ['date', '2024-05-01T00:00:00', '"2024-05-01"'],
  ])('W-75 W-288 %s: %s converts and is sent as %s', (type, cell, json) => {
    expect(write(type, cell, true)).toBe(json);
  });
});

describe('cellReader from a stock peer', () => {
  it.each<readonly [CellType, string, Cell]>([
    ['bool', '0', false],
    ['bool', '1', true],
    ['bool', '"true"', true],
    ['bool', '"0"', false],
    ['bool', '"False"', false],
    ['int', '5', 5],
    ['int', '5.0', 5],
    ['int', '1E+02', 100],
    ['int', '"12"', 12],
    ['int', 'true', 1],
    ['long', '9223372036854775807', 9223372036854775807n],
    ['long', '-9223372036854775808', -9223372036854775808n],
    ['long', '123456789012345680', 123456789012345680n],
    ['long', '"20240925101112123"', 20240925101112123n],
    ['decimal', '1234567890123460000000000000', '1234567890123460000000000000'],
    ['decimal', '1.10', '1.10'],
    ['decimal', '1.1', '1.1'],
    ['decimal', '1E-07', '0.0000001'],
    ['decimal', '"12345678901234567.1234567890"', '12345678901234567.1234567890'],
    ['double', '3.4028235E+38', 3.4028235e38],
    ['double', '-1.7976931348623157E+308', -Number.MAX_VALUE],
    ['double', '"1.5"', 1.5],
    ['text', '"2024-01-31"', '2024-01-31'],
    ['text', '"2024-05-01T10:00:00Z"', '2024-05-01T10:00:00Z'],
    ['text', '1.10', '1.10'],
    ['char', '""', ''],
    ['guid', `"${g}"`, g.toLowerCase()],
    ['bytes', '"+/8+"', bytes(0xfb, 0xff, 0x3e)],
    ['datetime', '"2024-05-01T10:00:00+05:00"', '2024-05-01T10:00:00'],
    ['datetime', '"2024-05-01 10:00:00"', '2024-05-01 10:00:00'],
    ['datetime', '"9999-12-31T23:59:59.999999"', '9999-12-31T23:59:59.999999'],
    ['instant', '"0001-01-02T10:11:12-03:00"', '0001-01-02T10:11:12-03:00'],
    ['time', '"23:59:59.9999990"', '23:59:59.9999990'],
    ['time', '366720000000', '10:11:12'],
    ['date', '"2024-05-01T00:00:00"', '2024-05-01'],
    ['any', '9007199254740993', 9007199254740993n],
    ['any', '1E+02', 100],
    ['any', '12345678901234567.1234567890', '12345678901234567.1234567890'],
    ['any', '"x"', 'x'],
    ['any', 'true', true],
  ])('W-41 W-279 %s: %s is read as %s', (type, json, cell) => {
    expect(read(type, json, true)).toEqual(cell);
  });

  it.each<readonly [CellType, string]>([
    ['bool', '2'],
    ['bool', '"yes"'],
    ['int', '1.5'],
    ['int', '"abc"'],
    ['int', '2147483648'],
    ['int', '1e400'],
    ['short', '40000'],
    ['ulong', '-1'],
    ['decimal', '"abc"'],
    ['decimal', 'true'],
    ['double', '"NaN"'],
    ['double', '1e400'],
    ['text', 'true'],
    ['guid', '"abc"'],
    ['bytes', '"abc"'],
    ['bytes', '"ab=c"'],
    ['bytes', '5'],
    ['datetime', '"soon"'],
    ['instant', '5'],
    ['time', '"soon"'],
    ['time', '1.5'],
    ['date', '"2024-05-01T10:00:00"'],
  ])('W-262 %s: %s cannot be', (type, json) => {
    expect(() => read(type, json, true)).toThrow(CellMisfit);
  });
});

describe.each([true, false])('cellReader (stock: %s)', (stock) => {
  it.each(cellTypes)('W-262 %s: neither lists nor objects are cells', (type) => {
    for (const json of ['[]', '{}', '[1]', '{"__proto__":1}']) {
      expect(() => read(type, json, stock)).toThrow(CellMisfit);
    }
  });
});

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const storedNumbers = fc.oneof(finite, fc.maxSafeInteger(), fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n).map(smallest));
const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,20})(\.\d{1,7})?$/);
const day = fc.date({
  min: new Date('0001-01-02T00:00:00Z'),
  max: new Date('9999-12-30T00:00:00Z'),
  noInvalidDate: true,
});
const wallClock = day.map((date) => date.toISOString().slice(0, 23));

function smallest(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

function integers(bits: bigint, signed: boolean): fc.Arbitrary<Cell> {
  const [min, max] = signed ? [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] : [0n, 2n ** bits - 1n];
  return fc.bigInt(min, max).map(smallest);
}

/** Cells that are at home in a column of the type, for either peer. */
const native: Readonly<Record<CellType, fc.Arbitrary<Cell>>> = {
  bool: fc.boolean(),
  byte: integers(8n, false),
  sbyte: integers(8n, true),
  short: integers(16n, true),
  ushort: integers(16n, false),
  int: integers(32n, true),
  uint: integers(32n, false),
  long: integers(64n, true),
  ulong: integers(64n, false),
  decimal: digits,
  double: finite,
  float: fc.float({ noNaN: true, noDefaultInfinity: true }),
  text: fc.string({ unit: 'grapheme' }),
  char: fc.stringMatching(/^[!-~]$/),
  chars: fc.stringMatching(/^[!-~]$/),
  guid: fc.uuid(),
  bytes: fc.uint8Array(),
  datetime: wallClock,
  instant: wallClock.map((text) => `${text}+02:00`),
  time: fc.stringMatching(/^-?(\d{1,3}\.)?[01]\d:[0-5]\d:[0-5]\d(\.\d{7})?$/),
  date: wallClock.map((text) => text.slice(0, 10)),
  any: fc.oneof(anyText, storedNumbers),
};

describe('round trips', () => {
  it.each(cellTypes)('W-41 W-75 %s: a cell at home in its column comes back the same from either peer', (type) => {
    fc.assert(
      fc.property(native[type], fc.boolean(), (cell, stock) => {
        const wellFormed = typeof cell !== 'string' || cell.isWellFormed();
        const back = read(type, write(type, cell, stock && wellFormed), stock);
        expect(sameValue(type, back, cell)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it.each(cellTypes.filter((type) => type !== 'bytes'))(
    'W-288 %s: any text or number comes back the same between Concord peers',
    (type) => {
      fc.assert(
        fc.property(fc.oneof(anyText, digits, wallClock, fc.uuid(), storedNumbers), (cell) => {
          const back = read(type, write(type, cell, false), false);
          const exact = !(type === 'decimal' || type === 'guid' || type === 'bool');
          expect(exact ? sameCell(back, cell) : sameValue(type, back, cell)).toBe(true);
        }),
        { numRuns: 500 },
      );
    },
  );

  it('W-280 a decimal too small for a double travels as text', () => {
    const plain = `0.${'0'.repeat(319)}12345`;
    expect(write('decimal', '1.2345e-320', false)).toBe(`"${plain}"`);
    expect(read('decimal', `"${plain}"`, false)).toBe(plain);
  });

  it('W-41 a float beyond 2^53 comes back as a float, a whole number as a whole number', () => {
    expect(read('any', write('any', 1e16, false), false)).toBe(1e16);
    expect(read('any', write('any', 10n ** 16n, false), false)).toBe(10n ** 16n);
  });
});
