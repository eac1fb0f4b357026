// The answer to steps 4 and 10: what was applied, and what there is to download (§5).

import { always, int, long, message, oneOf, required, unlessDefault, type Of } from '../codec.ts';
import { batchInfo } from './batch-info.ts';
import { answerReader, bodyWriter } from './body.ts';
import { containerSet } from './container.ts';
import { syncContext } from './context.ts';
import { changesApplied, changesSelected } from './counts.ts';
import { summaryExtras } from './extras.ts';

const response = message({
  sc: required(syncContext),
  bi: unlessDefault(batchInfo),
  rct: always(long, 0n),
  step: required(int),
  changes: unlessDefault(containerSet),
  scs: unlessDefault(changesSelected),
  cca: unlessDefault(changesApplied),
  crp: unlessDefault(oneOf(0, 1)),
  concord: unlessDefault(summaryExtras),
});

/** SummaryResponse (4, 10): an intermediate part has `sc`, `rct`, `step` alone (W-51); `concord` is W-286. */
export type SummaryResponse = Of<typeof response>;

/** Reads the answer to step 4 or 10 (W-34, W-35, W-286). */
export const readSummaryResponse = answerReader(response);

/** Writes the answer to step 4 or 10 (W-35, W-36, W-51, W-286). */
export const writeSummaryResponse = bodyWriter(response);
