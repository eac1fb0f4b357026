// When an arriving cell leaves the stored one as it is (W-288, L24).

import { expect, test } from 'vitest';
import { sameCellOf } from '../../../main/hub/stores/sqlite/same-cell.ts';
import type { Cell, CellType } from '../../../main/sync/cell.ts';
import { column } from '../../support/schemas.ts';

const cases: [CellType, Cell, Cell, boolean][] = [
  ['decimal', '1.5', '1.50', true],
  ['decimal', '12345678901234567', '12345678901234600', true],
  ['decimal', '12345678901234567', '12345678901234500', false],
  ['decimal', '0.1', '0.2', false],
  ['decimal', null, '0', false],
  ['double', 0.1 + 0.2, 0.3, true],
  ['double', 0.3, 0.1 + 0.2, false],
  ['double', 1, 1.0000001, false],
  ['datetime', '2024-05-01', '2024-05-01T00:00:00', true],
  ['datetime', '2024-05-01T10:00:00Z', '2024-05-01 10:00:00', true],
  ['datetime', '2024-05-01T10:00:00+02:00', '2024-05-01T10:00:00', true],
  ['datetime', '2024-05-01 10:00', '2024-05-01T10:00:00.0000000', true],
  ['datetime', '2024-05-01 10:00:00.5', '2024-05-01T10:00:00.5000000', true],
  ['datetime', '2024-05-01 10:00:00', '2024-05-01 10:00:01', false],
  ['datetime', 1714557600, '2024-05-01T10:00:00', false],
  ['time', '10:11', '10:11:00', true],
  ['time', '10:11:12.1', '10:11:12.1000000', true],
  ['time', '10:11:12', '10:11:13', false],
  ['bool', 1, true, true],
  ['bool', false, 1, false],
  ['text', 42, '42', true],
  ['text', '1.10', '1.1', false],
  ['text', '', null, false],
  ['long', 5, 5n, true],
  ['bytes', new Uint8Array([1]), new Uint8Array([1]), true],
  ['bytes', new Uint8Array([1]), new Uint8Array([2]), false],
];

test.each(cases)('W-288 %s: stored %s, arriving %s → the same: %s', (type, stored, incoming, same) => {
  expect(sameCellOf(column('c', type))(stored, incoming)).toBe(same);
});
