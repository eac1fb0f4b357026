// The feed's filters in the address, and as the engine is asked (FD-07).

import { describe, expect, it } from 'vitest';
import { callFilter, filterQuery, isFiltered, noFilters, readFilters } from '../../../../renderer/feed/address.ts';

const now = new Date(2026, 5, 15, 10, 46);
const tables = [{ name: 'work_orders', schema: '' }];
const ask = (query: Record<string, string>): unknown => callFilter(readFilters(query), { tables, now });
const midnight = (day: number): string => new Date(2026, 5, day).toISOString();

describe('filters', () => {
  it('come back from the address that they make', () => {
    const query = { scope: 'Field', result: 'failed,cancelled', table: 'work_orders', text: 'disk', period: '7d' };
    expect(filterQuery(readFilters(query))).toEqual(query);
    expect(isFiltered(readFilters(query))).toBe(true);
  });

  it('are none where nothing is set, or nothing that can be read', () => {
    expect(readFilters({ period: 'soon', from: 'yesterday', to: '2026-13-99' })).toEqual(noFilters);
    expect(isFiltered(noFilters)).toBe(false);
    expect(ask({})).toEqual({});
  });

  it('begin and end at midnight here', () => {
    expect(ask({ period: 'today' })).toEqual({ from: midnight(15) });
    expect(ask({ period: '7d' })).toEqual({ from: midnight(9) });
    expect(ask({ from: '2026-06-01', to: '2026-06-02' })).toEqual({ from: midnight(1), to: midnight(3) });
  });

  it('name the table that they mean, and one that is gone all the same', () => {
    expect(ask({ table: 'work_orders', mode: 'first' })).toEqual({ table: tables[0], modes: ['first'] });
    expect(ask({ table: 'gone' })).toEqual({ table: { name: 'gone', schema: '' } });
  });
});
