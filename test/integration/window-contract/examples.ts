// One good call of every kind, with what it must answer on a busy desk. A call that the contract gains does not compile here
// until it has an example.

import { expect } from 'vitest';
import type { CallName } from '../../../main/window/contract.ts';
import { everything, tableNamed } from '../../support/window-line.ts';
import { errorExamples } from './error-examples.ts';
import { hubExamples } from './hub-examples.ts';
import type { Example } from './example.ts';

/** The stamp that the waiting tag is given, so that an example can name its mark. */
export const markedStamp = '77777777777777777';

const category = tableNamed('category');
const anInstant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;
const aNumber = expect.any(Number) as number;

const looking: Pick<
  { readonly [N in CallName]: Example<N> },
  | 'app.describe'
  | 'status.read'
  | 'feed.list'
  | 'feed.exportPlan'
  | 'feed.exportPart'
  | 'feed.filters'
  | 'feed.session'
  | 'feed.events'
> = {
  'app.describe': { input: {}, answer: { user: 'Ann', device: 'Desk 1', isDemo: false, readOnly: false } },
  'status.read': {
    input: {},
    answer: {
      connectivity: 'connected',
      condition: 'error',
      waiting: { changes: 3, records: 3 },
      undecided: 2,
      openErrors: 1,
      oldestUndecided: anInstant,
      lastSession: { no: 2, result: 'done', conflicts: 2 },
      contact: { ok: true, status: 200 },
    },
  },
  'feed.list': {
    input: { limit: 1, filter: { modes: ['delta'] } },
    answer: { sessions: [{ no: 2, conflicts: 2, tries: 1 }], matched: 1, total: 2, progress: null },
  },
  'feed.exportPlan': { input: { format: 'csv' }, answer: { file: 'concord-sessions.csv', upTo: 2 } },
  'feed.exportPart': { input: { format: 'ndjson', limit: 1 }, answer: { last: 2, done: false } },
  'feed.filters': {
    input: {},
    answer: {
      scopes: ['DefaultScope'],
      modes: ['first', 'delta'],
      triggers: ['by-hand'],
      results: ['done'],
      since: anInstant,
    },
  },
  'feed.session': {
    input: { no: 1 },
    answer: { no: 1, mode: 'first', downloaded: 34, balance: 0, usualMs: null, ended: anInstant },
  },
  'feed.events': {
    input: { after: 0, limit: 2, session: 2 },
    answer: [{ session: 2, level: 'info' }, { session: 2 }],
  },
};

const acting: Pick<
  { readonly [N in CallName]: Example<N> },
  'sync.start' | 'sync.cancel' | 'hub.check' | 'agent.configure' | 'replica.adopt'
> = {
  'sync.start': {
    input: {},
    answer: {},
    later: ({ call }) =>
      expect
        .poll(async () => (await call('feed.list', { limit: 1 })).sessions[0])
        .toMatchObject({ no: 3, trigger: 'by-hand', result: 'done', uploaded: 3 }),
  },
  'sync.cancel': { input: {}, answer: {} },
  'hub.check': { input: {}, answer: {} },
  'agent.configure': {
    input: { offline: true, intervalMinutes: 5, onChange: true },
    answer: {},
    async later({ call }) {
      const told = { connectivity: 'working-offline', intervalMinutes: 5, onChange: true, offlineSince: anInstant };
      expect(await call('status.read', {})).toMatchObject(told);
      await expect(call('sync.start', {})).rejects.toMatchObject({ problem: { code: 'working-offline' } });
      await call('agent.configure', { offline: false, intervalMinutes: null });
      expect(await call('status.read', {})).toMatchObject({
        offlineSince: null,
        intervalMinutes: null,
        onChange: true,
      });
    },
  },
  'replica.adopt': { input: {}, answer: { adopted: 0 } },
};

const deciding: Pick<{ readonly [N in CallName]: Example<N> }, Extract<CallName, `conflicts.${string}`>> = {
  'conflicts.list': {
    input: { tab: 'undecided', table: category, text: 'my roads', limit: 10, offset: 0 },
    answer: {
      entries: [{ no: 2, key: { category_id: 'ROAD' }, type: 'local-update/hub-update', keep: null }],
      shown: 1,
      counts: { undecided: 2, decided: 0, confirmed: 0, parked: 0 },
    },
  },
  'conflicts.get': {
    input: { no: 1, filter: { tab: 'undecided' } },
    answer: {
      base: { name: 'Bikes' },
      agreedAt: anInstant,
      mine: { name: 'My bikes', 'extra note': null },
      theirs: { name: 'Hub bikes', 'extra note': 'long '.repeat(100) },
      place: { at: 2, of: 2, listed: true, previous: 2, next: null },
      decision: null,
    },
  },
  'conflicts.resolve': {
    input: {
      no: 1,
      revision: 1,
      choice: { keep: 'merged', take: { 'extra note': 'theirs' }, set: { name: 'Bikes of both' } },
    },
    answer: { state: 'decided', decision: { keep: 'merged', by: 'Ann', row: { name: 'Bikes of both' }, wrote: true } },
  },
  'conflicts.resolveAll': {
    input: { filter: {}, numbers: [1, 2, 77], keep: 'mine' },
    answer: { decided: 2, refused: [{ id: 77, code: 'conflict-unknown' }] },
  },
  'conflicts.undoAll': { input: { steps: { after: 0, upTo: 1000 } }, answer: { undone: 0, refused: [] } },
  'conflicts.facets': {
    input: { tab: 'undecided' },
    answer: { columns: [{ name: 'name', count: 2 }], sessions: [{ no: 2, count: 2 }] },
  },
  'conflicts.undo': {
    input: { no: 1 },
    answer: { state: 'undecided', decision: null, history: { length: 3 } },
  },
};

