// Good calls about the hub, with what they must answer on a busy desk whose token is an admin's.

import { expect } from 'vitest';
import type { CallInput, CallName } from '../../../main/window/contract.ts';
import type { Example } from './example.ts';

/** A token that an example makes. */
export const newToken: CallInput<'hub.makeToken'> = {
  name: 'Bob',
  kind: 'client',
  scopes: ['DefaultScope'],
  expiresAt: '2099-01-01T00:00:00Z',
};

/** An example of each. */
export const hubExamples: { readonly [N in Exclude<Extract<CallName, `hub.${string}`>, 'hub.check'>]: Example<N> } = {
  'hub.manage': {
    input: {},
    answer: { isAdmin: true, state: { token: { name: 'Ann', kind: 'admin' }, scopes: [{ name: 'DefaultScope' }] } },
  },
  'hub.clients': {
    input: {},
    answer: {
      clients: [{ person: 'Ann', device: 'Desk 1', token: 'Ann', session: { mode: 'delta', result: 'done' } }],
    },
  },
  'hub.tokens': { input: {}, answer: { tokens: [{ no: 1, name: 'Ann', kind: 'admin', scopes: null }] } },
  'hub.makeToken': {
    input: newToken,
    answer: { no: 2, name: 'Bob', token: expect.stringMatching(/^concord_[\w-]{43}$/) as unknown },
    later: async ({ call }) =>
      expect((await call('hub.tokens', {})).tokens).toMatchObject([
        { no: 1 },
        { name: 'Bob', scopes: ['DefaultScope'] },
      ]),
  },
  'hub.revokeToken': {
    input: { no: 2 },
    answer: {},
    later: async ({ call }) => expect((await call('hub.tokens', {})).tokens[1]?.revokedAt).toEqual(expect.any(String)),
  },
  'hub.orders': { input: {}, answer: { orders: [] } },
  'hub.order': {
    input: { operation: 'reinitialize-with-upload', clients: 'all', scope: 'defaultscope' },
    answer: { clients: 1 },
    later: async ({ call }) =>
      expect((await call('hub.orders', {})).orders).toMatchObject([
        { operation: 'reinitialize-with-upload', person: 'Ann', device: 'Desk 1', by: 'Ann', state: 'waiting' },
      ]),
  },
  'hub.withdrawOrder': {
    input: { no: 1 },
    answer: {},
    later: async ({ call }) =>
      expect((await call('hub.orders', {})).orders).toMatchObject([{ no: 1, state: 'withdrawn' }]),
  },
  'hub.errors': { input: {}, answer: { errors: [], count: 0 } },
  'hub.retryErrors': { input: { numbers: [1] }, answer: { count: 0 } },
  'hub.forgetErrors': { input: { numbers: [1] }, answer: { count: 0 } },
  'hub.planCleanUp': {
    input: { dropSilentDays: 90 },
    answer: { clients: 1, outdated: [], holding: { person: 'Ann', device: 'Desk 1' } },
  },
  'hub.cleanUp': {
    input: { outdated: [] },
    answer: { outdated: 0 },
    later: async ({ call }) =>
      expect((await call('hub.cleanUps', {})).cleanUps).toMatchObject([{ by: 'Ann', forgotten: [] }]),
  },
  'hub.cleanUps': { input: {}, answer: { cleanUps: [] } },
  'hub.feed': {
    input: {},
    answer: { open: 0, waiting: 0, lines: [{ kind: 'session', person: 'Ann', isGood: true }, {}] },
  },
  'hub.telemetry': { input: {}, answer: { state: { recording: true, keepDays: 30 } } },
  'hub.telemetryChoices': { input: {}, answer: { people: ['Ann'], modes: ['FIRST_SYNC', 'DELTA_SYNC'] } },
  'hub.telemetryEvents': {
    input: { filter: { names: ['concord.session'] }, limit: 1 },
    answer: {
      events: [{ name: 'concord.session', mode: 'DELTA_SYNC', success: true, user: 'Ann', client: 'hub' }],
      shown: 2,
    },
  },
  'hub.telemetryExport': {
    input: { filter: { names: ['concord.session'] }, format: 'ndjson' },
    answer: { events: 2, preview: { length: 2 }, file: expect.stringMatching(/\.ndjson$/) as unknown },
  },
  'hub.telemetryPart': {
    input: { filter: { names: ['concord.session'] }, format: 'csv', limit: 1 },
    answer: { text: expect.stringContaining('concord.session') as unknown, done: false },
  },
  'hub.snapshots': { input: {}, answer: { everyHours: 0, snapshots: [], making: [] } },
  'hub.makeSnapshot': {
    input: { scope: 'DefaultScope' },
    answer: { making: 1 },
    later: async ({ call }) =>
      expect
        .poll(async () => (await call('hub.snapshots', {})).snapshots, { timeout: 10_000 })
        .toMatchObject([{ no: 1, scope: 'DefaultScope', by: 'Ann', used: 0, isGivenOut: true }]),
  },
  'hub.deleteSnapshot': {
    input: { no: 1 },
    answer: {},
    later: async ({ call }) => expect((await call('hub.snapshots', {})).snapshots).toEqual([]),
  },
  'hub.cancelSnapshot': {
    input: { no: 1 },
    answer: {},
    later: async ({ call }) => expect((await call('hub.snapshots', {})).making).toEqual([]),
  },
};
