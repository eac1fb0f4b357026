// A decision as the record that both sides will hold.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellOf, sameCell, type CellRecord } from '../../../main/sync/cell.ts';
import { collisions, type Versions } from '../../../main/sync/merge.ts';
import { resolve, sameRecord, type Choice, type Side } from '../../../main/sync/resolution.ts';
import { column } from '../../support/schemas.ts';
import { anyVersions, mergeColumnsUnderTest } from './arbitraries.ts';
import { problemOf } from './problems.ts';

const columns = ['id', 'a', 'b', 'c'].map((name) => column(name, 'text'));
const base = { id: '1', a: 'a', b: 'b', c: 'c' };
const mine = { ...base, a: 'mine', b: 'my b' };
const theirs = { ...base, a: 'theirs', c: 'their c' };
const versions: Versions = { base, mine, theirs };

const merged = (take: Record<string, Side> = {}, set: CellRecord = {}): Choice => ({ keep: 'merged', take, set });

describe('keeping one side', () => {
  it.each([
    ['RS-01 update/update', versions, mine, true],
    ['RS-06 the hub deleted it', { ...versions, theirs: null }, mine, true],
    ['RS-06 I deleted it', { ...versions, mine: null }, null, true],
    ['RS-07 two inserts', { ...versions, base: null }, mine, true],
    ['both deleted it', { base, mine: null, theirs: null }, null, false],
    ['mine is what the hub has', { ...versions, mine: { ...theirs } }, theirs, false],
    [
      'mine lacks a column, the rest is what the hub has',
      { base, mine: { id: '1', a: 'theirs' }, theirs },
      { id: '1', a: 'theirs' },
      false,
    ],
  ] as [string, Versions, CellRecord | null, boolean][])('R-40 R-43 mine: %s', (_, all, row, writes) => {
    expect(resolve(columns, all, { keep: 'mine' })).toEqual({ row, writes });
  });

  it.each([
    ['RS-02 update/update', versions, theirs],
    ['RS-06 the hub deleted it', { ...versions, theirs: null }, null],
    ['RS-06 I deleted it', { ...versions, mine: null }, theirs],
  ] as [string, Versions, CellRecord | null][])('R-40 W-228 theirs writes nothing: %s', (_, all, row) => {
    expect(resolve(columns, all, { keep: 'theirs' })).toEqual({ row, writes: false });
  });
});

