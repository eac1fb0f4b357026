// C1–C34 with real peers: a stock client at Concord's hubs, with a Concord replica beside it; a Concord replica at the stock
// server, with a stock client beside it. The counters are those that the stock pair was seen to reach.

import { describe, expect, test } from 'vitest';
import { openEntries, categorySchema, insert, nameIn } from '../support/category.ts';
import {
  generators,
  hubHandler,
  namesOf,
  parkedTypes,
  scenarios,
  type LiveScenario,
  type Names,
} from '../support/live-conflicts.ts';
import type { Counters } from '../support/books.ts';
import type { StageReplica } from '../support/stage.ts';
import { nothing, plain, sameTables } from './checks.ts';
import type { NetReplica, NetSync, PeerCounters } from './net-client.ts';
import { concordHubs, setScene, withPeers, type Scene } from './scene.ts';

const policyOf = (scenario: LiveScenario): 'client-wins' | 'server-wins' =>
  scenario.policy === 'ClientWins' ? 'client-wins' : 'server-wins';

withPeers('conflicts with real peers', () => {
  describe.each(concordHubs)('a stock client, %s', (kind) => {
    test.each(scenarios)('$id $steps.0 $policy, $handler (W-218, W-269)', async (scenario) => {
      const names = namesOf(scenario);
      const scene = await setScene({
        kind,
        schema: categorySchema(),
        tables: ['category'],
        policy: policyOf(scenario),
        handlers: hubHandler(scenario, names, []),
      });
      const [a, b] = [scene.stock('A'), await scene.concord('B')];
      const order = clientOrder(scenario, names);
      if (order.rewrite && !(await a.takes()).includes('rewrite')) return told('C12 asks for a client that rewrites');
      const sessions = { a: (first: boolean) => a.counts(first ? order : {}), b: async () => plain(await b.counts()) };
      await playScenario({ scene, scenario, names, a, b, sessions });
      expect(openEntries(b), 'the replica beside it has nothing to decide').toEqual([]);
    });
  });

  describe('a Concord replica, a stock server', () => {
    test.each(scenarios.filter((scenario) => !/replica trick/.test(scenario.handler)))(
      '$id $steps.0 $policy, $handler: the same counters, and what a stock client would lose is kept (L12, CF-01)',
      async (scenario) => {
        const names = namesOf(scenario);
        const variables = serverVariables(scenario, names);
        const scene = await setScene({
          kind: 'a stock server',
          schema: categorySchema(),
          tables: ['category'],
          policy: policyOf(scenario),
          server: variables,
          isShared: true,
        });
        if ('CONFLICT' in variables && !scene.server?.takes.includes('CONFLICT'))
          return told(`${scenario.id} asks for a server that answers conflicts`);
        const [a, b] = [await scene.concord('A'), scene.stock('B')];
        const sessions = { a: async () => plain(await a.counts()), b: () => b.counts() };
        await playScenario({ scene, scenario, names, a, b, sessions });
        expect(a.inbox.list({ limit: 10, offset: 0 }).entries.map((entry) => entry.type)).toEqual(parkedWith(scenario));
      },
    );
  });

  test.each(concordHubs)('C17 C18 a stock client is outdated: %s', async (kind) => {
    const scene = await setScene({ kind, schema: categorySchema(), tables: ['category'] });
    const a = scene.stock('A');
    await a.counts();
    a.db.exec(insert('R17', 'REPR17'));
    await a.counts({ type: 'ReinitializeWithUpload' });
    const { store } = scene.stage ?? {};
    await store?.cleanUp((await store.hubTime()) + 1n);
    await expect(a.counts()).rejects.toMatchObject({ type: 'OutOfDateException' });
    expect(await a.counts({ outdated: 'ReinitializeWithUpload' })).toMatchObject({ D: 2, AC: 2, U: 0, RC: 0 });
    expect([nameIn(a, 'R17'), nameIn(scene, 'R17')]).toEqual(['REPR17', 'REPR17']);
    expect(await a.counts()).toEqual(nothing);
  });
});

interface Play {
  readonly scene: Scene;
  readonly scenario: LiveScenario;
  readonly names: Names;
  readonly a: NetReplica | StageReplica;
  readonly b: NetReplica | StageReplica;
  readonly sessions: { a(first: boolean): Promise<PeerCounters>; b(): Promise<PeerCounters> };
}

async function playScenario({ scene, scenario, names, a, b, sessions }: Play): Promise<void> {
  const { client_counters: seen, client_rows_after: rows, server_rows_after: hubRows } = scenario;
  const steps = generators[scenario.steps[0] ?? '']?.(names) ?? { synced: '', hub: '', replica: '' };
  await sessions.a(false);
  await sessions.b();
  scene.hubDb.exec(steps.synced);
  await sessions.a(false);
  await sessions.b();
  scene.hubDb.exec(steps.hub);
  a.db.exec(steps.replica);

  expect(await sessions.a(true), 'session 1 of A').toEqual(seenOf(seen[0]?.counters));
  expect([nameIn(scene, names.id), nameIn(a, names.id)]).toEqual([hubRows['after_1'], rows['A_after_1']]);
  expect(await sessions.a(true), 'session 2 of A').toEqual(seenOf(seen[1]?.counters));
  expect(await sessions.b(), 'session of B').toEqual(seenOf(seen[2]?.counters));
  await sessions.a(false);

  const end = [nameIn(scene, names.id), nameIn(a, names.id), nameIn(b, names.id)];
  expect(end).toEqual([hubRows['end'], rows['A_end'], rows['B_end']]);
  expect([await sessions.a(false), await sessions.b()], 'quiet').toEqual([nothing, nothing]);
  sameTables(scene, [a, b], { category: 'category_id' });
}

function seenOf(counters: Counters | undefined): PeerCounters {
  if (!counters) throw new Error('nothing was seen of this session');
  return plain(counters);
}

function clientOrder(scenario: LiveScenario, names: Names): NetSync {
  if (/replica trick/.test(scenario.handler))
    return { conflict: 'Watch', rewrite: { name: names.hub.replace('HUB', 'USER') } };
  return /replica watch/.test(scenario.handler) ? { conflict: 'Watch' } : {};
}

function serverVariables(scenario: LiveScenario, names: Names): Readonly<Record<string, string>> {
  const word = /hub (\w+)/.exec(scenario.handler)?.[1] ?? 'none';
  if (word === 'ClientWins') return { CONFLICT: 'ClientWins' };
  return word === 'MergeRow' ? { CONFLICT: 'MergeRow', MERGE: `name:${names.rep.replace('REP', 'BOTH')}` } : {};
}

function parkedWith(scenario: LiveScenario): readonly string[] {
  const hubWon = scenario.policy === 'ServerWins' && !/hub ClientWins/.test(scenario.handler);
  const parked = hubWon ? parkedTypes[scenario.steps[0] ?? ''] : undefined;
  return parked ? [parked] : [];
}

function told(reason: string): void {
  console.warn(`skipped: ${reason}`);
}
