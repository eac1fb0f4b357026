// The table of keys, and what a person may change in it (AX-01).

import { describe, expect, test } from 'vitest';
import {
  keyLabel,
  keyLines,
  keyPlaces,
  pressedKey,
  readOwnKeys,
  refusalOf,
  stepOf,
  withKey,
} from '../../../../renderer/parts/keys.ts';

describe('the table of keys (AX-01)', () => {
  test.each(keyPlaces)('%s: no key stands twice, and each that can be changed could be chosen', (place) => {
    const lines = keyLines(place, {});
    const keys = lines.flatMap((line) => line.keys);
    expect(keys).toEqual([...new Set(keys)]);
    for (const { step, keys: own, isFixed } of lines)
      if (!isFixed) expect(refusalOf({ place, step, key: own[0] ?? '', own: {} })).toBeNull();
  });

  test.each([
    ['j', 'J'],
    ['Shift+ArrowLeft', 'Shift+←'],
    ['Ctrl+k', 'Ctrl+K'],
    ['Ctrl++', 'Ctrl++'],
    ['+', '+'],
    ['Escape', 'Esc'],
    ['F2', 'F2'],
  ])('%s is shown as %s', (key, shown) => {
    expect(keyLabel(key)).toBe(shown);
  });

  test.each([
    [{ key: 'J', shiftKey: true }, 'j'],
    [{ key: '?', shiftKey: true }, '?'],
    [{ key: 'ArrowLeft', shiftKey: true }, 'Shift+ArrowLeft'],
    [{ key: 'k', metaKey: true }, 'Ctrl+k'],
    [{ key: 'K', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+k'],
    [{ key: 'ArrowLeft', altKey: true }, 'Alt+ArrowLeft'],
    [{ key: 'Shift', shiftKey: true }, null],
  ])('pressed %j is %s', (event, key) => {
    expect(pressedKey({ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...event })).toBe(key);
  });
});

describe('a key of one’s own (AX-01)', () => {
  test('takes the place of the table’s key, on that screen only', () => {
    const own = withKey({}, 'conflicts', 'next', 'n');
    expect(stepOf('conflicts', own, 'n')).toBe('next');
    expect(stepOf('conflicts', own, 'j')).toBeNull();
    expect(stepOf('changes', own, 'j')).toBe('next');
    expect(withKey(own, 'conflicts', 'next', 'j')).toEqual({});
  });

  test.each([
    ['conflicts', 'z', { why: 'clash', step: 'undo' }],
    ['conflicts', 'ArrowUp', { why: 'clash', step: 'columnUp' }],
    ['conflicts', 'Ctrl+m', { why: 'no-letter' }],
    ['conflicts', ' ', { why: 'no-letter' }],
    ['frame', 'm', { why: 'needs-ctrl' }],
    ['frame', 'Ctrl+c', { why: 'taken' }],
    ['frame', 'Ctrl+2', { why: 'clash', step: 'feed' }],
    ['frame', 'Ctrl+m', null],
  ] as const)('%s: %j is refused with %j', (place, key, refusal) => {
    expect(refusalOf({ place, step: place === 'frame' ? 'command' : 'next', key, own: {} })).toEqual(refusal);
  });

  test('what is kept is read again; what clashes, is unknown or broken is as the table says', () => {
    const swapped = { 'conflicts.next': 'k', 'conflicts.previous': 'j' };
    expect(readOwnKeys(JSON.stringify(swapped))).toEqual(swapped);
    const kept = {
      'conflicts.next': 'z',
      'changes.next': 'n',
      'changes.gone': 'g',
      'feed.find': 7,
      'data.new': 'Ctrl+n',
    };
    expect(readOwnKeys(JSON.stringify(kept))).toEqual({ 'changes.next': 'n' });
    expect(readOwnKeys('no JSON')).toEqual({});
    expect(readOwnKeys('null')).toEqual({});
    expect(readOwnKeys(null)).toEqual({});
  });
});
