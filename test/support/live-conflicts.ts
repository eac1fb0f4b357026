// C1–C34 as real peers were seen to do them (CONFORMANCE 6): the changes that make each conflict, what the hub answers, and
// what counters and rows must come of it.

import { readFileSync } from 'node:fs';
import type { HubConflict, HubResolution } from '../../main/hub/conflict.ts';
import { insert, remove, rename } from './category.ts';
import type { Counters } from './books.ts';

/** A scenario with what was seen of it. */
export interface LiveScenario {
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

/** All but C17 and C18, which are about being outdated. */
export const scenarios = live.filter((item) => /^C\d+$/.test(item.id) && item.id !== 'C17' && item.id !== 'C18');

/** The inbox entry that the product keeps where a stock peer would lose the local values. */
export const parkedTypes: Readonly<Record<string, string>> = {
  IR_IH: 'local-insert/hub-insert',
  UR_UH: 'local-update/hub-update',
  DR_UH: 'local-delete/hub-update',
  UR_DH: 'local-update/hub-delete',
};

/** Makes the conflicting changes on hub and replica A (CONFORMANCE 6). `synced` runs before them. */
export const generators: Readonly<Record<string, (names: Names) => { synced: string; hub: string; replica: string }>> =
  {
    IR_IH: ({ id, hub, rep }) => ({ synced: '', hub: insert(id, hub), replica: insert(id, rep) }),
    UR_UH: ({ id, hub, rep }) => ({ synced: insert(id, 'Start'), hub: rename(id, hub), replica: rename(id, rep) }),
    DR_UH: ({ id, hub }) => ({ synced: insert(id, 'Start'), hub: rename(id, hub), replica: remove(id) }),
    UR_DH: ({ id, rep }) => ({ synced: insert(id, 'Start'), hub: remove(id), replica: rename(id, rep) }),
    DR_DH: ({ id }) => ({ synced: insert(id, 'Start'), hub: remove(id), replica: remove(id) }),
    DR_NULLH: ({ id, rep }) => ({ synced: '', hub: '', replica: insert(id, rep) + remove(id) }),
    NULLR_DH: ({ id, hub }) => ({ synced: '', hub: insert(id, hub) + remove(id), replica: '' }),
  };

/** The record of a scenario, and what each side calls it. */
export interface Names {
  readonly id: string;
  readonly hub: string;
  readonly rep: string;
}

/** The record of a scenario. */
export function namesOf(scenario: LiveScenario): Names {
  const told = Object.values({ ...scenario.server_rows_after, ...scenario.client_rows_after }).find((name) =>
    /R\d+$/.test(name),
  );
  const number = /R(\d+)$/.exec(told ?? '')?.[1] ?? scenario.id.slice(1);
  return { id: `R${number}`, hub: `HUBR${number}`, rep: `REPR${number}` };
}

/** What the hub's handler does in a scenario. */
export function hubHandler(
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
