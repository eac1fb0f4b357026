// DatabaseChangesSelected and DatabaseChangesApplied: the counters that travel (§6).

import { always, int, listOf, message, oneOf, required, text, unlessDefault } from '../codec.ts';
import type { Of } from '../codec.ts';

const tableSelected = message({
  n: unlessDefault(text),
  s: unlessDefault(text),
  d: always(int, 0),
  u: always(int, 0),
});

/** DatabaseChangesSelected: rows selected a table. */
export const changesSelected = message({ tcs: unlessDefault(listOf(tableSelected)) });

/** Rows selected, on the wire. */
export type ChangesSelected = Of<typeof changesSelected>;

const tableApplied = message({
  tn: required(text),
  sn: unlessDefault(text),
  st: required(oneOf(16, 8)),
  rc: required(int),
  a: required(int),
  f: required(int),
  trc: always(int, 0),
  tac: always(int, 0),
});

/** DatabaseChangesApplied: what was done with the rows of a table and state; an unknown state is an error (W-70). */
export const changesApplied = message({ tca: unlessDefault(listOf(tableApplied)) });

/** Rows applied, on the wire. */
export type ChangesApplied = Of<typeof changesApplied>;
