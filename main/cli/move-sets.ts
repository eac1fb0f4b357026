// `concord sync --from` where a scope has several parameter sets: each moves with a session of its own.

import type { App } from '../app.ts';
import { setsToMove } from '../replica/move.ts';
import { readSetting } from '../replica/settings.ts';
import type { Parameter } from '../sync/scope.ts';

/** A parameter set as the file remembers it. */
export type ParameterSet = readonly Parameter[];

/** The set to begin with where several are here and none is named: the last one that was synchronised; null = none is chosen. */
export function setToBegin({ replica }: App, from: string): ParameterSet | null {
  const names = from.split(',').map((name) => name.trim().toLowerCase());
  const sets = replica.scopes().filter(({ name, scope }) => scope !== null && names.includes(name.toLowerCase()));
  if (sets.length === new Set(sets.map(({ name }) => name)).size) return null;
  const last = readSetting<string>(replica.reader, 'parameters');
  return (sets.find(({ client }) => client.hash === last) ?? sets[0])?.client.parameters ?? null;
}

/** After a good session: the set that the replica goes on with, and those that have still to move. */
export function setsToFollow({ replica }: App): {
  readonly own: ParameterSet;
  readonly behind: readonly ParameterSet[];
} {
  const scopes = replica.scopes();
  const [scope, last] = ['scope', 'parameters'].map((name) => readSetting<string>(replica.reader, name));
  const own = scopes.find(({ name, client }) => name === scope && client.hash === last);
  const behind = setsToMove(scopes, scope ?? '').map(({ client }) => client.parameters);
  return { own: own?.client.parameters ?? [], behind };
}

/** `region=EU`; nothing for a set without values. */
export function setWords(set: ParameterSet): string {
  return set.map(({ name, value }) => `${name}=${String(value)}`).join(' ');
}
