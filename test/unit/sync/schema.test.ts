// Which columns and tables travel, and in which order.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  directionOf,
  findTable,
  keyPositions,
  mayDownload,
  mayUpload,
  parentsFirst,
  syncColumns,
  tableKey,
  type Column,
  type Direction,
  type Relation,
  type Schema,
  type Setup,
  type Table,
} from '../../../main/sync/schema.ts';
import { category, categorySchema, column, productTag, relation, table } from '../../support/schemas.ts';

describe('the columns that travel', () => {
  const cases: [string, Partial<Column>, boolean][] = [
    ['a plain one', {}, true],
    ['a unique one', { unique: true }, true],
    ['a computed one', { computed: true }, false],
    ['a read-only one', { readOnly: true }, false],
    ['an auto-increment one', { autoIncrement: true }, false],
    ['one that is all three', { computed: true, readOnly: true, autoIncrement: true }, false],
  ];
  it.each(cases)('R-22 W-72 %s', (_, more, travels) => {
    const t = table('t', [column('id', 'int'), column('c', 'int', more), column('d', 'text')], ['id']);
    expect(syncColumns(t).map((item) => item.name)).toEqual(travels ? ['id', 'c', 'd'] : ['id', 'd']);
  });

  it.each(cases)('R-22 W-72 %s that is key stays', (_, more) => {
    const t = table('t', [column('d', 'text'), column('id', 'int', more)], ['id']);
    expect(syncColumns(t).map((item) => item.name)).toEqual(['d', 'id']);
    expect(keyPositions(t)).toEqual([1]);
  });

  it('R-22 finds the key by position, in the order of the key', () => {
    const columns = [
      column('gone', 'int', { computed: true }),
      column('b', 'int'),
      column('x', 'text'),
      column('a', 'int'),
    ];
    expect(keyPositions(table('t', columns, ['a', 'b']))).toEqual([2, 0]);
    expect(keyPositions(category)).toEqual([0]);
    expect(keyPositions(productTag)).toEqual([0, 1]);
  });
});

describe('names of tables', () => {
  const named = (name: string, schema: string): Table => ({ ...table(name, [], []), schema });
  const schema: Schema = { tables: [named('t', ''), named('t', 'dbo'), named('T', 'dbo')], relations: [], filters: [] };
  it.each([
    ['t', '', 0],
    ['t', 'dbo', 1],
    ['T', 'dbo', 2],
  ])('R-23 finds %j of schema %j', (name, space, at) => {
    expect(findTable(schema, { name, schema: space })).toBe(schema.tables[at]);
  });

  it.each([
    ['T', ''],
    ['t', 'DBO'],
    ['t ', ''],
    ['dbo.t', ''],
  ])('R-23 does not find %j of schema %j', (name, space) => {
    expect(findTable(schema, { name, schema: space })).toBeUndefined();
  });

  it('R-23 gives no two tables one key', () => {
    const name = fc.record({ name: fc.string({ maxLength: 4 }), schema: fc.string({ maxLength: 4 }) });
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(tableKey(a) === tableKey(b)).toBe(a.name === b.name && a.schema === b.schema);
      }),
    );
    expect(tableKey({ name: 'b","c', schema: 'a' })).not.toBe(tableKey({ name: 'c', schema: 'a","b' }));
  });
});

describe('directions', () => {
  const setup: Setup = {
    tables: [{ name: 't', schema: 'dbo', columns: [], direction: 'upload-only' }],
    filters: [],
    affixes: {},
  };
  it.each([
    ['t', 'dbo', 'upload-only'],
    ['t', '', 'both'],
    ['u', 'dbo', 'both'],
  ])('R-24 table %j of schema %j travels %s', (name, schema, direction) => {
    expect(directionOf(setup, { name, schema })).toBe(direction);
  });

  it.each([
    ['both', true, true],
    ['upload-only', true, false],
    ['download-only', false, true],
    ['none', false, false],
  ] as [Direction, boolean, boolean][])('R-24 W-209 %s: up %s, down %s', (direction, up, down) => {
    expect([mayUpload(direction), mayDownload(direction)]).toEqual([up, down]);
  });
});

