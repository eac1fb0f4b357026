// The three-way merge of one record.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellOf, sameCell, sameValue, type Cell, type CellRecord } from '../../../main/sync/cell.ts';
import {
  collisions,
  differingColumns,
  mergeColumns,
  type ColumnState,
  type MergedColumn,
  type Versions,
} from '../../../main/sync/merge.ts';
import { column } from '../../support/schemas.ts';
import { anyVersions, fullRecord, mergeColumnsUnderTest as columns } from './arbitraries.ts';

type Maybe = Cell | undefined;

/** One column `c` of the kind given, merged from three cells; undefined = absent. */
function mergeOne(base: Maybe, mine: Maybe, theirs: Maybe): MergedColumn | undefined {
  const record = (cell: Maybe): CellRecord => (cell === undefined ? {} : { c: cell });
  return mergeColumns([column('c', 'text')], { base: record(base), mine: record(mine), theirs: record(theirs) })[0];
}

describe('one column', () => {
  const cases: [string, Maybe, Maybe, Maybe, ColumnState, Maybe][] = [
    ['untouched', 'b', 'b', 'b', 'unchanged', 'b'],
    ['untouched and empty', null, null, null, 'unchanged', null],
    ['changed by me', 'b', 'm', 'b', 'mine-only', 'm'],
    ['changed by them', 'b', 'b', 't', 'theirs-only', 't'],
    ['changed by both alike', 'b', 'x', 'x', 'both-same', 'x'],
    ['changed by both differently', 'b', 'm', 't', 'both-different', undefined],
    ['filled in by me', null, 'm', null, 'mine-only', 'm'],
    ['filled in by them', null, null, 't', 'theirs-only', 't'],
    ['filled in by both differently', null, 'm', 't', 'both-different', undefined],
    ['emptied to a text of no letters', 'b', '', 'b', 'mine-only', ''],
  ];
  it.each(cases)('R-30 R-32 R-33 RS-03 %s', (_, base, mine, theirs, state, proposed) => {
    expect(mergeOne(base, mine, theirs)).toEqual({ column: 'c', base, mine, theirs, state, proposed });
  });

  const cleared: typeof cases = [
    ['by me', 'b', null, 'b', 'mine-only', null],
    ['by them', 'b', 'b', null, 'theirs-only', null],
    ['by both', 'b', null, null, 'both-same', null],
    ['by me, changed by them', 'b', null, 't', 'both-different', undefined],
    ['by them, changed by me', 'b', 'm', null, 'both-different', undefined],
  ];
  it.each(cleared)('R-32 P5 cleared %s', (_, base, mine, theirs, state, proposed) => {
    expect(mergeOne(base, mine, theirs)).toMatchObject({ state, proposed });
  });

  const absent: typeof cases = [
    ['in mine, unchanged there', 'b', undefined, 'b', 'unchanged', 'b'],
    ['in mine, changed there', 'b', undefined, 't', 'theirs-only', 't'],
    ['in mine, cleared there', 'b', undefined, null, 'theirs-only', null],
    ['in theirs, unchanged here', 'b', 'b', undefined, 'unchanged', 'b'],
    ['in theirs, changed here', 'b', 'm', undefined, 'mine-only', 'm'],
    ['in theirs, cleared here', 'b', null, undefined, 'mine-only', null],
    ['in both', 'b', undefined, undefined, 'unchanged', 'b'],
    ['in base, alike', undefined, 'x', 'x', 'both-same', 'x'],
    ['in base, both empty', undefined, null, null, 'both-same', null],
    ['in base, different', undefined, 'm', 't', 'both-different', undefined],
    ['in base, empty here', undefined, null, 't', 'both-different', undefined],
    ['in base and mine', undefined, undefined, 't', 'unchanged', 't'],
    ['in base and theirs', undefined, 'm', undefined, 'unchanged', 'm'],
    ['in base and theirs, empty here', undefined, null, undefined, 'unchanged', null],
    ['everywhere', undefined, undefined, undefined, 'unchanged', undefined],
  ];
  it.each(absent)('R-31 P3 absent %s', (_, base, mine, theirs, state, proposed) => {
    expect(mergeOne(base, mine, theirs)).toEqual({ column: 'c', base, mine, theirs, state, proposed });
  });

  it('R-30 R-2 compares by the column’s type and proposes the hub’s spelling of what is equal', () => {
    const versions: Versions = { base: { n: '1.1' }, mine: { n: '1.10' }, theirs: { n: '1.100' } };
    expect(mergeColumns([column('n', 'decimal')], versions)[0]).toMatchObject({
      state: 'unchanged',
      proposed: '1.100',
    });
    expect(mergeColumns([column('n', 'text')], versions)[0]).toMatchObject({ state: 'both-different' });
  });

  it('R-31 a row that one side does not have has no say', () => {
    const row = { c: 'b' };
    const one = (versions: Versions): unknown => mergeColumns([column('c', 'text')], versions)[0]?.state;
    expect(one({ base: row, mine: null, theirs: { c: 't' } })).toBe('theirs-only');
    expect(one({ base: row, mine: { c: 'm' }, theirs: null })).toBe('mine-only');
    expect(one({ base: row, mine: null, theirs: null })).toBe('unchanged');
    expect(one({ base: null, mine: null, theirs: { c: 't' } })).toBe('unchanged');
  });

  it('R-31 Decisions 16 a column called like a member of every object is absent where no cell is', () => {
    const [only] = mergeColumns([column('constructor', 'text')], { base: {}, mine: {}, theirs: { constructor: 't' } });
    expect(only).toEqual({
      column: 'constructor',
      state: 'unchanged',
      base: undefined,
      mine: undefined,
      theirs: 't',
      proposed: 't',
    });
  });
});

