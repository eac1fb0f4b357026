// Step 14: a client tells the end of its session and waits for nothing (§5, W-54, W-55).

import { message, required, text, unlessDefault } from '../codec.ts';
import { answerReader, bodyWriter, requestReader } from './body.ts';
import { syncContext } from './context.ts';
import { changesApplied, changesSelected } from './counts.ts';

const request = message({
  sc: required(syncContext),
  st: required(text),
  ct: required(text),
  cas: unlessDefault(changesApplied),
  cac: unlessDefault(changesApplied),
  scac: unlessDefault(changesApplied),
  ccs: unlessDefault(changesSelected),
  scs: unlessDefault(changesSelected),
  exc: unlessDefault(text),
});
const response = message({ sc: required(syncContext) });

/** Reads the request of step 14 (W-34, W-55). */
export const readEndSessionRequest = requestReader(request);

/** Writes the request of step 14 (W-54). */
export const writeEndSessionRequest = bodyWriter(request);

/** Reads the answer to step 14; a client has no need of it (W-54). */
export const readEndSessionResponse = answerReader(response);

/** Writes the answer to step 14 (W-35). */
export const writeEndSessionResponse = bodyWriter(response);
