// The rows of the changes are found by their place, whatever is folded (PD-01, law 6).

import { expect, test } from 'vitest';
import { rowsOf } from '../../../../renderer/changes/rows.ts';
import type { Counts } from '../../../../renderer/changes/use-changes.ts';

const group = (reason: 'next' | 'conflict' | 'parked', records: number): Counts['groups'][number] => ({
  reason,
  records,
  changes: records,
  behind: [],
  more: false,
});

const counts: Counts = {
  shown: { changes: 6, records: 6 },
  total: { changes: 6, records: 6 },
  groups: [group('next', 3), group('parked', 2), group('conflict', 1)],
  tables: [],
  notAdopted: 0,
  localOnly: 0,
  reverts: [],
};

const told = (folded: readonly ('next' | 'conflict' | 'parked')[]): unknown[] => {
  const rows = rowsOf(counts, new Set(folded));
  return Array.from({ length: rows.count }, (_, at) => {
    const row = rows.row(at);
    return row?.kind === 'group' ? row.group.reason : row?.at;
  });
};

test('a head for each group, then its records by their place in the whole list', () => {
  expect(told([])).toEqual(['next', 0, 1, 2, 'parked', 3, 4, 'conflict', 5]);
  expect(told(['next'])).toEqual(['next', 'parked', 3, 4, 'conflict', 5]);
  expect(told(['next', 'conflict', 'parked'])).toEqual(['next', 'parked', 'conflict']);
});

test('a record is found again, unless its group is folded', () => {
  const rows = rowsOf(counts, new Set(['next']));
  expect([0, 2, 3, 4, 5, 6].map((record) => rows.placeOf(record))).toEqual([null, null, 2, 3, 5, null]);
  expect([rows.headOf('next'), rows.headOf('conflict'), rows.row(6)]).toEqual([0, 4, null]);
});
