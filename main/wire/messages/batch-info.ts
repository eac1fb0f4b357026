// BatchInfo: the parts of a download as announced (§6, W-69, W-131).

import { always, bool, int, listOf, long, message, oneOf, required, text, unlessDefault } from '../codec.ts';
import type { Of } from '../codec.ts';

/** BatchPartInfo. `state` is always written by Concord; missing or 2 = the part may hold both kinds (W-69, W-70). */
export const batchPartInfo = message({
  file: required(text),
  index: required(int),
  last: required(bool),
  rc: always(int, 0),
  tn: required(text),
  ts: unlessDefault(text),
  state: unlessDefault(oneOf(2, 8, 16)),
});

/** One announced part. */
export type BatchPartInfo = Of<typeof batchPartInfo>;

/** BatchInfo. Its names are a peer's: never a path here (W-256). */
export const batchInfo = message({
  dirname: unlessDefault(text),
  dir: unlessDefault(text),
  ts: always(long, 0n),
  parts: unlessDefault(listOf(batchPartInfo)),
  count: required(int),
  ser: unlessDefault(text),
});
