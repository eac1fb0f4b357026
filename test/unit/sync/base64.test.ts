// Base64, held against Node's own.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64FromBytes, bytesFromBase64 } from '../../../main/sync/base64.ts';

const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (at * 7 + 3) & 255);

describe('Base64', () => {
  it.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ])('R-9 W-39 writes and reads %j as %j', (text, base64) => {
    expect(base64FromBytes(new TextEncoder().encode(text))).toBe(base64);
    expect(new TextDecoder().decode(bytesFromBase64(base64))).toBe(text);
  });

  it.each([3071, 3072, 3073, 3074, 6144, 10_000])('R-9 writes %d bytes without a seam', (length) => {
    expect(base64FromBytes(pattern(length))).toBe(Buffer.from(pattern(length)).toString('base64'));
  });

  it('R-9 writes and reads as Node does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(base64FromBytes(bytes)).toBe(text);
        expect(bytesFromBase64(text)).toEqual(bytes);
      }),
    );
  });

  it('R-9 reads a part of a larger buffer', () => {
    expect(base64FromBytes(pattern(100).subarray(10, 13))).toBe(
      Buffer.from(pattern(100).slice(10, 13)).toString('base64'),
    );
  });

  it.each([
    'A',
    'AB',
    'ABC',
    'ABCDE',
    '=',
    '==',
    '====',
    'A===',
    'AB=C',
    'AB=',
    'ABCD====',
    'AB-_',
    'AB\n=',
    'ABÄ=',
    ' AAA',
    'AAAāAAA',
  ])('R-9 refuses %j', (text) => {
    expect(() => bytesFromBase64(text)).toThrow(new SyntaxError('not a Base64 text'));
  });
});
