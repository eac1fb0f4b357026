// Counters as CONFORMANCE writes them ("D1 AC1 U1 AS0 RC1"), and those that real peers were seen to give
// (conformance-live.json), by scenario.

import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Counters } from './books.ts';
import type { StageReplica, SyncOptions } from './stage.ts';

/** A scenario as it was run with stock peers. */
export interface LiveScenario {
  readonly id: string;
  readonly client_counters: readonly {
    readonly who: string;
    readonly counters: Counters | { readonly fails: string };
  }[];
}

const live = JSON.parse(
  readFileSync(new URL('../vectors/conformance-live.json', import.meta.url), 'utf8'),
) as LiveScenario[];

/** The counters of a live scenario, session by session; a session that failed is left out. */
export function liveCounters(id: string): readonly Counters[] {
  const found = live.find((item) => item.id === id);
  if (!found) throw new Error(`no live scenario ${id}`);
  return found.client_counters.flatMap(({ counters }) => ('fails' in counters ? [] : counters));
}

const names = ['D', 'U', 'AC', 'AS', 'FC', 'FS', 'RC'] as const;

/** Reads "D2 AC1 FC1": what is not named is 0; rcC and rcS are left out unless they are named. */
export function figures(text: string): Partial<Counters> {
  const told = text.split(/[\s·]+/).flatMap((word) => {
    const [, name = '', count = ''] = /^([A-Za-z]+)(\d+)$/.exec(word) ?? [];
    return name ? [[name, Number(count)] as const] : [];
  });
  return { ...Object.fromEntries(names.map((name) => [name, 0])), ...Object.fromEntries(told) };
}

/** Runs a session and holds its counters against the figures. */
export async function expectSession(
  replica: StageReplica,
  expected: string | Counters | undefined,
  options?: SyncOptions,
): Promise<void> {
  const counters = await replica.counts(options);
  const wanted = typeof expected === 'string' ? figures(expected) : expected;
  expect(wanted, 'figures').toBeDefined();
  expect(counters, `session of ${replica.name}`).toMatchObject(wanted ?? {});
}
