// Good calls about sync errors, with what they must answer on a busy desk.

import { expect } from 'vitest';
import type { CallName } from '../../../main/window/contract.ts';
import type { Example } from './example.ts';

const retried = {
  session: 3,
  problem: null,
  counts: { accepted: 0, failedAgain: 1, conflict: 0, notTried: 0 },
  results: [{ no: 1, result: 'failed-again', message: 'another record has the same name' }],
};

/** An example of each. */
export const errorExamples: { readonly [N in Extract<CallName, `errors.${string}`>]: Example<N> } = {
  'errors.list': {
    input: { states: ['open'], type: 'exists', text: 'same name', limit: 10, offset: 0 },
    answer: {
      errors: [{ no: 1, key: { category_id: 'LOCAL' }, side: 'hub', action: 'insert', errorCode: 2003, tries: 1 }],
      shown: 1,
      types: { conflict: 0, 'not-found': 0, exists: 1, other: 0 },
      counts: { open: 1, parked: 0, interrupted: 0, resolved: 0 },
      newest: 1,
    },
  },
  'errors.get': {
    input: { no: 1 },
    answer: {
      cause: 'exists',
      column: 'name',
      fixer: 'you',
      wanted: { category_id: 'LOCAL', name: 'Same name' },
      standing: null,
      canEdit: true,
      waiting: [],
    },
  },
  'errors.interrupted': { input: {}, answer: { sessions: [] } },
  'errors.retry': { input: { numbers: [1, 77] }, answer: retried },
  'errors.edit': {
    input: { no: 1, set: { name: 'Another name' }, retry: true },
    answer: { counts: { accepted: 1, failedAgain: 0 }, results: [{ no: 1, result: 'accepted' }] },
  },
  'errors.countClean': { input: { days: null }, answer: { resolved: 0, unresolved: 1 } },
  'errors.clean': {
    input: { days: null, unresolved: true, expected: 1 },
    answer: { deleted: 1, kept: 0, file: expect.stringContaining('-errors-') as unknown },
    later: async ({ call }) => {
      expect((await call('errors.list', { limit: 10, offset: 0 })).errors).toEqual([]);
      expect(await call('changes.count', {})).toMatchObject({ total: { records: 2 } });
    },
  },
};