describe('merging', () => {
  const cases: [string, Choice, CellRecord, boolean][] = [
    ['mine', merged({ a: 'mine' }), { id: '1', a: 'mine', b: 'my b', c: 'their c' }, true],
    ['theirs', merged({ a: 'theirs' }), { id: '1', a: 'theirs', b: 'my b', c: 'their c' }, true],
    ['base', merged({ a: 'base' }), { id: '1', a: 'a', b: 'my b', c: 'their c' }, true],
    ['a typed value', merged({}, { a: 'typed' }), { id: '1', a: 'typed', b: 'my b', c: 'their c' }, true],
    ['null, typed', merged({}, { a: null }), { id: '1', a: null, b: 'my b', c: 'their c' }, true],
    [
      'typed before taken',
      merged({ a: 'mine' }, { a: 'typed' }),
      { id: '1', a: 'typed', b: 'my b', c: 'their c' },
      true,
    ],
    [
      'taken before filled in',
      merged({ a: 'mine', b: 'base', c: 'mine' }),
      { id: '1', a: 'mine', b: 'b', c: 'c' },
      true,
    ],
    ['typed before filled in', merged({ a: 'mine' }, { c: null }), { id: '1', a: 'mine', b: 'my b', c: null }, true],
    ['all theirs', merged({ a: 'theirs', b: 'theirs' }), theirs, false],
  ];
  it.each(cases)('R-40 R-41 R-43 RS-03 %s', (_, choice, row, writes) => {
    expect(resolve(columns, versions, choice)).toEqual({ row, writes });
  });

  it('R-40 RS-03 an open collision is named', () => {
    const both: Versions = { base, mine: { ...mine, c: 'my c' }, theirs };
    expect(problemOf(() => resolve(columns, both, merged()))).toMatchObject({
      code: 'decision-incomplete',
      message: 'Still to decide: a, c.',
    });
    expect(problemOf(() => resolve(columns, both, merged({ c: 'mine' })))).toMatchObject({
      message: 'Still to decide: a.',
    });
  });

  it.each([
    ['taken', merged({ a: 'mine', x: 'mine' })],
    ['typed', merged({ a: 'mine' }, { x: 1 })],
  ])('R-40 an unknown column is refused: %s', (_, choice) => {
    expect(problemOf(() => resolve(columns, versions, choice))).toMatchObject({
      code: 'column-unknown',
      message: 'Table of this conflict has no column “x”.',
      cure: 'The columns are: id, a, b, c.',
    });
  });

  it('R-40 two versions that are gone cannot be merged', () => {
    const gone: Versions = { base, mine: null, theirs: null };
    expect(problemOf(() => resolve(columns, gone, merged({}, { a: 'x' })))).toMatchObject({
      code: 'decision-one-sided',
      message: 'This conflict has no version of this record to take values from.',
    });
  });

  it.each([
    ['mine', { ...versions, mine: null }, 'Your side'],
    ['theirs', { ...versions, theirs: null }, 'The hub'],
    ['base', { ...versions, base: null }, 'The base'],
  ] as [Side, Versions, string][])('R-41 RS-06 a missing %s cannot be taken', (side, all, who) => {
    expect(problemOf(() => resolve(columns, all, merged({ a: side })))).toMatchObject({
      code: 'decision-one-sided',
      message: `${who} has no version of this record to take values from.`,
    });
  });

  it.each([
    ['the hub deleted it', { ...versions, theirs: null }, { ...mine, c: 'typed' }],
    ['I deleted it', { ...versions, mine: null }, { ...theirs, c: 'typed' }],
    ['mine cleared a column', { base, mine: { ...base, a: null }, theirs: null }, { ...base, a: null, c: 'typed' }],
    ['no base', { base: null, mine: null, theirs }, { ...theirs, c: 'typed' }],
  ] as [string, Versions, CellRecord][])('R-42 RS-06 a merge starts from the side that is there: %s', (_, all, row) => {
    expect(resolve(columns, all, merged({}, { c: 'typed' }))).toEqual({
      row,
      writes: true,
    });
  });

  it('R-42 an untouched column of the side that is there stays, also where it equals the base', () => {
    const all: Versions = { base, mine: { ...base, a: 'mine' }, theirs: null };
    expect(resolve(columns, all, merged({ a: 'base' })).row).toEqual(base);
  });

  it('R-41 P3 a taken side that lacks the column leaves what was filled in', () => {
    const all: Versions = { base, mine: { id: '1', a: 'mine' }, theirs: { ...base, b: 'their b' } };
    expect(resolve(columns, all, merged({ b: 'mine' })).row).toEqual({ id: '1', a: 'mine', b: 'their b', c: 'c' });
  });

  it('R-40 P3 a column that no version has stays absent', () => {
    const known = { id: '1', a: 'x' };
    const { row } = resolve(columns, { base: known, mine: known, theirs: known }, merged({}, { b: null }));
    expect(row).toStrictEqual({ id: '1', a: 'x', b: null });
  });

  it('R-40 R-32 P5 a merge does not bring cleared columns back', () => {
    const all: Versions = { base, mine: { ...base, a: null, b: null }, theirs: { ...base, b: null, c: null } };
    expect(resolve(columns, all, merged()).row).toEqual({ id: '1', a: null, b: null, c: null });
  });

  it.each(['constructor', 'toString', '__proto__'])('R-41 R-4 a column may be called %s', (name) => {
    const odd = [column('id', 'text'), column(name, 'text')];
    const row = (cell: string): CellRecord =>
      Object.fromEntries([
        ['id', '1'],
        [name, cell],
      ]);
    const all: Versions = { base: row('b'), mine: row('m'), theirs: row('b') };
    expect(cellOf(resolve(odd, all, merged({}, { id: '2' })).row, name)).toBe('m');
    expect(cellOf(resolve(odd, all, merged(Object.fromEntries([[name, 'base']]))).row, name)).toBe('b');
    expect(problemOf(() => resolve(columns, versions, merged({}, row('x')))).code).toBe('column-unknown');
  });
});

