// What a replica carries from scopes that it has into one that stands in for them.

import { describe, expect, it } from 'vitest';
import { carriedOf, heldRows, lackingColumns, leftBehind, type RememberedScope } from '../../../main/sync/carried.ts';
import type { Direction, Schema } from '../../../main/sync/schema.ts';
import { assertSameScope, type Scope } from '../../../main/sync/scope.ts';
import { planRounds, type PlanInput } from '../../../main/sync/session.ts';
import { categorySchema, scopeOf } from '../../support/schemas.ts';
import { problemOf } from './problems.ts';

const [table] = categorySchema.tables;
if (!table) throw new Error('the schema has no table');
const names = table.columns.map(({ name }) => name);

function scopeWith({
  name = 'v1',
  columns = names,
  tables = ['category'],
  direction = 'both',
  filters = [],
}: {
  readonly name?: string;
  readonly columns?: readonly string[];
  readonly tables?: readonly string[];
  readonly direction?: Direction;
  readonly filters?: readonly unknown[];
} = {}): Scope {
  const schema: Schema = {
    tables: tables.map((item) => ({
      ...table,
      key: table?.key ?? [],
      name: item,
      schema: '',
      columns: (table?.columns ?? []).filter((column) => columns.includes(column.name)),
    })),
    relations: [],
    filters: [],
  };
  const setup = {
    tables: tables.map((item) => ({ name: item, schema: '', columns: [], direction })),
    filters,
    affixes: {},
  };
  return { ...scopeOf(schema), name, setup };
}

function remembered(scope: Scope, times: [bigint | null, bigint | null] = [10n, 100n], hash = 'h'): RememberedScope {
  const [lastSync, lastHubSync] = times;
  const client = {
    id: 'c',
    scopeName: scope.name,
    hash,
    parameters: [],
    lastSync,
    lastHubSync,
    isNew: lastHubSync === null,
  };
  return { name: scope.name, scope, client };
}

const fewer = names.slice(0, -1);
const last = names.at(-1) ?? '';

describe('what is carried along', () => {
  it('R-160 R-162 the smallest times, and every table that was received', () => {
    const from = [
      remembered(scopeWith({ name: 'a', tables: ['one'] }), [10n, 300n]),
      remembered(scopeWith({ name: 'b', tables: ['two'], direction: 'upload-only' }), [30n, 100n]),
      remembered(scopeWith({ name: 'c', tables: ['three'] }), [null, null]),
    ];
    const carried = carriedOf(from, scopeWith({ name: 'all' }), 'h');
    expect(carried).toMatchObject({ from: ['a', 'b', 'c'], lastSync: 10n, hubTime: 100n });
    expect(carried.held.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(heldRows(carried).tables.map(({ name }) => name)).toEqual(['one']);
  });

  it('R-162 nothing is known where no scope had a session', () => {
    expect(heldRows(carriedOf([remembered(scopeWith(), [null, null])], scopeWith(), 'h'))).toMatchObject({
      tables: [],
    });
  });

  it.each([
    ['another filter', scopeWith({ filters: [{ tn: 'category' }] }), 'h', 0],
    ['the same filter', scopeWith({ filters: [1] }), 'h', 1],
    ['the same filter with other parameters', scopeWith({ filters: [1] }), 'other', 0],
  ])('R-162 %s', (_, hub, hash, tables) => {
    const from = [remembered(scopeWith({ filters: [1] }))];
    expect(heldRows(carriedOf(from, hub, hash)).tables).toHaveLength(tables);
  });

  it('R-161 a hub sends what is lacking: columns, or the table', () => {
    const { whole } = carriedOf([remembered(scopeWith({ columns: fewer }))], scopeWith(), 'h');
    expect(lackingColumns(whole, { name: 'category', schema: '' }, names)).toEqual([last]);
    expect(lackingColumns(whole, { name: 'category', schema: '' }, fewer)).toEqual([]);
    expect(lackingColumns(whole, { name: 'product', schema: '' }, names)).toBeNull();
  });
});

describe('what would be left behind', () => {
  const cases: [string, Scope, Scope, string | undefined][] = [
    ['nothing', scopeWith(), scopeWith(), undefined],
    ['more columns leave nothing', scopeWith({ columns: fewer }), scopeWith(), undefined],
    ['a column', scopeWith(), scopeWith({ columns: fewer }), `the column ${last} of category`],
    ['a table', scopeWith(), scopeWith({ tables: ['other'] }), 'the table category'],
    ['the way up', scopeWith(), scopeWith({ direction: 'download-only' }), 'the way to the hub for category'],
    ['what never went up', scopeWith({ direction: 'none' }), scopeWith({ direction: 'download-only' }), undefined],
  ];
  it.each(cases)('R-163 %s', (_, from, hub, what) => {
    expect(leftBehind([remembered(from)], hub)[0]?.what).toBe(what);
  });
});

describe('the plan', () => {
  const input = (more: Partial<PlanInput> = {}): PlanInput => ({
    type: 'normal',
    outdatedAction: 'ask',
    operation: 'normal',
    client: { ...remembered(scopeWith(), [null, null]).client },
    scope: scopeWith(),
    concordHub: true,
    carried: carriedOf([remembered(scopeWith())], scopeWith(), 'h'),
    ...more,
  });
  it('R-160 R-71 the first round, then what would have been', () => {
    expect(planRounds(input())).toEqual(['first', 'normal']);
    expect(planRounds(input({ type: 'reinitialize' }))).toEqual(['first', 'reinitialize']);
    expect(planRounds(input({ type: 'reinitialize-with-upload', concordHub: false }))).toEqual([
      'first',
      'normal',
      'reinitialize',
    ]);
    expect(planRounds(input({ operation: 'drop-all-and-sync' }))).toEqual(['first', 'anew']);
  });

  it('R-20 R-73 who is outdated in the old scope is so in the new one', () => {
    const scope = { ...scopeWith(), cleanedUpTo: 101n };
    expect(problemOf(() => planRounds(input({ scope })))).toMatchObject({ code: 'outdated' });
    expect(planRounds(input({ scope, outdatedAction: 'reinitialize' }))).toEqual(['first', 'reinitialize']);
  });
});

describe('the columns of a scope', () => {
  it.each([
    ['another column', scopeWith({ columns: fewer }), 'columns of table category'],
    ['another key', scopeWith(), 'key of table category'],
  ])('R-21 a setup that names none means all: %s', (_, hub, difference) => {
    const known = scopeWith();
    const other = difference.startsWith('key')
      ? { ...hub, schema: { ...hub.schema, tables: hub.schema.tables.map((item) => ({ ...item, key: [last] })) } }
      : hub;
    expect(() => assertSameScope(known, known)).not.toThrow();
    expect(problemOf(() => assertSameScope(known, other))).toMatchObject({
      code: 'scope-setup-changed',
      message: `The hub’s set-up of this scope has changed: ${difference}.`,
    });
  });
});
