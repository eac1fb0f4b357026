// Step 13: the hub may order an operation (§5, W-121).

import { int, message, required } from '../codec.ts';
import { answerReader, bodyWriter, requestReader } from './body.ts';
import { syncContext } from './context.ts';
import { scopeInfo, scopeInfoClient } from './scope-info.ts';

const request = message({
  sc: required(syncContext),
  scope: required(scopeInfo),
  scopeclient: required(scopeInfoClient),
});
const response = message({ sc: required(syncContext), so: required(int) });

/** Reads the request of step 13 (W-34, W-35). */
export const readOperationRequest = requestReader(request);

/** Writes the request of step 13 (W-35, W-36). */
export const writeOperationRequest = bodyWriter(request);

/** Reads the answer to step 13 (W-34, W-35). */
export const readOperationResponse = answerReader(response);

/** Writes the answer to step 13 (W-35, W-36). */
export const writeOperationResponse = bodyWriter(response);
