// Filters as a hub's owner states them: from the configuration to what a store takes, and what is refused (HB-02).

import { describe, expect, test } from 'vitest';
import { filtersOrder } from '../../../main/hub/config/filters-order.ts';
import { readHubConfig } from '../../../main/hub/config/read.ts';
import { checkFilters, type FiltersOrder } from '../../../main/hub/stores/filters.ts';
import { schemaFilters, setupFilters } from '../../../main/wire/filters.ts';
import { column, table } from '../../support/schemas.ts';

const schema = {
  tables: [
    table('orders', [column('id', 'int'), column('region', 'text')], ['id']),
    table('line', [column('id', 'int'), column('order_id', 'int')], ['id']),
    table('file', [column('id', 'int'), column('body', 'bytes')], ['id']),
  ],
  relations: [],
  filters: [],
};

function ordered(scope: object): FiltersOrder | undefined {
  const text = JSON.stringify({ database: 'x', scopes: [{ tables: ['orders', 'line', 'file'], ...scope }] });
  const { config } = readHubConfig({ file: { path: 'hub.json', text }, environment: {}, flags: {} });
  const [found] = config.scopes;
  if (!found) throw new Error('no scope');
  return filtersOrder(found, (name) => ({ name, schema: '' })) ?? undefined;
}

const regional = {
  parameters: { region: { default: 'EU' }, low: { type: 'int', nullable: true } },
  filters: [
    { table: 'orders', where: { region: '@Region' }, condition: '@low is null or id > @low' },
    {
      table: 'line',
      joins: [{ table: 'orders', on: 'orders.id = line.order_id' }],
      where: { 'orders.region': '@region' },
    },
  ],
  leaving: 'stay',
};

describe('HB-02 filters of a scope', () => {
  test('W-66 are read, typed, and told as stock peers tell theirs', () => {
    const filters = checkFilters(ordered(regional), schema);
    expect(filters).toMatchObject({
      leaving: 'stay',
      parameters: [
        { name: 'region', type: 'text', nullable: false, default: 'EU' },
        { name: 'low', type: 'int', nullable: true },
      ],
    });
    expect(setupFilters(filters)).toEqual([
      {
        tn: 'orders',
        j: [],
        cw: ['@low is null or id > @low'],
        p: [
          { n: 'region', tn: 'orders', sn: null, dv: 'EU', ml: 0 },
          { n: 'low', tn: null, sn: null, dt: 11, an: true, ml: 0 },
        ],
        w: [{ tn: 'orders', cn: 'region', pn: 'region' }],
      },
      {
        tn: 'line',
        j: [{ je: 0, tn: 'orders', ltn: 'orders', lcn: 'id', rtn: 'line', rcn: 'order_id' }],
        cw: [],
        p: [{ n: 'region', tn: 'orders', sn: null, dv: 'EU', ml: 0 }],
        w: [{ tn: 'orders', cn: 'region', pn: 'region' }],
      },
    ]);
    expect(schemaFilters(filters)[1]).toEqual({
      t: 'line',
      p: [{ n: 'region', t: 'orders', dv: 'EU', an: false, ml: 0 }],
      w: [{ c: 'region', t: 'orders', p: 'region' }],
      j: [{ je: 0, tbl: 'orders', ltbl: 'orders', lcol: 'id', rtbl: 'line', rcol: 'order_id' }],
      cw: [],
    });
  });

  test.each([
    [{ filters: [{ table: 'nowhere', condition: 'id = 1' }] }, 'nowhere, which is not in the scope'],
    [{ filters: [{ table: 'orders' }] }, 'asks for nothing'],
    [{ filters: [{ table: 'orders', where: { colour: '@x' } }] }, 'has no column colour'],
    [{ filters: [{ table: 'orders', where: { 'line.id': '@x' } }] }, 'line is not among those'],
    [{ filters: [{ table: 'orders', condition: 'line.id = 1' }] }, 'line, which the filter of orders does not join'],
    [{ filters: [{ table: 'file', where: { body: '@x' } }] }, 'holds bytes'],
    [{ filters: [{ table: 'orders', condition: 'id = @x' }] }, 'x needs a type'],
    [{ filters: [{ table: 'orders', condition: 'id = 1; drop table orders' }] }, '“; drop table'],
    [{ filters: [1, 2].map(() => ({ table: 'orders', condition: 'id = 1' })) }, 'has two filters'],
    [{ filters: [{ table: 'orders', condition: 'id = 1' }], parameters: { y: {} } }, 'no filter uses the parameter y'],
    [{ parameters: { y: {} } }, 'no filter uses them'],
    [
      { filters: [{ table: 'orders', where: { id: '@x' } }], parameters: { x: { default: 'many' } } },
      'x: a whole number is expected',
    ],
    [
      { filters: [{ table: 'line', joins: [{ table: 'orders', on: 'line.id > orders.id' }], condition: 'id = 1' }] },
      'no equation of two columns',
    ],
    [
      { filters: [{ table: 'line', joins: [{ table: 'line', on: 'line.id = line.id' }], condition: 'id = 1' }] },
      'meets the table line twice',
    ],
  ])('what cannot be used is refused in words: %j', (scope, reason) => {
    expect(() => checkFilters(ordered(scope), schema)).toThrow(
      expect.objectContaining({ code: 'filter-invalid', message: expect.stringContaining(reason) as string }),
    );
  });
});
