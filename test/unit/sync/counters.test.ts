// What a session counts, and the equations of its books.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeKind } from '../../../main/sync/conflict.ts';
import {
  appliedTotal,
  downloadBalance,
  resolvedConflicts,
  selectedTotal,
  shortDeliveries,
  uploadBalance,
  withoutRows,
  type AppliedCount,
  type SelectedCount,
  type Totals,
} from '../../../main/sync/counters.ts';

const named = (name: string, schema = ''): { name: string; schema: string } => ({ name, schema });
const sent = (name: string, upserts: number, deletes = 0): SelectedCount => ({ table: named(name), upserts, deletes });
const applied = (name: string, kind: ChangeKind, counts: Partial<AppliedCount>): AppliedCount => ({
  table: named(name),
  kind,
  applied: 0,
  resolved: 0,
  failed: 0,
  received: 0,
  cumulative: 0,
  ...counts,
});

const none: Totals = {
  uploaded: 0,
  downloaded: 0,
  appliedHub: 0,
  appliedHere: 0,
  failedHub: 0,
  failedHere: 0,
  resolvedHub: 0,
  resolvedHere: 0,
};

describe('the conflicts of a session', () => {
  it.each([
    ['C1 met on both sides', 1, 1, 1],
    ['C27 met by the hub alone', 1, 0, 1],
    ['C31 met here alone', 0, 4, 4],
    ['three there, three others here', 3, 3, 3],
    ['none', 0, 0, 0],
  ])('R-60 I4 %s', (_, resolvedHub, resolvedHere, conflicts) => {
    expect(resolvedConflicts({ ...none, resolvedHub, resolvedHere })).toBe(conflicts);
  });
});

describe('the download balances', () => {
  it.each([
    ['C1', { downloaded: 1, appliedHere: 1 }, {}, 0],
    ['C25', { downloaded: 1 }, { kept: 1 }, 0],
    ['E2', { downloaded: 2, appliedHere: 1, failedHere: 1 }, {}, 0],
    ['E5, second session', { failedHere: 1 }, { retried: 1 }, 0],
    ['E6, second session', { appliedHere: 1 }, { retried: 1 }, 0],
    ['E7, second session', { downloaded: 1 }, { kept: 1 }, 0],
    ['E8, second session', { downloaded: 1, appliedHere: 1 }, {}, 0],
    ['CG-i1', { downloaded: 3, appliedHere: 2, failedHere: 1 }, {}, 0],
    ['W-179 deletes of a first session', { downloaded: 5, appliedHere: 3 }, { ignored: 2 }, 0],
    ['L5 applied nothing', { downloaded: 2 }, {}, 2],
    ['one row counted twice', { downloaded: 1, appliedHere: 1 }, { kept: 1 }, -1],
    ['the upload has no part in it', { uploaded: 9, appliedHub: 9, resolvedHere: 3, failedHub: 1 }, {}, 0],
  ])('R-61 I2 %s', (_, totals, books, left) => {
    expect(downloadBalance({ ...none, ...totals }, { kept: 0, ignored: 0, retried: 0, ...books })).toBe(left);
  });
});

describe('the upload balances', () => {
  it.each([
    ['C1', { uploaded: 1 }, 1, 0],
    ['C25', { uploaded: 1 }, 1, 0],
    ['C3', { uploaded: 1, appliedHub: 1, resolvedHub: 1 }, 0, 0],
    ['S (a) theirs', { uploaded: 5, appliedHub: 1, failedHub: 1, resolvedHub: 4 }, 3, 0],
    ['S (a) mine', { uploaded: 5, appliedHub: 2, failedHub: 1, resolvedHub: 4 }, 2, 0],
    ['S (b)', { uploaded: 5, failedHub: 1, resolvedHub: 4 }, 4, 0],
    ['L1 one part dropped', { uploaded: 10, appliedHub: 9 }, 0, 1],
    ['L1 two parts dropped', { uploaded: 3, appliedHub: 1 }, 0, 2],
    ['L1 one large table', { uploaded: 4001, appliedHub: 295 }, 0, 3706],
    ['the download has no part in it', { downloaded: 9, appliedHere: 8, failedHere: 1 }, 0, 0],
  ])('R-62 I1 %s', (_, totals, kept, left) => {
    expect(uploadBalance({ ...none, ...totals }, kept)).toBe(left);
  });
});

