// Hashes and the two recorded bodies of §15.

import { describe, expect, it } from 'vitest';
import { bodyHash, parametersHash, sameHash } from '../../../main/wire/hash.ts';
import { readEnsureScopesRequest, writeEnsureScopesRequest } from '../../../main/wire/messages/ensure-scopes.ts';
import { readGetMoreChangesRequest, writeGetMoreChangesRequest } from '../../../main/wire/messages/more-changes.ts';

const step2 = '{"sc":{"id":"b70957f7-4cb0-4bf7-af57-950aafc9c353","csid":null,"sn":"DefaultScope","stage":11,"pp":0}}';
const step11 =
  '{"sc":{"id":"ca9d808e-659c-4708-99e6-00dd58950f89","csid":"e237f589-ced4-43ea-8cf3-1ade760ddb3e",' +
  '"sn":"DefaultScope","way":1,"stage":3,"pp":0.7500000000000001},"bireq":0}';

describe('bodies of a real client', () => {
  it('W-150 step 2 is written byte for byte and has the recorded hash', () => {
    const body = writeEnsureScopesRequest({
      sc: { id: 'b70957f7-4cb0-4bf7-af57-950aafc9c353', csid: null, sn: 'DefaultScope', stage: 11, pp: 0 },
    });
    expect(body).toBe(step2);
    expect(Buffer.byteLength(body)).toBe(102);
    expect(bodyHash(body)).toBe('Yfut/i9K85PioEn7F6b4UKpFrOu16VjdVLnhm3C56u0=');
    expect(readEnsureScopesRequest(body).sc.stage).toBe(11);
  });

  it('W-151 step 11 keeps a progress of 16 digits and has the recorded hash', () => {
    const body = writeGetMoreChangesRequest(readGetMoreChangesRequest(step11));
    expect(body).toBe(step11);
    expect(Buffer.byteLength(body)).toBe(170);
    expect(bodyHash(body)).toBe('Tmke02LhMi+ohxCpkezgDkjN3QIF3x+qn18Uf/lLToA=');
  });
});

describe('parametersHash', () => {
  it('W-152 is a constant without parameters', () => {
    expect(parametersHash([])).toBe('YRV8q709t1f3m4tvB/5mPNovhlRrBXozaSNIPsvmlC8=');
  });

  it('W-153 hashes name, point and value', () => {
    expect(parametersHash([{ name: 'CustomerID', value: 10 }])).toBe('i6FcP7BqN5nliezobDS2d++BK+TQoaVMQ3ls0Gu5yd0=');
    expect(parametersHash([{ name: 'region', value: 'EU' }])).toBe('iqvNwEmBjgjWzBcOuck8iLgoC3iZwIodgRhNVIuEUG0=');
  });

  it('W-58 orders by name without regard to case first, and joins without a separator', () => {
    const [a, b] = [{ name: 'city', value: 'Bern' } as const, { name: 'Region', value: 7n } as const];
    expect(parametersHash([b, a])).toBe(bodyHash('city.BernRegion.7'));
    expect(parametersHash([a, b])).toBe(parametersHash([b, a]));
  });

  it('W-59 spells values as .NET does', () => {
    const all = [
      { name: 'a', value: null },
      { name: 'b', value: true },
      { name: 'c', value: false },
    ];
    expect(parametersHash(all)).toBe(bodyHash('a.b.Truec.False'));
  });
});

describe('bodyHash', () => {
  it('W-16 takes a text as its UTF-8', () => {
    expect(bodyHash('Zoë 😀')).toBe(bodyHash(new TextEncoder().encode('Zoë 😀')));
  });

  it('W-17 compares hashes without case', () => {
    expect(sameHash('Yfut/i9K', 'yFUT/I9k')).toBe(true);
    expect(sameHash('Yfut/i9K', 'Yfut/i9L')).toBe(false);
  });
});
