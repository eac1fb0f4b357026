// C1–C34 as real peers were seen to do them (conformance-live.json), in process and over HTTP; the hub is read directly.

import { describe, expect, test } from 'vitest';
import type { ConflictAnswer, ConflictView } from '../../main/replica/apply-row.ts';
import { categorySchema, insert, nameIn } from '../support/category.ts';
import {
  generators,
  hubHandler,
  namesOf,
  parkedTypes,
  scenarios,
  type LiveScenario,
  type Names,
} from '../support/live-conflicts.ts';
import { bindings, setStage, type Stage, type StageReplica } from '../support/stage.ts';

describe.each(bindings)('conflicts %s', (binding) => {
  test.each(scenarios)('$id $steps.0 $policy, $handler (W-218, W-269)', async (scenario) => {
    const names = namesOf(scenario);
    const hubSaw: [number, string][] = [];
    const stage = await setStage({
      binding,
      schema: categorySchema(),
      tables: ['category'],
      policy: scenario.policy === 'ClientWins' ? 'client-wins' : 'server-wins',
      handlers: hubHandler(scenario, names, hubSaw),
    });
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    const steps = generators[scenario.steps[0] ?? '']?.(names) ?? { synced: '', hub: '', replica: '' };
    stage.hubDb.exec(steps.synced);
    await a.sync();
    await b.sync();
    stage.hubDb.exec(steps.hub);
    a.db.exec(steps.replica);

    const saw: [number, string][] = [];
    const hooks = replicaHooks(scenario, names, saw);
    expect(await a.counts(hooks), 'session 1 of A').toEqual(scenario.client_counters[0]?.counters);
    expect(nameIn(stage, names.id)).toBe(scenario.server_rows_after['after_1']);
    expect(nameIn(a, names.id)).toBe(scenario.client_rows_after['A_after_1']);
    expect(await a.counts(hooks), 'session 2 of A').toEqual(scenario.client_counters[1]?.counters);
    expect(await b.counts(), 'session of B').toEqual(scenario.client_counters[2]?.counters);
    await a.sync();

    expect(nameIn(stage, names.id)).toBe(scenario.server_rows_after['end']);
    expect(nameIn(a, names.id)).toBe(scenario.client_rows_after['A_end']);
    expect(nameIn(b, names.id)).toBe(scenario.client_rows_after['B_end']);
    expect(hubSaw).toEqual(scenario.hub_handler_saw);
    expect(saw).toEqual(scenario.replica_handler_saw);
    await expectQuiet([a, b]);
    expectEqualTables(stage, [a, b]);
  });

  test.each(scenarios.filter((item) => /replica (none|watch)/.test(item.handler)))(
    '$id parks what a stock peer would lose, once (W-227, W-234, CF-01)',
    async (scenario) => {
      const names = namesOf(scenario);
      const stage = await setStage({
        binding,
        schema: categorySchema(),
        tables: ['category'],
        policy: scenario.policy === 'ClientWins' ? 'client-wins' : 'server-wins',
        handlers: hubHandler(scenario, names, []),
      });
      const a = await stage.replica('A');
      const generator = scenario.steps[0] ?? '';
      const steps = generators[generator]?.(names) ?? { synced: '', hub: '', replica: '' };
      stage.hubDb.exec(steps.synced);
      await a.sync();
      stage.hubDb.exec(steps.hub);
      a.db.exec(steps.replica);
      await a.sync();
      await a.sync();
      const { entries } = a.inbox.list({ limit: 10, offset: 0 });
      const hubWon = scenario.policy === 'ServerWins' && !/hub ClientWins/.test(scenario.handler);
      const parked = hubWon ? parkedTypes[generator] : undefined;
      expect(entries.map((entry) => entry.type)).toEqual(parked ? [parked] : []);
      const [entry] = entries;
      if (!entry) return;
      expect(entry.versions.mine?.['name'] ?? null).toBe(generator.startsWith('DR') ? null : names.rep);
      expect(entry.versions.theirs?.['name'] ?? null).toBe(
        /_DH/.test(generator) ? null : (scenario.server_rows_after['after_1'] ?? null),
      );
      expect(entry.versions.base?.['name'] ?? null).toBe(steps.synced === '' ? null : 'Start');
    },
  );

  test.each(['server-wins', 'client-wins'] as const)(
    'C17 C18 O2 outdated, %s: everything is read anew, what was sent stays',
    async (policy) => {
      const stage = await setStage({ binding, schema: categorySchema(), tables: ['category'], policy });
      const a = await stage.replica('A');
      await a.sync();
      a.db.exec(insert('R17', 'REPR17'));
      await a.sync({ type: 'reinitialize-with-upload' });
      await stage.store.cleanUp((await stage.store.hubTime()) + 1n);
      await expect(a.sync()).rejects.toMatchObject({ code: 'outdated' });
      const rows = Number(stage.hubDb.prepare('select count(*) from category').pluck().get());
      const counts = await a.counts({ outdated: 'reinitialize-with-upload' });
      expect(counts).toMatchObject({ D: rows, AC: rows, U: 0, RC: 0 });
      expect(nameIn(a, 'R17')).toBe('REPR17');
      expect(nameIn(stage, 'R17')).toBe('REPR17');
      expectEqualTables(stage, [a]);
    },
  );
});

function replicaHooks(
  scenario: LiveScenario,
  names: Names,
  saw: [number, string][],
): { hooks?: { onConflict: (view: ConflictView) => ConflictAnswer | undefined } } {
  const word = /replica (\w+)/.exec(scenario.handler)?.[1] ?? 'none';
  if (word === 'none') return {};
  return {
    hooks: {
      onConflict(view) {
        saw.push([view.type, view.proposed === 'server-wins' ? 'ServerWins' : 'ClientWins']);
        if (word !== 'trick') return undefined;
        const row = view.incoming.map((cell) => (cell === names.hub ? names.hub.replace('HUB', 'USER') : cell));
        return { resolution: 'client-wins', row, local: true };
      },
    },
  };
}

/** "Quiet": one more session on every replica moves nothing. */
export async function expectQuiet(replicas: readonly StageReplica[]): Promise<void> {
  for (const replica of replicas) {
    expect(await replica.counts(), `${replica.name} is quiet`).toEqual({
      D: 0,
      U: 0,
      AC: 0,
      AS: 0,
      FC: 0,
      FS: 0,
      RC: 0,
      rcC: 0,
      rcS: 0,
    });
  }
}

/** Row by row, read from every file itself. */
export function expectEqualTables(
  stage: Stage,
  replicas: readonly StageReplica[],
  table = 'category',
  key = 'category_id',
): void {
  const sql = `select * from ${table} order by ${key}`;
  const rows = stage.hubDb.prepare(sql).all();
  for (const replica of replicas) expect(replica.db.prepare(sql).all(), replica.name).toEqual(rows);
}
