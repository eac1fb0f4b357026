// When a replica still fits its hub: outdated, and the comparison of setups.

import { describe, expect, it } from 'vitest';
import type { Setup, SetupTable } from '../../../main/sync/schema.ts';
import {
  assertSameScope,
  isOutdated,
  setupDifference,
  type Scope,
  type ScopeClient,
} from '../../../main/sync/scope.ts';
import { categorySchema, scopeOf } from '../../support/schemas.ts';
import { problemOf } from './problems.ts';

const client: ScopeClient = {
  id: 'c',
  scopeName: 'DefaultScope',
  hash: '',
  parameters: [],
  lastSync: 5n,
  lastHubSync: 100n,
  isNew: false,
};

describe('outdated', () => {
  const cases: [string, Partial<ScopeClient>, bigint | null, boolean][] = [
    ['the hub never cleaned', {}, null, false],
    ['the hub cleaned up to before', {}, 99n, false],
    ['the hub cleaned up to exactly then', {}, 100n, false],
    ['the hub has forgotten one stamp more', {}, 101n, true],
    ['stamps of 17 digits', { lastHubSync: 20240925101112123n }, 20240925101112124n, true],
    ['the replica is new', { isNew: true }, 101n, false],
    ['the replica has no hub watermark', { lastHubSync: null }, 101n, false],
    ['only the hub watermark counts', { lastSync: null }, 101n, true],
  ];
  it.each(cases)('R-20 W-120 W-199 %s', (_, more, cleanedUpTo, outdated) => {
    expect(isOutdated({ ...client, ...more }, { ...scopeOf(categorySchema), cleanedUpTo })).toBe(outdated);
  });
});

const orders: SetupTable = { name: 'orders', schema: '', columns: ['id', 'note'], direction: 'both' };
const lines: SetupTable = { name: 'lines', schema: 'sales', columns: [], direction: 'both' };
const setup: Setup = {
  tables: [orders, lines],
  filters: [{ tn: 'orders' }],
  affixes: { trackingSuffix: '_t', storedProceduresSuffix: '_p' },
};

const same: [string, Setup][] = [
  ['a copy', structuredClone(setup)],
  ['tables in another order', { ...setup, tables: [lines, orders] }],
  ['columns in another order', { ...setup, tables: [{ ...orders, columns: ['note', 'id'] }, lines] }],
  ['affixes in another order', { ...setup, affixes: Object.fromEntries(Object.entries(setup.affixes).toReversed()) }],
  ['an empty affix is none', { ...setup, affixes: { ...setup.affixes, trackingPrefix: '' } }],
];

const changed: [string, Setup, string][] = [
  ['a table is gone', { ...setup, tables: [orders] }, 'table sales.lines is gone'],
  ['a table is new', { ...setup, tables: [...setup.tables, { ...orders, name: 'more' }] }, 'table more is new'],
  ['another schema', { ...setup, tables: [orders, { ...lines, schema: '' }] }, 'table sales.lines is gone'],
  ['another case', { ...setup, tables: [{ ...orders, name: 'Orders' }, lines] }, 'table orders is gone'],
  ['a direction', { ...setup, tables: [{ ...orders, direction: 'upload-only' }, lines] }, 'direction of table orders'],
  ['fewer columns', { ...setup, tables: [{ ...orders, columns: ['id'] }, lines] }, 'columns of table orders'],
  ['no columns named', { ...setup, tables: [{ ...orders, columns: [] }, lines] }, 'columns of table orders'],
  ['columns named', { ...setup, tables: [orders, { ...lines, columns: ['id'] }] }, 'columns of table sales.lines'],
  ['a filter is gone', { ...setup, filters: [] }, 'filters'],
  ['another filter', { ...setup, filters: [{ tn: 'lines' }] }, 'filters'],
  ['another affix', { ...setup, affixes: { ...setup.affixes, trackingSuffix: '_u' } }, 'names of tracking objects'],
  ['no affix', { ...setup, affixes: {} }, 'names of tracking objects'],
  ['a new affix', { ...setup, affixes: { ...setup.affixes, triggersPrefix: 'x' } }, 'names of tracking objects'],
];

const scopeWith = (own: Setup): Scope => ({ ...scopeOf(categorySchema), setup: own });

describe('setups', () => {
  it.each(same)('R-21 W-64 %s is the same', (_, hub) => {
    expect(setupDifference(setup, hub)).toBeNull();
    expect(setupDifference(hub, setup)).toBeNull();
    expect(() => assertSameScope(scopeWith(setup), scopeWith(hub))).not.toThrow();
  });

  it.each(changed)('R-21 W-64 %s', (_, hub, difference) => {
    expect(setupDifference(setup, hub)).toBe(difference);
    expect(setupDifference(hub, setup)).not.toBeNull();
    expect(problemOf(() => assertSameScope(scopeWith(setup), scopeWith(hub)))).toMatchObject({
      code: 'scope-setup-changed',
      message: `The hub’s set-up of this scope has changed: ${difference}.`,
    });
  });
});
