// What an engine without a replica answers: the first start's own calls, and to all others that no replica is open (AX-07).

import type { Demonstration } from '../office/demonstration.ts';
import type { FirstStart } from './first-start.ts';
import { testHandlers } from '../handlers/setup-handlers.ts';
import { ConcordError } from '../sync/problem.ts';
import { version } from '../version.ts';
import { calls, type Handlers } from '../window/contract.ts';

/** What the calls of an engine without a replica stand on. */
export interface SetupDesk {
  readonly user: string;
  readonly device: string;
  readonly token: string | undefined;
  readonly start: FirstStart;
  readonly demo: Demonstration;
}

/** Every call of an engine without a replica. */
export function closedHandlers(desk: SetupDesk): Handlers {
  const refuse = (): never => {
    throw new ConcordError('replica-none');
  };
  const refused = Object.fromEntries(Object.keys(calls).map((name) => [name, refuse])) as unknown as Handlers;
  const { user, device, start, demo } = desk;
  return {
    ...refused,
    'app.describe': () => ({
      version,
      title: '',
      file: '',
      user,
      device,
      isDemo: false,
      readOnly: false,
      phase: 'set-up',
    }),
    ...testHandlers(start.test, () => desk.token),
    'setup.state': () => ({ ...start.state(), open: false, demo: demo.state() }),
    'setup.begin'(input) {
      start.begin(input);
      return { begun: true };
    },
    async 'setup.cancel'() {
      await start.cancel();
      return {};
    },
    'setup.demo'() {
      demo.begin();
      return { begun: true };
    },
  };
}
