// what makes a change that was taken back anew on the record as it stands.

import { describe, expect, test } from 'vitest';
import { madeAnew, type StoredChange } from '../../../main/sync/taken-back.ts';
import type { ComparedColumn } from '../../../main/sync/schema.ts';

const column = (name: string, noise = false): ComparedColumn =>
  ({
    name,
    type: 'text',
    ...(noise && { noise }),
  }) as ComparedColumn;
const columns = [column('id'), column('a'), column('b'), column('at', true)];
const row = (a: string, b: string, at = '1') => ({ id: 'k', a, b, at });
const update: StoredChange = { base: row('a', 'b'), mine: row('A', 'b', '2'), changed: ['a', 'at'] };
const insert: StoredChange = { base: null, mine: row('A', 'B'), changed: ['id', 'a', 'b', 'at'] };
const removal: StoredChange = { base: row('a', 'b'), mine: null, changed: [] };

describe('R-159 a change is made anew', () => {
  test.each([
    ['an update where its columns stand as they did', update, row('a', 'moved'), { write: { a: 'A', at: '2' } }],
    ['an update where a column that does not count moved', update, row('a', 'b', '9'), { write: { a: 'A', at: '2' } }],
    ['an insert of a record that is not there', insert, null, { write: row('A', 'B') }],
    ['a delete of the record as it was', removal, row('a', 'b'), { write: null }],
  ] as const)('R-159 %s is written', (_, change, present, made) => {
    expect(madeAnew(columns, change, present)).toEqual(made);
  });

  test.each([
    ['an update where one of its columns moved', update, row('x', 'b')],
    ['an update of a record that is gone', update, null],
    ['an insert of a record that came meanwhile', insert, row('x', 'B')],
    ['a delete of a record that moved', removal, row('a', 'x')],
  ] as const)('R-159 %s is a conflict', (_, change, present) => {
    expect(madeAnew(columns, change, present)).toBe('conflict');
  });

  test.each([
    ['an update that the hub has by now', update, row('A', 'moved')],
    ['an insert that is there', insert, row('A', 'B')],
    ['a delete of what is gone', removal, null],
  ] as const)('R-159 %s is over', (_, change, present) => {
    expect(madeAnew(columns, change, present)).toBe('over');
  });
});