describe('short deliveries', () => {
  const cases: [string, SelectedCount[], AppliedCount[], string[]][] = [
    ['all applied', [sent('a', 3)], [applied('a', 'upsert', { applied: 3, received: 3 })], []],
    ['nothing sent, nothing told', [], [], []],
    ['nothing sent of a table', [sent('a', 0)], [], []],
    [
      'failed rows are accounted for',
      [sent('a', 3)],
      [applied('a', 'upsert', { applied: 1, failed: 2, received: 3 })],
      [],
    ],
    [
      'kept rows are accounted for',
      [sent('a', 3)],
      [applied('a', 'upsert', { applied: 1, resolved: 2, received: 3 })],
      [],
    ],
    [
      'a forced conflict counts twice',
      [sent('a', 1)],
      [applied('a', 'upsert', { applied: 1, resolved: 1, received: 1 })],
      [],
    ],
    ['H40 a repeated part counts twice', [sent('a', 10)], [applied('a', 'upsert', { applied: 20, received: 20 })], []],
    ['a hub that does not tell what it received', [sent('a', 3)], [applied('a', 'upsert', { applied: 3 })], []],
    [
      'upserts and deletes',
      [sent('a', 2, 1)],
      [applied('a', 'upsert', { applied: 2, received: 3 }), applied('a', 'delete', { applied: 1, received: 3 })],
      [],
    ],
    ['the deletes are missing', [sent('a', 2, 1)], [applied('a', 'upsert', { applied: 2 })], ['a delete 1 0']],
    ['the upserts are missing', [sent('a', 2, 1)], [applied('a', 'delete', { applied: 1 })], ['a upsert 2 0']],
    [
      'one row is missing',
      [sent('a', 3)],
      [applied('a', 'upsert', { applied: 1, failed: 1, received: 3 })],
      ['a upsert 3 2'],
    ],
    ['nothing is told', [sent('a', 3, 2)], [], ['a upsert 3 0', 'a delete 2 0']],
    [
      'L1 two tables, U10 AS9: the first part was dropped',
      [sent('a', 1), sent('b', 9)],
      [applied('b', 'upsert', { applied: 9, received: 9 })],
      ['a upsert 1 0', 'b upsert 9 9'],
    ],
    [
      'L1 U3 AS1',
      [sent('a', 2), sent('b', 1)],
      [applied('b', 'upsert', { applied: 1, received: 1 })],
      ['a upsert 2 0', 'b upsert 1 1'],
    ],
    [
      'L1 one large table, U4001 AS295',
      [sent('a', 4001)],
      [applied('a', 'upsert', { applied: 295, received: 295 })],
      ['a upsert 4001 295'],
    ],
    [
      'L1 a dropped part hidden by conflicts that count twice',
      [sent('a', 4)],
      [applied('a', 'upsert', { applied: 2, resolved: 2, received: 2 })],
      ['a upsert 4 4'],
    ],
    [
      'a table that was sent whole is told beside one that was not',
      [sent('a', 2), sent('b', 1), sent('c', 0)],
      [applied('a', 'upsert', { applied: 2 }), applied('c', 'upsert', { received: 1 })],
      ['b upsert 1 0'],
    ],
  ];
  it.each(cases)('R-63 W-285 %s', (_, selected, counts, short) => {
    const told = shortDeliveries(selected, counts);
    expect(told.map((item) => `${item.table.name} ${item.kind} ${item.sent} ${item.accounted}`)).toEqual(short);
  });

  it('R-63 R-23 a table of another database schema accounts for nothing', () => {
    const other = { ...applied('a', 'upsert', { applied: 3, received: 3 }), table: named('a', 'dbo') };
    expect(shortDeliveries([sent('a', 3)], [other])).toEqual([
      { table: named('a'), kind: 'upsert', sent: 3, accounted: 0 },
    ]);
  });

  it('R-63 a hub that accounts for every row once is never short', () => {
    const outcome = fc.record({ applied: fc.nat(5), resolved: fc.nat(5), failed: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 4 }), (outcomes) => {
        const rows = outcomes.map((item) => item.applied + item.resolved + item.failed);
        const received = rows.reduce((sum, count) => sum + count, 0);
        const selected = rows.map((count, at) => sent(`t${at}`, count));
        const counts = outcomes.map((item, at) => applied(`t${at}`, 'upsert', { ...item, received }));
        expect(shortDeliveries(selected, counts)).toEqual([]);
        for (const [at, count] of rows.entries()) {
          const fewer = counts.filter((_, index) => index !== at);
          expect(shortDeliveries(selected, fewer)).toHaveLength(count > 0 ? 1 : 0);
        }
      }),
    );
  });
});

describe('rows that were not sent', () => {
  const counts = [sent('a', 3, 2), sent('b', 1)];
  it('R-64 W-75 leave the counts of their table and kind', () => {
    const unsent = [
      { table: named('a'), kind: 'upsert' as const },
      { table: named('a'), kind: 'upsert' as const },
      { table: named('a'), kind: 'delete' as const },
      { table: named('b', 'dbo'), kind: 'upsert' as const },
    ];
    expect(withoutRows(counts, unsent)).toEqual([sent('a', 1, 1), sent('b', 1)]);
  });

  it('R-64 no such row leaves the counts as they are', () => {
    expect(withoutRows(counts, [])).toEqual([sent('a', 3, 2), sent('b', 1)]);
  });
});

describe('totals', () => {
  it('R-65 upserts and deletes are selected rows', () => {
    expect(selectedTotal([sent('a', 3, 2), sent('b', 1), sent('c', 0, 4)])).toBe(10);
    expect(selectedTotal([])).toBe(0);
  });

  it.each([
    ['applied', 11],
    ['resolved', 22],
    ['failed', 33],
  ] as const)('R-65 %s rows of all tables and kinds', (member, total) => {
    const counts = [
      applied('a', 'upsert', { applied: 1, resolved: 2, failed: 3 }),
      applied('a', 'delete', { applied: 10, resolved: 20, failed: 30 }),
    ];
    expect(appliedTotal(counts, member)).toBe(total);
    expect(appliedTotal([], member)).toBe(0);
  });
});
