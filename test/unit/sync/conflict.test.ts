// What a conflict is called and when there is one.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canApply,
  conflictType,
  needsAnswer,
  setAsideType,
  stockConflictType,
  type ChangeKind,
  type ConflictType,
  type OwnEntry,
  type Presence,
} from '../../../main/sync/conflict.ts';

const everyType: readonly ConflictType[] = [
  'local-insert/hub-insert',
  'local-update/hub-update',
  'local-update/hub-delete',
  'local-delete/hub-update',
  'local-delete/hub-delete',
  'local-none/hub-delete',
  'local-none/hub-update',
  'local-update/hub-none',
  'local-delete/hub-none',
];

describe('names', () => {
  it.each([
    ['upsert', 'row', 2],
    ['upsert', 'tombstone', 6],
    ['upsert', 'none', 4],
    ['delete', 'row', 7],
    ['delete', 'tombstone', 3],
    ['delete', 'none', 8],
  ] as [ChangeKind, Presence, number][])('R-10 W-210 %s meets %s: %d', (incoming, own, number) => {
    expect(stockConflictType(incoming, own)).toBe(number);
  });

  it.each([
    ['upsert', 'row', true, 'local-update/hub-update'],
    ['upsert', 'row', false, 'local-insert/hub-insert'],
    ['upsert', 'tombstone', true, 'local-delete/hub-update'],
    ['upsert', 'tombstone', false, 'local-delete/hub-update'],
    ['upsert', 'none', true, 'local-none/hub-update'],
    ['upsert', 'none', false, 'local-none/hub-update'],
    ['delete', 'row', true, 'local-update/hub-delete'],
    ['delete', 'row', false, 'local-update/hub-delete'],
    ['delete', 'tombstone', true, 'local-delete/hub-delete'],
    ['delete', 'tombstone', false, 'local-delete/hub-delete'],
    ['delete', 'none', true, 'local-none/hub-delete'],
    ['delete', 'none', false, 'local-none/hub-delete'],
  ] as [ChangeKind, Presence, boolean, ConflictType][])(
    'R-11 CF-03 hub %s, here %s, base %s: %s',
    (hub, local, hasBase, type) => {
      expect(conflictType(hub, local, hasBase)).toBe(type);
    },
  );

  it.each([
    ['row', 'row', true, 'local-update/hub-update'],
    ['row', 'row', false, 'local-insert/hub-insert'],
    ['row', 'tombstone', true, 'local-delete/hub-update'],
    ['row', 'tombstone', false, 'local-delete/hub-update'],
    ['none', 'row', true, 'local-update/hub-delete'],
    ['none', 'row', false, 'local-update/hub-none'],
    ['none', 'tombstone', true, 'local-delete/hub-delete'],
    ['none', 'tombstone', false, 'local-delete/hub-none'],
    ['tombstone', 'row', true, 'local-update/hub-delete'],
    ['tombstone', 'tombstone', true, 'local-delete/hub-delete'],
  ] as [Presence, Presence, boolean, ConflictType][])(
    'R-12 refilled with %s, set aside a %s, base %s: %s',
    (hub, local, hasBase, type) => {
      expect(setAsideType(hub, local, hasBase)).toBe(type);
    },
  );

  const open = new Set<ConflictType>([
    'local-insert/hub-insert',
    'local-update/hub-update',
    'local-update/hub-delete',
    'local-delete/hub-update',
    'local-update/hub-none',
  ]);
  it.each(everyType)('R-13 CF-03 W-235 does %s need an answer?', (type) => {
    expect(needsAnswer(type)).toBe(open.has(type));
  });
});

describe('canApply', () => {
  const cases: [string, OwnEntry | null, bigint | number | null, boolean][] = [
    ['W-172 no entry', null, 10n, true],
    ['W-172 no entry and no watermark', null, null, true],
    ['W-169 older than the watermark', { owner: null, stamp: 9n }, 10n, true],
    ['W-169 exactly the watermark', { owner: null, stamp: 10n }, 10n, true],
    ['W-169 newer, changed here', { owner: null, stamp: 11n }, 10n, false],
    ['W-169 newer, by a third party', { owner: 'b', stamp: 11n }, 10n, false],
    ['W-170 newer, by the sender', { owner: 'a', stamp: 11n }, 10n, true],
    ['W-170 by the sender, no watermark', { owner: 'a', stamp: 11n }, null, true],
    ['W-169 by a third party, no watermark', { owner: 'b', stamp: 1n }, null, false],
    ['W-171 no owner, no watermark', { owner: null, stamp: 1n }, null, false],
    ['W-171 stamp 0, no watermark', { owner: null, stamp: 0n }, null, false],
    ['W-162 numbers and bigints compare', { owner: null, stamp: 10 }, 10n, true],
    ['W-162 numbers and bigints compare', { owner: null, stamp: 20240925101112124n }, 20240925101112123n, false],
  ];
  it.each(cases)('R-14 %s', (_, entry, watermark, passes) => {
    expect(canApply(entry, 'a', watermark)).toBe(passes);
  });

  it('R-14 W-171 an entry without an owner is nobody’s, whatever the sender is called', () => {
    for (const sender of ['', 'null', 'undefined']) {
      expect(canApply({ owner: null, stamp: 11n }, sender, 10n)).toBe(false);
    }
  });

  it('R-14 a row that passes at a watermark passes at every later one', () => {
    const entry = fc.record({ owner: fc.constantFrom(null, 'a', 'b'), stamp: fc.bigInt(0n, 50n) });
    fc.assert(
      fc.property(entry, fc.bigInt(0n, 50n), fc.bigInt(0n, 50n), (own, watermark, more) => {
        if (canApply(own, 'a', watermark)) expect(canApply(own, 'a', watermark + more)).toBe(true);
        expect(canApply(own, 'a', watermark)).toBe(own.owner === 'a' || own.stamp <= watermark);
      }),
    );
  });
});
