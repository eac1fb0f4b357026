// Enum numbers, type codes and numbers without rounding.

import { describe, expect, it } from 'vitest';
import type { Direction } from '../../../main/sync/schema.ts';
import type { HubOperation, Policy, SyncType } from '../../../main/sync/scope.ts';
import {
  directionFromWire,
  directionToWire,
  kindFromWire,
  kindToWire,
  operationFromWire,
  operationToWire,
  policyFromWire,
  policyToWire,
  syncTypeFromWire,
  syncTypeToWire,
} from '../../../main/wire/enums.ts';
import { JsonNumber } from '../../../main/wire/json-value.ts';
import { toBigInt } from '../../../main/wire/numbers.ts';
import { codeOf, databaseTypeOf, knownDatabaseType, typeFromCode } from '../../../main/wire/types.ts';
import { cellTypes } from './tables.ts';

describe('enums', () => {
  it.each<readonly [HubOperation, number]>([
    ['normal', 0],
    ['reinitialize', 1],
    ['reinitialize-with-upload', 2],
    ['drop-all-and-sync', 4],
    ['drop-all-and-exit', 8],
    ['deprovision-and-sync', 16],
    ['abort', 32],
  ])('W-121 operation %s is %i', (word, number) => {
    expect(operationToWire(word)).toBe(number);
    expect(operationFromWire(number)).toBe(word);
  });

  it.each([3, 64, -1])('W-70 operation %i is unknown', (number) => {
    expect(() => operationFromWire(number)).toThrow(expect.objectContaining({ code: 'hub-operation-unknown' }));
  });

  it.each<readonly [Direction, 0 | 2 | 4 | 8]>([
    ['both', 0],
    ['download-only', 2],
    ['upload-only', 4],
    ['none', 8],
  ])('W-209 direction %s is %i', (word, number) => {
    expect(directionToWire(word)).toBe(number);
    expect(directionFromWire(number)).toBe(word);
  });

  it.each<readonly [SyncType, 0 | 1 | 2]>([
    ['normal', 0],
    ['reinitialize', 1],
    ['reinitialize-with-upload', 2],
  ])('§7 sync type %s is %i', (word, number) => {
    expect(syncTypeToWire(word)).toBe(number);
    expect(syncTypeFromWire(number)).toBe(word);
  });

  it.each<readonly [Policy, 0 | 1]>([
    ['server-wins', 0],
    ['client-wins', 1],
  ])('§7 policy %s is %i', (word, number) => {
    expect(policyToWire(word)).toBe(number);
    expect(policyFromWire(number)).toBe(word);
  });

  it('W-34 what is left out is normal, and server wins', () => {
    expect(syncTypeFromWire(undefined)).toBe('normal');
    expect(policyFromWire(undefined)).toBe('server-wins');
  });

  it('W-69 W-71 a row is 16 or 8; a part may not say', () => {
    expect([kindToWire('upsert'), kindToWire('delete')]).toEqual([16, 8]);
    expect([kindFromWire(16), kindFromWire(8), kindFromWire(2), kindFromWire(undefined)]).toEqual([
      'upsert',
      'delete',
      null,
      null,
    ]);
  });
});

describe('types', () => {
  it.each(cellTypes)('W-63 %s has a code of its own', (type) => {
    expect(typeFromCode(codeOf({ type }))).toEqual({ type });
  });

  it('W-63 an unknown code is any and goes back as it came', () => {
    const foreign = typeFromCode('System.Object, mscorlib');
    expect(foreign).toEqual({ type: 'any', foreignType: 'System.Object, mscorlib' });
    expect(codeOf(foreign)).toBe('System.Object, mscorlib');
    expect(codeOf(typeFromCode(undefined))).toBe('-1');
    expect(typeFromCode('constructor').type).toBe('any');
  });

  it('W-63 W-279 database types: known, and Object for the rest', () => {
    expect([databaseTypeOf('int'), databaseTypeOf('text'), databaseTypeOf('datetime')]).toEqual([11, 16, 26]);
    expect(cellTypes.map(databaseTypeOf).map(knownDatabaseType)).toEqual(cellTypes.map(databaseTypeOf));
    expect([24, 99, -1].map(knownDatabaseType)).toEqual([13, 13, 13]);
  });
});

describe('toBigInt', () => {
  it('W-41 W-79 reads every signed 64-bit number', () => {
    expect(toBigInt(5)).toBe(5n);
    expect(toBigInt(1e18)).toBe(10n ** 18n);
    expect(toBigInt(123456789012345680)).toBe(123456789012345680n);
    expect(toBigInt(new JsonNumber('20240925101112123'))).toBe(20240925101112123n);
  });

  it.each([1.5, 1e21, '5', null, true, [], new JsonNumber('1E+02'), new JsonNumber('9223372036854775808'), undefined])(
    'W-41 refuses %s',
    (json) => {
      expect(() => toBigInt(json)).toThrow(RangeError);
    },
  );
});
