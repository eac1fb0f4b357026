// The hub for whoever manages it: asked at its own door by this replica's token, never while working offline (HB-03, HB-04).

import { openHubAdmin, type HubAdmin } from '../remote/hub-admin.ts';
import { ConcordError, problemFrom } from '../sync/problem.ts';
import { hubAddress } from '../wiring/known-hub.ts';
import type { hubCalls } from '../window/calls/hub-calls.ts';
import type { CallOutput, Handlers } from '../window/contract.ts';
import type { Rooms } from './rooms.ts';

/** Nobody waits longer for a list. */
const seconds = 10;

type HubCall = Extract<keyof Handlers, keyof typeof hubCalls>;

/** `hub.*`. */
export function hubHandlers({ config, replica, agent, token }: Rooms): Pick<Handlers, HubCall> {
  /** Tokens that have shown to be an admin's: the hub may be silent the next time. */
  const admins = new Set<string>();
  const door = (): HubAdmin => {
    const now = token.now();
    if (now === undefined) throw new ConcordError('hub-forbidden');
    if (agent.state().settings.offlineSince !== null) throw new ConcordError('working-offline');
    return openHubAdmin({ hub: hubAddress({ config, replica }), token: now, seconds });
  };
  return {
    async 'hub.manage'() {
      const now = token.now();
      if (now === undefined) return stranger;
      try {
        const state = await door().state();
        if (state.token.kind !== 'admin') return stranger;
        admins.add(now);
        return { isAdmin: true, state, problem: null };
      } catch (thrown) {
        const problem = problemFrom(thrown);
        if (problem.code === 'hub-forbidden' || problem.code === 'hub-credentials') admins.delete(now);
        return admins.has(now) ? { isAdmin: true, state: null, problem } : stranger;
      }
    },
    'hub.clients': async () => ({ clients: await door().clients() }),
    'hub.tokens': async () => ({ tokens: await door().tokens() }),
    async 'hub.makeToken'(wish) {
      const { no, name, token: secret } = await door().makeToken(wish);
      return { no, name, token: secret };
    },
    async 'hub.revokeToken'({ no }) {
      await door().revokeToken(no);
      return {};
    },
    'hub.orders': async () => ({ orders: await door().orders() }),
    'hub.order': (wish) => door().order(wish),
    'hub.errors': () => door().errors(),
    'hub.retryErrors': (wish) => door().retryErrors(wish),
    'hub.forgetErrors': (wish) => door().forgetErrors(wish),
    'hub.planCleanUp': ({ dropSilentDays }) => door().planCleanUp(dropSilentDays),
    'hub.cleanUp': (wish) => door().cleanUp(wish),
    'hub.cleanUps': async () => ({ cleanUps: await door().cleanUps() }),
    'hub.feed': () => door().feed(),
    'hub.snapshots': () => door().snapshots(),
    'hub.makeSnapshot': (wish) => door().makeSnapshot(wish),
    async 'hub.deleteSnapshot'({ no }) {
      await door().deleteSnapshot(no);
      return {};
    },
    async 'hub.cancelSnapshot'({ no }) {
      await door().cancelSnapshot(no);
      return {};
    },
    async 'hub.withdrawOrder'({ no }) {
      await door().withdrawOrder(no);
      return {};
    },
    ...recordedThere(door),
  };
}

/** What the hub has recorded of its clients' sessions (HB-09). */
function recordedThere(door: () => HubAdmin): Pick<Handlers, Extract<HubCall, `hub.telemetry${string}`>> {
  return {
    'hub.telemetry': () => door().telemetry(),
    'hub.telemetryChoices': () => door().telemetryChoices(),
    'hub.telemetryEvents': (query) => door().telemetryEvents(query),
    'hub.telemetryExport': (choice) => door().telemetryExport(choice),
    'hub.telemetryPart': (query) => door().telemetryPart(query),
  };
}

const stranger: CallOutput<'hub.manage'> = { isAdmin: false, state: null, problem: null };
