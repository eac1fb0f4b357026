// A client's parameters against those of its scope.

import { expect, test } from 'vitest';
import { fitParameters, type FilterParameter } from '../../../main/sync/filter.ts';
import type { Parameter } from '../../../main/sync/scope.ts';

const known: readonly FilterParameter[] = [
  { name: 'no', type: 'int', nullable: false },
  { name: 'Region', type: 'text', nullable: true, default: 'EU' },
  { name: 'since', type: 'date', nullable: true, default: null },
];

const given = (values: Readonly<Record<string, Parameter['value']>>): Parameter[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

test.each([
  [{ no: 1 }, [1, 'EU', null]],
  [{ NO: '1', region: 5 }, [1, '5', null]],
  [{ since: '2026-01-02', no: '7', Region: null }, [7, null, '2026-01-02']],
])('R-26 in the scope’s order and types, defaults filled in: %j', (values, fitted) => {
  expect(fitParameters(known, given(values))).toEqual(
    known.map(({ name }, at) => ({ name, value: fitted[at] ?? null })),
  );
});

test.each([
  [{}, 'no is missing'],
  [{ no: 'x' }, 'no: a whole number is expected'],
  [{ no: null }, 'no: a value is required'],
  [{ no: 1e12 }, 'no: a number from -2147483648 to 2147483647 is expected'],
  [{ no: 1, since: '31.12.2026' }, 'since: a date is expected, such as 2026-06-15'],
  [{ no: 1, NO: 1 }, 'no is given 2 times'],
  [{ no: 1, x: 1 }, 'there is no parameter x; known: no, Region, since'],
])('R-26 what does not fit is refused in words: %j', (values, reason) => {
  expect(() => fitParameters(known, given(values))).toThrow(
    expect.objectContaining({ code: 'parameters-refused', message: expect.stringContaining(reason) as string }),
  );
});
