// Decimals as text.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDecimal, normalDecimal, plainDecimal, sameDecimal, significantDigits } from '../../../main/sync/decimal.ts';

/** Spelling, plain notation, normal form, significant digits. */
const numbers: [string, string, string, number][] = [
  ['0', '0', '0', 0],
  ['-0', '0', '0', 0],
  ['0.000', '0.000', '0', 0],
  ['-0.00', '0.00', '0', 0],
  ['7', '7', '7', 1],
  ['+7', '7', '7', 1],
  ['007', '7', '7', 1],
  ['100', '100', '100', 1],
  ['-100.00', '-100.00', '-100', 1],
  ['12.10', '12.10', '12.1', 3],
  ['.5', '0.5', '0.5', 1],
  ['5.', '5', '5', 1],
  ['-.5', '-0.5', '-0.5', 1],
  ['0.0012', '0.0012', '0.0012', 2],
  ['10.01', '10.01', '10.01', 4],
  ['1.5e3', '1500', '1500', 2],
  ['1.5E+3', '1500', '1500', 2],
  ['15e-1', '1.5', '1.5', 2],
  ['1e-3', '0.001', '0.001', 1],
  ['120e-1', '12.0', '12', 2],
  [' 12.5 ', '12.5', '12.5', 3],
  ['79228162514264337593543950335', '79228162514264337593543950335', '79228162514264337593543950335', 29],
  ['1e400', `1${'0'.repeat(400)}`, `1${'0'.repeat(400)}`, 1],
  ['1e-400', `0.${'0'.repeat(399)}1`, `0.${'0'.repeat(399)}1`, 1],
];

const noNumbers = ['', ' ', '.', '-', '+', 'e3', '.e3', '1e', '1e1.5', '12,50', '1.2.3', '1 000', '0x10', '--1', 'NaN'];

describe('decimals', () => {
  it.each(numbers)('R-7 %j is %s in plain notation and %s in normal form', (text, plain, normal) => {
    expect(isDecimal(text)).toBe(true);
    expect(plainDecimal(text)).toBe(plain);
    expect(normalDecimal(text)).toBe(normal);
    expect(sameDecimal(text, normal)).toBe(true);
  });

  it.each([...noNumbers, 'Infinity', '1e401', '1e-401'])('R-7 L25 %j spells no decimal', (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(plainDecimal(text)).toBeNull();
    expect(normalDecimal(text)).toBeNull();
    expect(sameDecimal(text, text)).toBe(false);
    expect(sameDecimal(text, '0')).toBe(false);
  });

  it.each([
    ['1.10', '1.01'],
    ['1', '-1'],
    ['100', '10'],
    ['0.1', '0.01'],
    ['9007199254740992.1', '9007199254740992.2'],
    ['0.1', '0.10000000000000001'],
  ])('R-7 %s and %s are two numbers', (a, b) => {
    expect(sameDecimal(a, b)).toBe(false);
  });

  it.each(numbers)('R-8 W-280 the digits of %j that count', (text, _plain, _normal, digits) => {
    expect(significantDigits(text)).toBe(digits);
  });

  it('R-8 what is no number has no digits', () => {
    expect(significantDigits('12,50')).toBe(0);
  });

  it('R-7 every spelling of digits and exponent is the number that exact arithmetic gives', () => {
    const spelling = fc.record({
      digits: fc.bigInt(-(10n ** 30n), 10n ** 30n),
      exponent: fc.integer({ min: -40, max: 40 }),
    });
    const exact = (digits: bigint, exponent: number): bigint => digits * 10n ** BigInt(exponent + 40);
    const scaled = (plain: string): bigint => {
      const [whole = '', fraction = ''] = plain.split('.');
      return BigInt(whole + fraction) * 10n ** BigInt(40 - fraction.length);
    };
    fc.assert(
      fc.property(spelling, ({ digits, exponent }) => {
        const plain = plainDecimal(`${digits}e${exponent}`) ?? '';
        expect(plain).toMatch(/^-?(0|[1-9]\d*)(\.\d+)?$/);
        expect(scaled(plain)).toBe(exact(digits, exponent));
      }),
    );
  });

  it('R-7 zeros around a number, and nothing else, leave it the same', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(9999), fc.nat(5), (whole, fraction, zeros) => {
        const text = `${whole}.${fraction}`;
        expect(sameDecimal(text, `${'0'.repeat(zeros)}${text}${'0'.repeat(zeros)}`)).toBe(true);
        expect(sameDecimal(text, `${text}1`)).toBe(false);
      }),
    );
  });
});
