// SyncSet: the schema of a scope as it travels (§6). Filters stay raw: they are the hub's business.

import { always, bool, int, listOf, long, message, rawList, required, text, unlessDefault } from '../codec.ts';
import type { Of } from '../codec.ts';

/** SyncColumn, all bools and ints always written (W-62), any of them may be missing (W-252). */
export const syncColumn = message({
  n: required(text),
  dt: unlessDefault(text),
  an: always(bool, false),
  iu: always(bool, false),
  ir: always(bool, false),
  ia: always(bool, false),
  seed: always(long, 0n),
  step: always(long, 0n),
  ius: always(bool, false),
  iuc: always(bool, false),
  ico: always(bool, false),
  ml: always(int, 0),
  o: always(int, 0),
  ps: always(bool, false),
  p1: always(int, 0),
  ss: always(bool, false),
  sc: always(int, 0),
  odb: unlessDefault(text),
  oty: unlessDefault(text),
  db: always(int, 0),
  dv: unlessDefault(text),
  ext1: unlessDefault(text),
});

/** One column on the wire. */
export type SyncColumn = Of<typeof syncColumn>;

/** SyncTable (W-60). */
export const syncTable = message({
  n: required(text),
  s: unlessDefault(text),
  op: unlessDefault(text),
  c: unlessDefault(listOf(syncColumn)),
  pk: unlessDefault(listOf(text)),
});

/** One table on the wire. */
export type SyncTable = Of<typeof syncTable>;

/** ColId: a column of a table. */
export const columnId = message({ c: required(text), t: required(text), s: unlessDefault(text) });

/** A column of a table. */
export type ColumnId = Of<typeof columnId>;

/** SyncRelation: parent and child columns by position. */
export const syncRelation = message({
  n: required(text),
  pks: required(listOf(columnId)),
  cks: required(listOf(columnId)),
});

/** One foreign key on the wire. */
export type SyncRelation = Of<typeof syncRelation>;

/** SyncSet (W-66). */
export const syncSet = message({
  t: unlessDefault(listOf(syncTable)),
  r: unlessDefault(listOf(syncRelation)),
  f: unlessDefault(rawList),
});

/** A schema on the wire. */
export type SyncSet = Of<typeof syncSet>;
