// What the hub says of itself to whoever manages it, and what its parameters read like.

import type { CallOutput } from '../../main/window/contract.ts';

/** Name, version, database, sessions, scopes. */
export type HubState = NonNullable<CallOutput<'hub.manage'>['state']>;

/** `region = EU, level = 3`; `none` stands for a null. */
export function valuesText(values: Readonly<Record<string, string | number | boolean | null>>, none: string): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${value ?? none}`)
    .join(', ');
}