const reading: Pick<
  { readonly [N in CallName]: Example<N> },
  | 'data.tables'
  | 'data.page'
  | 'data.place'
  | 'data.record'
  | 'removed.list'
  | 'data.timeline'
  | 'data.find'
  | 'data.values'
  | 'data.names'
> = {
  'data.tables': {
    input: {},
    answer: expect.arrayContaining([
      expect.objectContaining({ table: tableNamed('tag'), rows: 3, key: ['tag_id'], name: 'label' }),
    ]) as unknown,
  },
  'data.page': {
    input: {
      ...everything,
      table: tableNamed('tag'),
      filters: [{ column: 'tag_id', operator: 'at-least', values: ['9007199254740993'] }],
      limit: 10,
      offset: 0,
    },
    answer: {
      rows: [{ key: { tag_id: '9007199254740993' }, cells: ['9007199254740993', 'beyond doubles'], badge: 'new' }],
      shown: 1,
      total: 3,
      waiting: 1,
    },
  },
  'data.place': {
    input: { ...everything, table: category, only: 'conflict', sort: [], key: { category_id: 'ROAD' } },
    answer: { at: 1 },
  },
  'data.record': {
    input: { table: tableNamed('customer'), key: { customer_id: 'c1' } },
    answer: {
      row: { name: 'Acme Ltd', employee_id: 1 },
      base: { name: 'Acme' },
      badge: 'waiting',
      changedAt: anInstant,
      children: [
        { table: tableNamed('customer_address'), count: 2, waiting: 0 },
        { table: tableNamed('orders'), count: 1 },
      ],
    },
  },
  'removed.list': { input: { limit: 10, offset: 0 }, answer: { records: [], shown: 0, left: 0 } },
  'data.timeline': {
    input: { table: category, key: { category_id: 'ROAD' } },
    answer: {
      points: [
        { kind: 'raised', conflict: 2, session: 2, version: null },
        { kind: 'changed', side: 'theirs', version: { category_id: 'ROAD' } },
        { kind: 'changed', side: 'mine', version: { category_id: 'ROAD' } },
        { kind: 'base', side: 'both', columns: [], at: anInstant },
      ],
      earlier: 0,
    },
  },
  'data.find': { input: { table: category, text: 'roads', limit: 1 }, answer: [{ key: { category_id: 'ROAD' } }] },
  'data.values': {
    input: { table: tableNamed('address'), column: 'city', limit: 1 },
    answer: { values: [{ value: 'Delft', name: null, count: aNumber }] },
  },
  'data.names': {
    input: { table: category, keys: ['ROAD', 'nothing', null] },
    answer: { names: ['Hub roads', null, null] },
  },
};

const writing: Pick<{ readonly [N in CallName]: Example<N> }, 'data.insert' | 'data.update' | 'data.delete'> = {
  'data.insert': {
    input: { table: tableNamed('product'), row: { product_id: 'p3', name: 'New', photo: { base64: 'AQID' } } },
    answer: { key: { product_id: 'p3' } },
    later: async ({ call }) =>
      expect(await call('data.record', { table: tableNamed('product'), key: { product_id: 'p3' } })).toMatchObject({
        row: { photo: { base64: 'AQID' }, price: null },
        base: null,
        badge: 'new',
      }),
  },
  'data.update': {
    input: {
      table: tableNamed('orders'),
      key: { order_id: 2 },
      expected: { total: '7.25' },
      set: { total: '8.00' },
    },
    answer: {},
    later: async ({ call }) =>
      expect(await call('data.record', { table: tableNamed('orders'), key: { order_id: 2 } })).toMatchObject({
        row: { total: '8' },
        base: { total: '7.25' },
        badge: 'waiting',
      }),
  },
  'data.delete': {
    input: { table: tableNamed('product_tag'), key: { tag_id: 1, product_id: 'p1' } },
    answer: {},
    later: async ({ call }) =>
      expect(
        await call('data.record', { table: tableNamed('product_tag'), key: { tag_id: 1, product_id: 'p1' } }),
      ).toMatchObject({ row: null, base: { tag_id: 1 }, badge: 'waiting', children: [] }),
  },
};

