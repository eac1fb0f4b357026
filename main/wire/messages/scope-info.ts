// ScopeInfo and ScopeInfoClient: the two scope rows that travel (§6).

import { always, bool, guid, listOf, long, message, nullable, required, text, unlessDefault } from '../codec.ts';
import type { Of } from '../codec.ts';
import { syncParameter } from './context.ts';
import { syncSet } from './sync-set.ts';
import { syncSetup } from './sync-setup.ts';

/** ScopeInfo; schema and setup are null while a client does not know them (W-128). */
export const scopeInfo = message({
  n: required(text),
  sch: required(nullable(syncSet)),
  s: required(nullable(syncSetup)),
  v: unlessDefault(text),
  lst: always(nullable(long), null),
});

/** A scope on the wire. */
export type ScopeInfo = Of<typeof scopeInfo>;

/** ScopeInfoClient: what a replica is to a hub (W-58, W-79). */
export const scopeInfoClient = message({
  id: required(guid),
  n: required(text),
  h: required(text),
  lst: required(nullable(long)),
  lsst: required(nullable(long)),
  in: required(bool),
  p: always(nullable(listOf(syncParameter)), null),
});

/** A scope client on the wire. */
export type ScopeInfoClient = Of<typeof scopeInfoClient>;
