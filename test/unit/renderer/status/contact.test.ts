// The causes of an unusable hub (ST-05).

import { expect, it } from 'vitest';
import { unreachableCause } from '../../../../renderer/format/contact.ts';

const contact = { at: '2026-06-15T10:45:00Z', ok: false, ms: 38, status: null, code: null };

it.each([
  ['no adapter', 'no-network', { code: 'hub-name-unknown' }, 'no-network'],
  ['a name that is not found', 'hub-not-answering', { code: 'hub-name-unknown' }, 'hub-name-unknown'],
  ['no answer in time', 'hub-not-answering', { code: 'hub-no-answer' }, 'hub-no-answer'],
  ['a slow answer', 'connected', { ok: true, ms: 6200 }, 'slow'],
  ['a refused connection', 'hub-not-answering', { code: 'hub-port-closed' }, 'hub-unreachable'],
  ['a busy hub', 'hub-not-answering', { code: 'hub-busy' }, 'hub-busy'],
] as const)('%s has its own sentence', (_, connectivity, change, cause) => {
  expect(unreachableCause({ connectivity, contact: { ...contact, ...change } })).toBe(cause);
});
