// The calls of the first start where a replica is open: its connection can be tested, and there is nothing to set up.

import type { ConnectionTest } from '../wiring/connection-test.ts';
import { listScopes } from '../remote/list-scopes.ts';
import type { CallName, Handlers } from '../window/contract.ts';

type SetupCall = Extract<CallName, `setup.${string}`>;

/** A list that helps with typing is not waited for long. */
const listSeconds = 8;

/** `setup.*` of an open replica. */
export function openHandlers({
  test,
  token,
  keepsTokens,
}: {
  readonly test: ConnectionTest;
  readonly token: () => string | undefined;
  readonly keepsTokens: boolean;
}): Pick<Handlers, SetupCall> {
  return {
    ...testHandlers(test, token),
    'setup.state': () => ({
      open: true,
      given: { hub: '', scope: '', file: '', rule: 'ask', hasToken: token() !== undefined },
      keepsTokens,
      interrupted: false,
      download: null,
      ended: null,
      demo: null,
    }),
    'setup.begin': () => ({ begun: false }),
    'setup.cancel': () => ({}),
    'setup.demo': () => ({ begun: false }),
  };
}

/** A field for the token that was left empty means the one that is known already, where there is one. */
export function testHandlers(
  test: ConnectionTest,
  known: () => string | undefined,
): Pick<Handlers, 'setup.test' | 'setup.checks' | 'setup.scopes'> {
  return {
    'setup.test': (input) => test.run({ ...input, token: input.token ?? known() ?? null }),
    'setup.checks': () => ({ checks: test.checks() }),
    'setup.scopes': async ({ hub, token }) => ({
      scopes: await listScopes(hub, token ?? known() ?? null, listSeconds).catch(() => null),
    }),
  };
}
