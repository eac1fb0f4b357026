// A client's parameters against those of its scope.

import { expect, test } from 'vitest';
import { filtersOfSetup, ownParameters } from '../../../main/sync/filter-setup.ts';
import { fitParameters, type FilterParameter } from '../../../main/sync/filter.ts';
import type { Parameter } from '../../../main/sync/scope.ts';
import { column, table } from '../../support/schemas.ts';

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

const at = (name: string, columns: readonly string[]) =>
  table(
    name,
    columns.map((item) => column(item, 'text')),
    ['id'],
  );
const schema = { tables: [at('orders', ['id', 'region']), at('line', ['id', 'order_id'])], relations: [], filters: [] };

/** As a stock server tells it. */
const join = { je: 1, tn: 'orders', ltn: 'orders', lcn: 'id', rtn: 'line', rcn: 'order_id' };
const wheres = [{ tn: 'orders', cn: 'region', pn: 'region' }];
const parameters = [{ n: 'region', tn: 'orders', sn: null, dv: 'EU', ml: 0 }];

const read = (...filters: readonly object[]) => filtersOfSetup({ setup: { tables: [], filters, affixes: {} }, schema });

test('R-29 a setup’s comparisons and joins are read, its parameters with their defaults', () => {
  const known = read({ tn: 'line', j: [join], cw: [], p: parameters, w: wheres });
  expect(known).toMatchObject({
    unread: [],
    filters: {
      filters: [{ table: { name: 'line' }, joins: [{ own: { column: 'order_id' }, other: { column: 'id' } }] }],
    },
  });
  expect(known && ownParameters(known.filters, [])).toEqual([{ name: 'region', value: 'EU' }]);
  expect(known && ownParameters(known.filters, [{ name: 'REGION', value: 'US' }])).toEqual([
    { name: 'region', value: 'US' },
  ]);
  expect(read()).toBeNull();
});

test.each([
  ['a condition in the server’s own SQL', { tn: 'orders', cw: ['base.region = ANY(@regions)'], w: [], p: [], j: [] }],
  ['several conditions', { tn: 'orders', cw: ['id = 1', 'id = 2'] }],
  ['an outer join', { tn: 'line', j: [{ ...join, je: 3 }], w: wheres, p: parameters }],
  ['a table that is not there', { tn: 'line', j: [{ ...join, tn: 'x', ltn: 'x' }], w: wheres, p: parameters }],
])('R-29 of a table whose filter holds %s nothing is known', (_, filter) => {
  expect(read(filter)).toMatchObject({ unread: [{ name: filter.tn }], filters: { filters: [] } });
});
