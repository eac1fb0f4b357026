// Calls that start, stop and set the agent.

import type { Handlers } from '../window/contract.ts';
import type { Rooms } from './rooms.ts';

/** `sync.*`, `agent.*`, `replica.*`. */
export function agentHandlers({
  agent,
  replica,
  now,
}: Rooms): Pick<Handlers, 'sync.start' | 'sync.cancel' | 'hub.check' | 'agent.configure' | 'replica.adopt'> {
  return {
    async 'sync.start'(input) {
      // What the session meets is in the feed; only a refusal to start is the caller's to hear.
      const running = agent.sync({ ...input, trigger: 'by-hand' });
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 30))]);
      running.catch(() => undefined);
      return {};
    },
    async 'hub.check'() {
      await agent.check();
      return {};
    },
    'sync.cancel'() {
      agent.cancel();
      return {};
    },
    async 'agent.configure'({ offline, intervalMinutes, onChange }) {
      await agent.configure({
        ...(offline !== undefined && { offlineSince: offline ? now().toISOString() : null }),
        ...(intervalMinutes !== undefined && { interval: intervalMinutes === null ? null : intervalMinutes * 60_000 }),
        ...(onChange !== undefined && { onChange }),
      });
      return {};
    },
    'replica.adopt': async () => ({ adopted: await replica.adopt() }),
  };
}
