// When the next session starts by itself, and what the last call says about the network.

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAgent, type Agent, type AgentSettings } from '../../../main/agent/agent.ts';
import { maximumTries, nextSession } from '../../../main/agent/schedule.ts';
import { ConcordError, type ProblemCode } from '../../../main/sync/problem.ts';
import { stageOf } from '../sync/session-fakes.ts';

const adapters = vi.hoisted(() => ({ now: {} as Record<string, { internal: boolean }[]> }));
vi.mock('node:os', async (original) => ({ ...(await original<object>()), networkInterfaces: () => adapters.now }));

const now = new Date('2026-06-15T12:00:00Z');
const minute = 60_000;
const middle = { interval: 10 * minute, failures: 0, offline: false, now, random: 0.5 };
const later = (ms: number): Date => new Date(now.getTime() + ms);

describe('nextSession', () => {
  it.each([
    ['the interval', {}, { at: later(10 * minute), reason: 'interval', tries: 0 }],
    ['the interval, a tenth less', { random: 0 }, { at: later(9 * minute), reason: 'interval', tries: 0 }],
    ['the interval, a tenth more', { random: 1 }, { at: later(11 * minute), reason: 'interval', tries: 0 }],
    ['by hand only', { interval: null }, { at: null, reason: 'by-hand', tries: 0 }],
    ['offline', { offline: true }, { at: null, reason: 'offline', tries: 0 }],
    ['offline after failures', { offline: true, failures: 3 }, { at: null, reason: 'offline', tries: 3 }],
    ['one failure', { failures: 1 }, { at: later(5000), reason: 'back-off', tries: 1 }],
    ['one failure, a fifth less', { failures: 1, random: 0 }, { at: later(4000), reason: 'back-off', tries: 1 }],
    ['one failure, a fifth more', { failures: 1, random: 1 }, { at: later(6000), reason: 'back-off', tries: 1 }],
    ['two failures', { failures: 2 }, { at: later(10_000), reason: 'back-off', tries: 2 }],
    ['three failures', { failures: 3 }, { at: later(20_000), reason: 'back-off', tries: 3 }],
    ['four failures', { failures: 4 }, { at: later(40_000), reason: 'back-off', tries: 4 }],
    ['five failures', { failures: 5 }, { at: later(80_000), reason: 'back-off', tries: 5 }],
    ['six failures', { failures: 6 }, { at: later(10 * minute), reason: 'interval', tries: 0 }],
    ['a failure, by hand only', { failures: 1, interval: null }, { at: later(5000), reason: 'back-off', tries: 1 }],
    ['six failures, by hand only', { failures: 6, interval: null }, { at: null, reason: 'by-hand', tries: 0 }],
  ])('R-110 SC-01 SC-08 ST-11 %s', (_, state, next) => {
    expect(nextSession({ ...middle, ...state })).toEqual(next);
  });

  it('R-110 SC-08 five tries are made, each after a longer pause, none of more than 96 s', () => {
    expect(maximumTries).toBe(5);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: maximumTries }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, random) => {
          const pause = (count: number): number =>
            Number(nextSession({ ...middle, failures: count, random }).at) - now.getTime();
          expect(pause(failures)).toBeLessThanOrEqual(96_000);
          if (failures > 1) expect(pause(failures)).toBeGreaterThan(pause(failures - 1));
        },
      ),
    );
  });
});

describe('connectivity', () => {
  const agents: Agent[] = [];
  afterEach(async () => {
    adapters.now = {};
    await Promise.all(agents.splice(0).map((agent) => agent.close()));
  });

  const online: AgentSettings = { offlineSince: null, interval: null, onChange: false };

  function agentOf(failure: ProblemCode | null, more: { settings?: AgentSettings; hubIsLocal?: boolean }): Agent {
    const { input } = stageOf({
      ...(failure && { failAt: 'remote.openScope normal', failure: new ConcordError(failure) }),
    });
    const agent = createAgent({
      settings: more.settings ?? online,
      hubIsLocal: more.hubIsLocal ?? false,
      saveSettings: () => Promise.resolve(),
      changed: () => undefined,
      random: () => 0.5,
      now: () => now,
      lock: () => ({ release: () => undefined }),
      start: () => Promise.resolve(1),
      end: () => Promise.resolve(),
      record: () => undefined,
      openLocal: () => input.local,
      openRemote: () => ({
        remote: input.remote,
        traffic: () => ({ requests: 0, sent: 0, received: 0 }),
        close: () => Promise.resolve(),
      }),
    });
    agents.push(agent);
    return agent;
  }

  const sync = (agent: Agent): ReturnType<Agent['sync']> =>
    agent.sync({ type: 'normal', trigger: 'by-hand', outdatedAction: 'ask' });

  it('R-111 ST-02 is connected until something else was seen', () => {
    expect(agentOf(null, {}).state().connectivity).toBe('connected');
  });

  it('R-111 SC-07 is working offline if so chosen, and then no session starts', async () => {
    const agent = agentOf(null, { settings: { ...online, offlineSince: now.toISOString() } });
    expect(agent.state().connectivity).toBe('working-offline');
    await expect(sync(agent)).rejects.toMatchObject({ code: 'working-offline' });
  });

  const adapter = { loopback: [{ internal: true }], ethernet: [{ internal: false }] };
  const none = { loopback: [{ internal: true }] };
  it.each([
    ['a good session', null, false, adapter, 'connected'],
    ['no hub there', 'hub-unreachable', false, adapter, 'hub-not-answering'],
    ['no answer in time', 'hub-no-answer', false, adapter, 'hub-not-answering'],
    ['a busy hub', 'hub-busy', false, adapter, 'hub-not-answering'],
    ['no hub there and no adapter', 'hub-unreachable', false, none, 'no-network'],
    ['no hub there and no adapter at all', 'hub-unreachable', false, {}, 'no-network'],
    ['no hub on this computer, no adapter', 'hub-unreachable', true, none, 'hub-not-answering'],
    ['a hub that refuses', 'hub-credentials', false, none, 'connected'],
    ['a good session without an adapter', null, false, none, 'connected'],
  ] as [string, ProblemCode | null, boolean, typeof adapters.now, string][])(
    'R-111 ST-04 after %s',
    async (_, failure, hubIsLocal, known, connectivity) => {
      adapters.now = known;
      const agent = agentOf(failure, { hubIsLocal });
      const ended = await sync(agent);
      expect(ended.problem?.code ?? null).toBe(failure);
      expect(agent.state().connectivity).toBe(connectivity);
    },
  );

  it('R-111 SC-07 working offline hides what was seen before', async () => {
    adapters.now = adapter;
    const agent = agentOf('hub-unreachable', {});
    await sync(agent);
    await agent.configure({ offlineSince: now.toISOString() });
    expect(agent.state().connectivity).toBe('working-offline');
    await agent.configure({ offlineSince: null });
    expect(agent.state().connectivity).toBe('hub-not-answering');
  });
});