describe('the order of tables', () => {
  const schemaOf = (names: string, links: readonly string[]): Schema => ({
    tables: [...names].map((name) => table(name, [column('id', 'int')], ['id'])),
    relations: links.map(([child = '', parent = '']) => relation(child, ['id'], parent, ['id'])),
    filters: [],
  });
  const orderOf = (schema: Schema): string =>
    parentsFirst(schema)
      .map((item) => item.name)
      .join('');

  const cases: [string, string, string[], string][] = [
    ['no relation keeps the order', 'cab', [], 'cab'],
    ['a parent comes first', 'cp', ['cp'], 'pc'],
    ['a chain is turned round', 'cba', ['cb', 'ba'], 'abc'],
    ['two children share a parent', 'xypz', ['xp', 'yp'], 'pxyz'],
    ['two paths to one parent', 'dbca', ['db', 'dc', 'ba', 'ca'], 'abcd'],
    ['a table that points to itself', 'ab', ['aa', 'ba'], 'ab'],
    ['a child of one that points to itself', 'ba', ['aa', 'ba'], 'ab'],
    ['a circle of two', 'ab', ['ab', 'ba'], 'ab'],
    ['a circle of two, the other way', 'ba', ['ab', 'ba'], 'ba'],
    ['a circle of three', 'abc', ['ab', 'bc', 'ca'], 'abc'],
    ['a child of a circle', 'cab', ['cb', 'ab', 'ba'], 'abc'],
    ['a parent of a circle', 'abp', ['ab', 'ba', 'ap', 'bp'], 'pab'],
    ['two circles, one above the other', 'abcd', ['ab', 'ba', 'cd', 'dc', 'ac'], 'cabd'],
    ['the same relation twice', 'cp', ['cp', 'cp'], 'pc'],
    ['a parent that is no table of the scope', 'c', ['cz'], 'c'],
    ['no tables', '', [], ''],
  ];
  it.each(cases)('R-25 W-87 %s', (_, names, links, order) => {
    expect(orderOf(schemaOf(names, links))).toBe(order);
  });

  it('R-25 tells tables of two database schemas apart', () => {
    const [child, parent] = [
      { ...table('t', [], []), schema: 'a' },
      { ...table('t', [], []), schema: 'b' },
    ];
    const link: Relation = { name: 'fk', child, childColumns: [], parent, parentColumns: [] };
    expect(parentsFirst({ tables: [child, parent], relations: [link], filters: [] })).toEqual([parent, child]);
  });

  it('R-25 knows the key of category to itself', () => {
    expect(parentsFirst(categorySchema)).toEqual([category]);
  });

  it('R-25 names every table once, and no child before a parent outside its circle', () => {
    const names = 'abcdef';
    const link = fc
      .tuple(fc.constantFrom(...names), fc.constantFrom(...names))
      .map(([child, parent]) => child + parent);
    fc.assert(
      fc.property(fc.array(link, { maxLength: 12 }), (links) => {
        const order = orderOf(schemaOf(names, links));
        expect([...order].toSorted().join('')).toBe(names);
        const above = closure(names, links);
        for (const [child = '', parent = ''] of links) {
          const circle = above.get(parent)?.has(child) ?? false;
          if (!circle) expect(order.indexOf(parent)).toBeLessThan(order.indexOf(child));
        }
        for (const a of names)
          for (const b of names)
            if (a < b && above.get(a)?.has(b) && above.get(b)?.has(a))
              expect(order.indexOf(a)).toBeLessThan(order.indexOf(b));
      }),
      { numRuns: 500 },
    );
  });
});

/** Which tables stand above each, by repetition until nothing is new. */
function closure(names: string, links: readonly string[]): Map<string, Set<string>> {
  const above = new Map([...names].map((name) => [name, new Set<string>()]));
  const once = (): void => {
    for (const [child = '', parent = ''] of links)
      for (const name of [parent, ...(above.get(parent) ?? [])]) above.get(child)?.add(name);
  };
  Array.from(names).forEach(once);
  return above;
}
