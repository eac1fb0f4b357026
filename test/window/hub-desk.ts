// What stories of the hub's screen have in common: an admin's token, and a scope that is filtered.

import { makeToken } from '../../main/hub/tokens.ts';
import type { TokenKind } from '../../main/hub/stores/token-book.ts';
import type { Desk } from './desk.ts';

const customers = { name: 'customers', schema: '' };

/** A scope beside the office's own, which gives each client the customers of one country. */
export const region = {
  name: 'Region',
  tables: ['customers'],
  filters: {
    parameters: [{ name: 'country', type: 'text' }],
    filters: [{ table: customers, equals: [{ table: customers, column: 'country', parameter: 'country' }] }],
  },
} as const;

/** My replica gets a token of a kind. */
export async function giveToken({ stage, client }: Desk, name: string, kind: TokenKind): Promise<void> {
  const grant = { name, kind, scopes: null, expiresAt: null, pinned: null };
  const { token } = await makeToken(stage.store, grant, new Date());
  await client.call('settings.save', { token });
}
