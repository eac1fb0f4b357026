// C1–C34 as real peers were seen to do them (conformance-live.json), in process and over HTTP; the hub is read directly.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ConflictAnswer, ConflictView } from '../../main/replica/apply-row.ts';
import type { HubConflict, HubResolution } from '../../main/hub/conflict.ts';
import { bindings, setStage, type Counters, type Stage, type StageReplica } from '../support/stage.ts';

interface LiveScenario {
  readonly id: string;
  readonly policy: string;
  readonly handler: string;
  readonly steps: readonly string[];
  readonly client_counters: readonly { readonly who: string; readonly counters: Counters }[];
  readonly hub_handler_saw: readonly (readonly [number, string])[];
  readonly replica_handler_saw: readonly (readonly [number, string])[];
  readonly server_rows_after: Readonly<Record<string, string>>;
  readonly client_rows_after: Readonly<Record<string, string>>;
}

const live = JSON.parse(
  readFileSync(new URL('../vectors/conformance-live.json', import.meta.url), 'utf8'),
) as LiveScenario[];
const scenarios = live.filter((item) => /^C\d+$/.test(item.id) && item.id !== 'C17' && item.id !== 'C18');

const schema = `create table category (
  category_id varchar(12) primary key, parent_id varchar(12) references category (category_id),
  name varchar(50) not null, "extra note" text, row_guid text, modified datetime);
  insert into category (category_id, name) values ('ROOT', 'Root');`;

/** The inbox entry that the product keeps where a stock peer would lose the local values. */
const parkedTypes: Readonly<Record<string, string>> = {
  IR_IH: 'local-insert/hub-insert',
  UR_UH: 'local-update/hub-update',
  DR_UH: 'local-delete/hub-update',
  UR_DH: 'local-update/hub-delete',
};

/** Makes the conflicting changes on hub and replica A (CONFORMANCE 6). `synced` runs before them. */
const generators: Readonly<Record<string, (names: Names) => { synced: string; hub: string; replica: string }>> = {
  IR_IH: ({ id, hub, rep }) => ({ synced: '', hub: insert(id, hub), replica: insert(id, rep) }),
  UR_UH: ({ id, hub, rep }) => ({ synced: insert(id, 'Start'), hub: rename(id, hub), replica: rename(id, rep) }),
  DR_UH: ({ id, hub }) => ({ synced: insert(id, 'Start'), hub: rename(id, hub), replica: remove(id) }),
  UR_DH: ({ id, rep }) => ({ synced: insert(id, 'Start'), hub: remove(id), replica: rename(id, rep) }),
  DR_DH: ({ id }) => ({ synced: insert(id, 'Start'), hub: remove(id), replica: remove(id) }),
  DR_NULLH: ({ id, rep }) => ({ synced: '', hub: '', replica: insert(id, rep) + remove(id) }),
  NULLR_DH: ({ id, hub }) => ({ synced: '', hub: insert(id, hub) + remove(id), replica: '' }),
};

interface Names {
  readonly id: string;
  readonly hub: string;
  readonly rep: string;
}

const insert = (id: string, name: string): string =>
  `insert into category (category_id, name) values ('${id}', '${name}');`;
const rename = (id: string, name: string): string =>
  `update category set name = '${name}' where category_id = '${id}';`;
const remove = (id: string): string => `delete from category where category_id = '${id}';`;

describe.each(bindings)('conflicts %s', (binding) => {
  test.each(scenarios)('$id $steps.0 $policy, $handler (W-218, W-269)', async (scenario) => {
    const names = namesOf(scenario);
    const hubSaw: [number, string][] = [];
    const stage = await setStage({
      binding,
      schema,
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
    expect(hubName(stage, names.id)).toBe(scenario.server_rows_after['after_1']);
    expect(replicaName(a, names.id)).toBe(scenario.client_rows_after['A_after_1']);
    expect(await a.counts(hooks), 'session 2 of A').toEqual(scenario.client_counters[1]?.counters);
    expect(await b.counts(), 'session of B').toEqual(scenario.client_counters[2]?.counters);
    await a.sync();

    expect(hubName(stage, names.id)).toBe(scenario.server_rows_after['end']);
    expect(replicaName(a, names.id)).toBe(scenario.client_rows_after['A_end']);
    expect(replicaName(b, names.id)).toBe(scenario.client_rows_after['B_end']);
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
        schema,
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
    'C17 C18 outdated, %s: everything is read anew, what was sent stays',
    async (policy) => {
      const stage = await setStage({ binding, schema, tables: ['category'], policy });
      const a = await stage.replica('A');
      await a.sync();
      a.db.exec(insert('R17', 'REPR17'));
      await a.sync({ type: 'reinitialize-with-upload' });
      await stage.store.cleanUp((await stage.store.hubTime()) + 1n);
      await expect(a.sync()).rejects.toMatchObject({ code: 'outdated' });
      const rows = Number(stage.hubDb.prepare('select count(*) from category').pluck().get());
      const counts = await a.counts({ outdated: 'reinitialize-with-upload' });
      expect(counts).toMatchObject({ D: rows, AC: rows, U: 0, RC: 0 });
      expect(replicaName(a, 'R17')).toBe('REPR17');
      expect(hubName(stage, 'R17')).toBe('REPR17');
      expectEqualTables(stage, [a]);
    },
  );
});

function namesOf(scenario: LiveScenario): Names {
  const told = Object.values({ ...scenario.server_rows_after, ...scenario.client_rows_after }).find((name) =>
    /R\d+$/.test(name),
  );
  const number = /R(\d+)$/.exec(told ?? '')?.[1] ?? scenario.id.slice(1);
  return { id: `R${number}`, hub: `HUBR${number}`, rep: `REPR${number}` };
}

function hubHandler(
  scenario: LiveScenario,
  names: Names,
  saw: [number, string][],
): { onConflict?: (conflict: HubConflict) => HubResolution | undefined } {
  const word = /hub (\w+)/.exec(scenario.handler)?.[1] ?? 'none';
  if (word === 'none') return {};
  return {
    onConflict(conflict) {
      saw.push([conflict.type, conflict.proposed === 'server-wins' ? 'ServerWins' : 'ClientWins']);
      if (word === 'ClientWins') return { resolution: 'client-wins' };
      if (word !== 'MergeRow') return undefined;
      const row = conflict.incoming.map((cell) => (cell === names.rep ? names.rep.replace('REP', 'BOTH') : cell));
      return { resolution: 'merge', row };
    },
  };
}

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

function hubName(stage: Stage, id: string): string {
  return (
    (stage.hubDb.prepare('select name from category where category_id = ?').pluck().get(id) as string | undefined) ??
    '-'
  );
}

function replicaName(replica: StageReplica, id: string): string {
  return (
    (replica.db.prepare('select name from category where category_id = ?').pluck().get(id) as string | undefined) ?? '-'
  );
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
