// Steps 4, 6, 9 and 10: a part of an upload, or a question that has the form of one (§5).

import { alwaysNull, always, bool, int, long, message, nullable, required, unlessDefault, type Of } from '../codec.ts';
import { bodyWriter, requestReader } from './body.ts';
import { containerSet, type ContainerSet, type WithContainerText } from './container.ts';
import { syncContext } from './context.ts';
import { uploadExtras } from './extras.ts';
import { scopeInfoClient } from './scope-info.ts';

const request = message({
  sc: required(syncContext),
  scopeclient: always(nullable(scopeInfoClient), null),
  bi: required(int),
  bc: always(int, 0),
  islb: required(bool),
  changes: required(containerSet),
  clst: always(long, 0n),
  scope: always(alwaysNull, null),
  concord: unlessDefault(uploadExtras),
});

/** SendChangesRequest (4, 6, 9, 10). */
export type SendChangesRequest = Of<typeof request>;

/** The parts of a request that say "nothing to send" (W-50). */
export const nothingToSend: { readonly bi: 0; readonly bc: 0; readonly islb: true; readonly changes: ContainerSet } = {
  bi: 0,
  bc: 0,
  islb: true,
  changes: { t: [] },
};

const write = bodyWriter(request);

/** Reads the request of steps 4, 6, 9 and 10 (W-34, W-144). */
export const readSendChangesRequest = requestReader(request);

/** Writes the request of steps 4, 6 and 10; `changes` may be a finished container text (W-35, W-36, W-50). */
export function writeSendChangesRequest(request: WithContainerText<SendChangesRequest>): string {
  return write(request as SendChangesRequest);
}
