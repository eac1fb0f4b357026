// The codec against recorded traffic: every body decodes and comes out byte for byte, every hash is right.

import { describe, expect, it } from 'vitest';
import { parseExact } from '../../../main/wire/exact-json.ts';
import { bodyHash } from '../../../main/wire/hash.ts';
import { parseJson } from '../../../main/wire/json.ts';
import { writeStockJson } from '../../../main/wire/stock-json.ts';
import { exchangesOf, vectorFiles } from './vectors.ts';

describe('recorded bodies', () => {
  it('are all there', () => {
    expect(vectorFiles).toHaveLength(23);
  });

  it.each(vectorFiles)('W-41 W-42 %s: decode and encode byte for byte', (file) => {
    for (const { request, response } of exchangesOf(file)) {
      expect(writeStockJson(parseJson(request.body))).toBe(request.body);
      expect(writeStockJson(parseJson(response.body))).toBe(response.body);
    }
  });

  it.each(vectorFiles)('W-41 %s: both parsers read the same', (file) => {
    for (const { request, response } of exchangesOf(file)) {
      expect(parseJson(request.body)).toEqual(parseExact(request.body));
      expect(parseJson(response.body)).toEqual(parseExact(response.body));
    }
  });

  it.each(vectorFiles)('W-16 %s: the recorded hashes are those of the bodies', (file) => {
    for (const { request, response, status } of exchangesOf(file)) {
      expect(bodyHash(request.body)).toBe(request.headers['dotmim-sync-hash']);
      if (status === 200) expect(bodyHash(Buffer.from(response.body))).toBe(response.headers['dotmim-sync-hash']);
    }
  });
});
