// What SQLite would round or change is found before it is written (W-202, SF-09).

import { expect, test } from 'vitest';
import { storeCheck } from '../../../main/hub/stores/sqlite/storable.ts';
import type { Cell, CellType } from '../../../main/sync/cell.ts';
import { column } from '../../support/schemas.ts';

const cases: [CellType, Cell, boolean][] = [
  ['decimal', '123456789012345', true],
  ['decimal', '0.123456789012345', true],
  ['decimal', '1234567890123456.5', false],
  ['decimal', '-9223372036854775808', true],
  ['decimal', '9223372036854775808', false],
  ['decimal', '1000000000000000000000', true],
  ['decimal', '1234567890123456789.000', true],
  ['long', 2n ** 63n - 1n, true],
  ['long', -(2n ** 63n) - 1n, false],
  ['text', 'half \udc00', false],
  ['text', 'whole 😀', true],
  ['any', null, true],
];

test.each(cases)('W-202 %s %s can be stored: %s', (type, cell, fits) => {
  expect(storeCheck([column('c', type)])([cell], null) === null).toBe(fits);
});

test('a cell that stays as stored is not asked', () => {
  expect(storeCheck([column('c', 'long')])([2n ** 70n], [2n ** 70n])).toBeNull();
});