describe('the worked example', () => {
  const names = ['id', 'Street', 'Phone', 'City'];
  const example = names.map((name) => column(name, 'text'));
  const base = { id: '1', Street: '1 Bellevue Avenue', Phone: '1', City: 'Seattle' };
  const versions: Versions = {
    base,
    mine: { ...base, Street: '2 Bellevue Avenue', Phone: '2' },
    theirs: { ...base, Street: '1 bis Bellevue Avenue', City: 'Redmond' },
  };

  it('R-33 CF-01 asks for Street alone', () => {
    expect(collisions(example, versions)).toEqual(['Street']);
  });

  it('R-30 R-32 CF-09 keeps the order of the columns and fills in the rest', () => {
    expect(mergeColumns(example, versions).map((item) => [item.column, item.proposed])).toEqual([
      ['id', '1'],
      ['Street', undefined],
      ['Phone', '2'],
      ['City', 'Redmond'],
    ]);
  });

  it('R-34 CF-02 names the columns that differ', () => {
    expect(differingColumns(example, versions)).toEqual(['Street', 'Phone', 'City']);
  });

  it.each([
    ['the hub deleted it', { ...versions, theirs: null }, ['Street', 'Phone']],
    ['I deleted it', { ...versions, mine: null }, ['Street', 'City']],
    ['both deleted it', { base, mine: null, theirs: null }, []],
    ['added here, never there: nothing is known to be changed', { base: null, mine: base, theirs: null }, []],
    ['both made the same change', { base, mine: { ...base, City: 'x' }, theirs: { ...base, City: 'x' } }, []],
    ['absent here', { base, mine: { id: '1' }, theirs: { ...base, City: 'x' } }, ['City']],
    ['two inserts', { base: null, mine: base, theirs: { ...base, City: 'x' } }, ['City']],
  ] as [string, Versions, string[]][])('R-34 CF-11 %s', (_, all, expected) => {
    expect(differingColumns(example, all)).toEqual(expected);
  });
});

describe('a column that does not count', () => {
  const columns = [column('id', 'text'), { ...column('at', 'text'), noise: true }];
  const row = (at: string | null): CellRecord => ({ id: '1', at });

  it.each([
    ['changed by both: the hub’s', 'b', 'm', 't', 'noise', 't'],
    ['changed by me', 'b', 'm', 'b', 'noise', 'm'],
    ['changed by them', 'b', 'b', 't', 'noise', 't'],
    ['cleared by them, changed by me', 'b', 'm', null, 'noise', null],
    ['the same on both sides', 'b', 'x', 'x', 'both-same', 'x'],
    ['untouched', 'b', 'b', 'b', 'unchanged', 'b'],
  ])('R-35 CF-12 %s', (_, base, mine, theirs, state, proposed) => {
    const versions = { base: row(base), mine: row(mine), theirs: row(theirs) };
    expect(mergeColumns(columns, versions)[1]).toMatchObject({ state, proposed });
    expect([collisions(columns, versions), differingColumns(columns, versions)]).toEqual([[], []]);
  });

  it('R-35 R-34 CF-12 it is no column of a conflict where one side has no row', () => {
    expect(differingColumns(columns, { base: row('b'), mine: { id: '2', at: 'm' }, theirs: null })).toEqual(['id']);
  });
});