const telemetry: Pick<{ readonly [N in CallName]: Example<N> }, Extract<CallName, `telemetry.${string}`>> = {
  'telemetry.list': {
    input: { filter: { names: ['concord.session'] }, limit: 1 },
    answer: {
      events: [{ name: 'concord.session', mode: 'DELTA_SYNC', success: true, user: 'Ann', session: 2 }],
      shown: 2,
    },
  },
  'telemetry.choices': {
    input: {},
    answer: {
      people: ['Ann'],
      modes: ['FIRST_SYNC', 'DELTA_SYNC'],
      tables: expect.arrayContaining(['tag']) as unknown,
    },
  },
  'telemetry.cards': {
    input: {},
    answer: {
      gaps: [],
      people: [{ user: 'Ann', sessions: 2, lastSync: anInstant }],
      versions: { people: 1, rows: [{ people: 1 }] },
    },
  },
  'telemetry.state': { input: {}, answer: { recording: true, keepDays: 30, keepEvents: 1_000_000, gaps: [] } },
  'telemetry.configure': {
    input: { recording: false, keepDays: 7 },
    answer: { recording: false, keepDays: 7, since: anInstant, gaps: [{ from: anInstant, to: null }] },
  },
  'telemetry.exportPlan': {
    input: { filter: { names: ['concord.session'] }, format: 'ndjson' },
    answer: { events: 2, preview: { length: 2 }, oldest: anInstant },
  },
  'telemetry.exportPart': {
    input: { filter: { names: ['concord.session'] }, format: 'csv', limit: 1 },
    answer: { text: expect.stringContaining('concord.session') as unknown, done: false },
  },
};

const waiting: Pick<
  { readonly [N in CallName]: Example<N> },
  'changes.count' | 'changes.page' | 'changes.revert' | 'changes.undo'
> = {
  'changes.count': {
    input: { table: tableNamed('tag'), operation: 'insert', waitsFor: 'next', text: 'doubles' },
    answer: {
      shown: { changes: 1, records: 1 },
      total: { changes: 3, records: 3 },
      groups: [{ reason: 'next', changes: 1, behind: [] }],
      notAdopted: 0,
      reverts: [],
    },
  },
  'changes.page': {
    input: { limit: 1, offset: 1 },
    answer: {
      records: [
        {
          table: tableNamed('tag'),
          key: { tag_id: '9007199254740993' },
          columns: [
            { column: 'tag_id', new: '9007199254740993' },
            { column: 'label', new: 'beyond doubles' },
          ],
          by: null,
        },
      ],
    },
  },
  'changes.revert': {
    input: { records: [{ table: tableNamed('tag'), key: { tag_id: '9007199254740993' }, mark: `${markedStamp}.0` }] },
    answer: { no: 1, changes: 1, records: 1, sent: 0 },
    later: async ({ call }) =>
      expect(await call('changes.count', {})).toMatchObject({
        total: { changes: 2 },
        reverts: [{ no: 1, who: 'Ann' }],
      }),
  },
  'changes.undo': { input: { no: 1 }, answer: { no: 1, changes: 1, records: 1, sent: 0 } },
};

/** Nothing listens there. */
const nowhere = { hub: 'http://127.0.0.1:1/', token: null };

const settingUp: { readonly [N in Extract<CallName, `setup.${string}`>]: Example<N> } = {
  'setup.state': { input: {}, answer: { open: true, interrupted: false, download: null } },
  'setup.checks': { input: {}, answer: { checks: [] } },
  'setup.scopes': { input: nowhere, answer: { scopes: null } },
  'setup.test': {
    input: { ...nowhere, scope: 'DefaultScope', file: null },
    answer: {
      passed: false,
      checks: [{ state: 'passed' }, { state: 'passed' }, { problem: { code: 'hub-port-closed' } }, {}, {}, {}],
    },
  },
  'setup.begin': { input: { ...nowhere, scope: 'DefaultScope', file: 'x.db', rule: 'ask' }, answer: { begun: false } },
  'setup.cancel': { input: {}, answer: {} },
  'setup.demo': { input: {}, answer: { begun: false } },
};

const setting: { readonly [N in Extract<CallName, `settings.${string}`>]: Example<N> } = {
  'settings.read': {
    input: {},
    answer: {
      rule: 'ask',
      retention: { sessions: 180, conflicts: 365, errors: 90 },
      connection: { scope: 'DefaultScope' },
    },
  },
  'settings.compact': { input: {}, answer: {} },
  'settings.frees': {
    input: { sessions: 180, conflicts: 365, errors: 90 },
    answer: { sessions: { entries: 0, bytes: 0 }, conflicts: { entries: 0 }, errors: { entries: 0 } },
  },
  'settings.save': {
    input: {
      rule: 'merge',
      retention: { sessions: 30, conflicts: 365, errors: 90 },
      noise: { table: tableNamed('category'), columns: ['modified'] },
    },
    answer: {},
    later: async ({ call }) =>
      expect(await call('settings.read', {})).toMatchObject({
        rule: 'merge',
        retention: { sessions: 30 },
        noise: [{ table: tableNamed('category'), columns: ['modified'] }],
      }),
  },
};

/** An example of every call. */
export const examples: { readonly [N in CallName]: Example<N> } = {
  ...looking,
  ...acting,
  ...deciding,
  ...errorExamples,
  ...hubExamples,
  ...reading,
  ...writing,
  ...telemetry,
  ...waiting,
  ...settingUp,
  ...setting,
};
