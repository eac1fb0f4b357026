// SyncSetup: what the hub's operator asked for, compared on every session (§6, W-64).

import { listOf, message, oneOf, rawList, required, text, unlessDefault } from '../codec.ts';
import type { Of } from '../codec.ts';

/** SetupTable; no columns named = all; an unknown direction is an error (W-70). */
export const setupTable = message({
  tn: required(text),
  sn: unlessDefault(text),
  cols: unlessDefault(listOf(text)),
  sd: unlessDefault(oneOf(0, 2, 4, 8)),
});

/** SyncSetup: tables, filters (kept raw), prefixes and suffixes of stock peers' own objects. */
export const syncSetup = message({
  tbls: unlessDefault(listOf(setupTable)),
  fils: unlessDefault(rawList),
  spp: unlessDefault(text),
  sps: unlessDefault(text),
  tf: unlessDefault(text),
  ts: unlessDefault(text),
  ttp: unlessDefault(text),
  tts: unlessDefault(text),
});

/** A setup on the wire. */
export type SyncSetup = Of<typeof syncSetup>;
