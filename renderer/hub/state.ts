// What the hub says of itself to whoever manages it.

import type { CallOutput } from '../../main/window/contract.ts';

/** Name, version, database, sessions, scopes. */
export type HubState = NonNullable<CallOutput<'hub.manage'>['state']>;
