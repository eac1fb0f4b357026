// What is written to take a waiting change back, and to take that back.

import { expect, it } from 'vitest';
import { revertedRow, unrevertedRow, waitingOperation } from '../../../main/sync/revert.ts';
import type { Column } from '../../../main/sync/schema.ts';
import { column } from '../../support/schemas.ts';

const columns: readonly Column[] = [column('id', 'int'), column('name', 'text'), column('amount', 'decimal')];
const base = { id: 1, name: 'a', amount: '1.50' };
const present = { id: 1, name: 'b', amount: '2' };

it('R-140 an entry that is gone is a delete, one without a base an insert, any other an update', () => {
  const kinds = [waitingOperation(true, true), waitingOperation(true, false), waitingOperation(false, false)];
  expect(kinds).toEqual(['delete', 'delete', 'insert']);
  expect(waitingOperation(false, true)).toBe('update');
});

it('R-141 an insert is removed, a delete comes back whole, an update gives back the columns that were chosen', () => {
  expect(revertedRow({ operation: 'insert', base: null, columns: null })).toBeNull();
  expect(revertedRow({ operation: 'delete', base, columns: null })).toEqual(base);
  expect(revertedRow({ operation: 'delete', base: null, columns: null })).toBeNull();
  expect(revertedRow({ operation: 'update', base, columns: ['amount'] })).toEqual({ amount: '1.50' });
  expect(revertedRow({ operation: 'update', base, columns: ['gone', 'constructor'] })).toEqual({});
});

it('R-143 an undo writes what was taken back, where it still stands as the revert left it', () => {
  const update = {
    operation: 'update',
    columns: ['amount'],
    before: present,
    after: { ...present, amount: '1.50' },
  } as const;
  expect(unrevertedRow(columns, update, { id: 1, name: 'else', amount: '1.5' })).toEqual({ row: { amount: '2' } });
  expect(unrevertedRow(columns, update, { id: 1, name: 'b', amount: '3' })).toBe('stale');
  expect(unrevertedRow(columns, update, null)).toBe('stale');
  const insert = { operation: 'insert', columns: null, before: present, after: null } as const;
  expect(unrevertedRow(columns, insert, null)).toEqual({ row: present });
  expect(unrevertedRow(columns, insert, present)).toBe('stale');
  const remove = { operation: 'delete', columns: null, before: null, after: base } as const;
  expect(unrevertedRow(columns, remove, base)).toEqual({ row: null });
  expect(unrevertedRow(columns, remove, present)).toBe('stale');
});