describe('any three versions', () => {
  const swapped = ({ base, mine, theirs }: Versions): Versions => ({ base, mine: theirs, theirs: mine });
  const mirror: Readonly<Record<ColumnState, ColumnState>> = {
    unchanged: 'unchanged',
    'mine-only': 'theirs-only',
    'theirs-only': 'mine-only',
    'both-same': 'both-same',
    'both-different': 'both-different',
    noise: 'noise',
  };

  it('R-30 is the same when the sides change places', () => {
    fc.assert(
      fc.property(anyVersions, (versions) => {
        const there = mergeColumns(columns, swapped(versions));
        for (const [at, item] of mergeColumns(columns, versions).entries()) {
          expect(there[at]?.state).toBe(mirror[item.state]);
          const other = there[at]?.proposed;
          if (item.proposed === undefined || other === undefined) expect(other).toBe(item.proposed);
          else expect(sameValue(columns[at]?.type ?? 'any', other, item.proposed)).toBe(true);
        }
        expect(collisions(columns, swapped(versions))).toEqual(collisions(columns, versions));
        expect(differingColumns(columns, swapped(versions))).toEqual(differingColumns(columns, versions));
      }),
      { numRuns: 1000 },
    );
  });

  it('R-32 proposes what stood in one of the versions, if there is anything', () => {
    fc.assert(
      fc.property(anyVersions, (versions) => {
        for (const item of mergeColumns(columns, versions)) {
          const stood = [versions.mine, versions.theirs, versions.base].map((record) => cellOf(record, item.column));
          if (item.proposed !== undefined)
            expect(stood.some((cell) => cell !== undefined && sameCell(cell, item.proposed ?? null))).toBe(true);
          else expect(item.state === 'both-different' || stood.every((cell) => cell === undefined)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('R-33 never fills in a collision, and finds every one', () => {
    fc.assert(
      fc.property(anyVersions, (versions) => {
        const merged = mergeColumns(columns, versions);
        expect(collisions(columns, versions)).toEqual(
          merged.filter((item) => item.state === 'both-different').map((item) => item.column),
        );
        for (const item of merged) {
          const { base, mine, theirs } = item;
          const known = mine !== undefined && theirs !== undefined && !sameCell(mine, theirs);
          const collides = known && (base === undefined || !(sameCell(base, mine) || sameCell(base, theirs)));
          expect(item.state === 'both-different').toBe(collides);
          if (collides) expect(item.proposed).toBeUndefined();
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('R-32 RS-03 changes of different columns are all in the result', () => {
    const sides = fc.record({
      base: fullRecord,
      edit: fullRecord,
      owners: fc.tuple(...columns.map(() => fc.constantFrom('mine', 'theirs', 'nobody'))),
    });
    fc.assert(
      fc.property(sides, ({ base, edit, owners }) => {
        const changedBy = (side: string): CellRecord =>
          Object.fromEntries(
            columns.map(({ name }, at) => [name, cellOf(owners[at] === side ? edit : base, name) ?? null]),
          );
        const versions = { base, mine: changedBy('mine'), theirs: changedBy('theirs') };
        const all = columns.map(({ name }, at) => cellOf(owners[at] === 'nobody' ? base : edit, name));
        expect(mergeColumns(columns, versions).map((item) => item.proposed)).toEqual(all);
        expect(collisions(columns, versions)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('R-31 P3 leaving a cell out is the same as having the base’s', () => {
    fc.assert(
      fc.property(fullRecord, fullRecord, fc.constantFrom('a', 'constructor', 'b'), (base, theirs, name) => {
        const { [name as 'a']: _, ...rest } = { ...base };
        const without = mergeColumns(columns, { base, mine: rest, theirs });
        const withIt = mergeColumns(columns, { base, mine: base, theirs });
        expect(without.map((item) => [item.state, item.proposed])).toEqual(
          withIt.map((item) => [item.state, item.proposed]),
        );
      }),
    );
  });
});
