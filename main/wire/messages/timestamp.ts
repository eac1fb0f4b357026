// Step 12: the hub's clock on demand (§5).

import { long, message, required } from '../codec.ts';
import { answerReader, bodyWriter, requestReader } from './body.ts';
import { syncContext } from './context.ts';

const request = message({ sc: required(syncContext) });
const response = message({ sc: required(syncContext), rct: required(long) });

/** Reads the request of step 12 (W-34, W-35). */
export const readRemoteTimestampRequest = requestReader(request);

/** Writes the request of step 12 (W-35). */
export const writeRemoteTimestampRequest = bodyWriter(request);

/** Reads the answer to step 12 (W-34, W-41). */
export const readRemoteTimestampResponse = answerReader(response);

/** Writes the answer to step 12 (W-35, W-41). */
export const writeRemoteTimestampResponse = bodyWriter(response);
