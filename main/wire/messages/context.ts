// SyncContext: what every message of a session begins with (§6).

import {
  double,
  guid,
  int,
  listOf,
  message,
  nullable,
  oneOf,
  required,
  scalar,
  text,
  textByName,
  unlessDefault,
  always,
} from '../codec.ts';
import type { Of } from '../codec.ts';

/** SyncParameter: one value of a scope's filter (§6). */
export const syncParameter = message({ pn: required(text), v: required(scalar) });

/** One value of a scope's filter. */
export type SyncParameter = Of<typeof syncParameter>;

/** SyncContext (§6, W-56). `stage` and `way` are informational: any number passes (W-70). */
export const syncContext = message({
  id: required(guid),
  csid: required(nullable(guid)),
  sn: unlessDefault(text),
  typ: unlessDefault(oneOf(0, 1, 2)),
  way: unlessDefault(int),
  stage: unlessDefault(int),
  ps: unlessDefault(listOf(syncParameter)),
  ap: unlessDefault(textByName),
  pp: always(double, 0),
});

/** The context of a session; a hub echoes it, a client adopts the echo (W-56). */
export type SyncContext = Of<typeof syncContext>;

const trapNames: ReadonlySet<string> = new Set(['n', 's', 'st', 'c', 'r']);

/** The context without the `ap` keys that would mislead a stock client's file reader (W-57, W-81). */
export function withoutTraps(context: SyncContext): SyncContext {
  if (!context.ap) return context;
  return { ...context, ap: Object.fromEntries(Object.entries(context.ap).filter(([name]) => !trapNames.has(name))) };
}
