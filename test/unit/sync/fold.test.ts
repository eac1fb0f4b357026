// A local edit of a record whose conflict is open.

import { describe, expect, it } from 'vitest';
import { foldEdit } from '../../../main/conflicts/fold.ts';
import type { CellRecord } from '../../../main/sync/cell.ts';
import { column } from '../../support/schemas.ts';

const columns = [column('id', 'int'), column('a', 'text'), column('n', 'decimal')];
const mine = { id: 1, a: 'mine', n: '1' };
const before = { id: 1, a: 'theirs', n: '2.50' };

describe('foldEdit', () => {
  it.each([
    ['nothing was edited', mine, before, before, mine],
    ['a column was edited', mine, before, { ...before, a: 'new' }, { id: 1, a: 'new', n: '1' }],
    ['a column was cleared', mine, before, { ...before, a: null }, { id: 1, a: null, n: '1' }],
    ['another spelling is no edit', mine, before, { ...before, n: '2.5' }, mine],
    ['edited to what mine was', mine, before, { ...before, a: 'mine' }, mine],
    ['the record was deleted', mine, before, null, null],
    ['mine was a delete, the record was edited', null, before, { ...before, a: 'new' }, { ...before, a: 'new' }],
    ['the hub had deleted it, it was made anew', mine, null, { id: 1, a: 'new', n: '7' }, { id: 1, a: 'new', n: '7' }],
    ['a column is absent in the table', mine, before, { id: 1, n: '3' }, { id: 1, a: 'mine', n: '3' }],
    ['a column was not there before', mine, { id: 1, n: '2.50' }, { ...before, a: 'new' }, mine],
  ] as [string, CellRecord | null, CellRecord | null, CellRecord | null, CellRecord | null][])(
    'R-53 ER-08 %s',
    (_, was, stood, present, folded) => {
      expect(foldEdit(columns, { mine: was, before: stood, present })).toEqual(folded);
    },
  );

  it('R-53 leaves mine itself as it was', () => {
    const own = { ...mine };
    foldEdit(columns, { mine: own, before, present: { ...before, a: 'new' } });
    expect(own).toEqual(mine);
  });
});
