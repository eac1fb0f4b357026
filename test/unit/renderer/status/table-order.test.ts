// The order of the table of tables, as the address holds it (ST-06).

import { describe, expect, it } from 'vitest';
import { nextOrder, readOrder, sortTables, type TableLine } from '../../../../renderer/status/table-order.ts';

const line = (name: string, rows: number): TableLine => ({
  table: { name, schema: '' },
  status: 'available',
  direction: 'both',
  rows,
  waiting: { changes: 0, records: 0 },
  conflicts: 0,
  errors: 0,
  lastSync: null,
  lastChange: null,
});
const tables = [line('sites', 20), line('customers', 5), line('bookings', 90)];
const names = (order: string | undefined): string[] =>
  sortTables(tables, readOrder(order)).map(({ table }) => table.name);

describe('the order', () => {
  it('is the scope’s own, by name, or by number', () => {
    expect(names(undefined)).toEqual(['sites', 'customers', 'bookings']);
    expect(names('table')).toEqual(['bookings', 'customers', 'sites']);
    expect(names('-rows')).toEqual(['bookings', 'sites', 'customers']);
    expect(names('nonsense')).toEqual(['sites', 'customers', 'bookings']);
  });

  it('goes round with each click: numbers begin with the largest', () => {
    expect(nextOrder(null, 'rows')).toBe('-rows');
    expect(nextOrder(readOrder('-rows'), 'rows')).toBe('rows');
    expect(nextOrder(readOrder('rows'), 'rows')).toBeUndefined();
    expect(nextOrder(readOrder('rows'), 'table')).toBe('table');
    expect(nextOrder(readOrder('table'), 'table')).toBe('-table');
    expect(nextOrder(readOrder('-table'), 'table')).toBeUndefined();
  });
});
