// Steps 7 and 11, and the answer to 6: a part of a download (§5). Stock clients scan the answer to step 7 by name (§9).

import { always, bool, int, long, message, nullable, oneOf, required, unlessDefault, type Of } from '../codec.ts';
import { answerReader, bodyWriter, requestReader } from './body.ts';
import { containerSet, type WithContainerText } from './container.ts';
import { syncContext, withoutTraps } from './context.ts';
import { changesApplied, changesSelected } from './counts.ts';
import { partExtras } from './extras.ts';

const request = message({ sc: required(syncContext), bireq: required(int) });

/** W-53, W-80: this order is binding. */
const response = message({
  ss: required(int),
  sc: required(syncContext),
  bi: required(int),
  bc: always(int, 0),
  islb: required(bool),
  rct: required(long),
  changes: required(nullable(containerSet)),
  scs: required(nullable(changesSelected)),
  cca: required(nullable(changesApplied)),
  policy: required(oneOf(0, 1)),
  concord: unlessDefault(partExtras),
});

/** SendChangesResponse (6, 7, 9, 11); `concord` is W-286. */
export type SendChangesResponse = Of<typeof response>;

const write = bodyWriter(response);

/** Reads the request of steps 7 and 11 (W-34, W-90). */
export const readGetMoreChangesRequest = requestReader(request);

/** Writes the request of steps 7 and 11 (W-151). */
export const writeGetMoreChangesRequest = bodyWriter(request);

/** Reads the answer to steps 6, 7 and 11 (W-34, W-35, W-286). */
export const readSendChangesResponse = answerReader(response);

/**
 * Writes the answer to steps 6, 7 and 11 (W-53, W-80…W-82): `changes`, which may be a finished container text, before
 * the counters, Concord's extras last, and with rows no `ap` key that a stock client's file reader stumbles over.
 */
export function writeSendChangesResponse(response: WithContainerText<SendChangesResponse>): string {
  const sc = response.changes === null ? response.sc : withoutTraps(response.sc);
  return write({ ...response, sc } as SendChangesResponse);
}