describe('any decision', () => {
  const side = fc.constantFrom<Side>('base', 'mine', 'theirs');
  const take = fc.record({ a: side, constructor: side, b: side }, { requiredKeys: [], noNullPrototype: true });

  it('R-40 P1 what is kept exists, and what is gone was chosen to be gone', () => {
    fc.assert(
      fc.property(anyVersions, fc.constantFrom<'mine' | 'theirs'>('mine', 'theirs'), (all, keep) => {
        const { row, writes } = resolve(mergeColumnsUnderTest, all, { keep });
        expect(row).toBe(all[keep]);
        if (keep === 'theirs') expect(writes).toBe(false);
      }),
    );
  });

  it('R-41 R-43 every taken cell is in the row, and the row is written unless it is the hub’s', () => {
    fc.assert(
      fc.property(anyVersions, take, (all, chosen) => {
        const possible =
          (all.mine !== null || all.theirs !== null) &&
          Object.values(chosen).every((name) => all[name] !== null) &&
          collisions(mergeColumnsUnderTest, all).every((name) => {
            const from = Object.hasOwn(chosen, name) ? chosen[name as 'a'] : undefined;
            return from !== undefined && cellOf(all[from], name) !== undefined;
          });
        const work = (): ReturnType<typeof resolve> => resolve(mergeColumnsUnderTest, all, merged(chosen));
        if (!possible) {
          expect(['decision-incomplete', 'decision-one-sided']).toContain(problemOf(work).code);
          return;
        }
        const { row, writes } = work();
        for (const [name, from] of Object.entries(chosen)) {
          const cell = cellOf(all[from], name);
          if (cell !== undefined) expect(sameCell(cellOf(row, name) ?? null, cell)).toBe(true);
        }
        expect(writes).toBe(!sameRecord(mergeColumnsUnderTest, row, all.theirs));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('sameRecord', () => {
  const typed = [column('id', 'int'), column('n', 'decimal'), column('t', 'text')];
  it.each([
    ['neither', null, null, true],
    ['only one', { id: 1 }, null, false],
    ['only the other', null, { id: 1 }, false],
    ['a copy', { id: 1, n: '1.1', t: 'x' }, { id: 1, n: '1.1', t: 'x' }, true],
    ['another spelling', { id: 1, n: '1.10' }, { id: 1n, n: '1.1' }, true],
    ['another value', { id: 1, t: 'x' }, { id: 1, t: 'y' }, false],
    ['P3 absent on one side', { id: 1 }, { id: 1, t: 'y' }, true],
    ['P3 null on one side', { id: 1, t: null }, { id: 1, t: 'y' }, false],
    ['both null', { id: 1, t: null }, { id: 1, t: null }, true],
    ['a member that is no column', { id: 1, x: 1 }, { id: 1, x: 2 }, true],
  ] as [string, CellRecord | null, CellRecord | null, boolean][])('R-46 CF-12 %s', (_, a, b, same) => {
    expect(sameRecord(typed, a, b)).toBe(same);
    expect(sameRecord(typed, b, a)).toBe(same);
  });
});

describe('a column that does not count', () => {
  const counted = columns.map((item) => ({ ...item, noise: item.name === 'c' }));
  const touched = { ...versions, mine: { ...mine, c: 'my c' } };

  it.each([
    ['is no collision, and the hub’s is filled in', merged({ a: 'mine' }), 'their c', true],
    ['is taken from me by name', merged({ a: 'mine', c: 'mine' }), 'my c', true],
    ['is typed', merged({ a: 'mine' }, { c: 'typed' }), 'typed', true],
    ['alone writes nothing', merged({ a: 'theirs', b: 'theirs' }), 'their c', false],
    ['alone is written where it was chosen', merged({ a: 'theirs', b: 'theirs', c: 'mine' }), 'my c', true],
    ['goes along where mine is kept', { keep: 'mine' }, 'my c', true],
  ] as [string, Choice, string, boolean][])('R-35 R-43 CF-12 it %s', (_, choice, c, writes) => {
    const { row, writes: wrote } = resolve(counted, touched, choice);
    expect([row?.['c'], wrote]).toEqual([c, writes]);
  });

  it('R-46 R-35 CF-12 records that differ in it alone are the same', () => {
    expect(sameRecord(counted, base, { ...base, c: 'other' })).toBe(true);
    expect(sameRecord(counted, base, { ...base, b: 'other' })).toBe(false);
  });
});
