// Step 2: the first call of every session asks for the scope. Step 1 is its legacy form (§5).

import { message, required } from '../codec.ts';
import { answerReader, bodyWriter, requestReader } from './body.ts';
import { syncContext } from './context.ts';
import { scopeInfo } from './scope-info.ts';
import { syncSet } from './sync-set.ts';

const request = message({ sc: required(syncContext) });
const response = message({ sc: required(syncContext), serverscope: required(scopeInfo) });
const legacyResponse = message({ sc: required(syncContext), schema: required(syncSet), ssi: required(scopeInfo) });

/** Reads the request of step 2 or 1 (W-34, W-35). */
export const readEnsureScopesRequest = requestReader(request);

/** Writes the request of step 2 (W-150). */
export const writeEnsureScopesRequest = bodyWriter(request);

/** Reads the answer to step 2 (W-34, W-35); `scopeFromWire` checks its schema (W-128). */
export const readEnsureScopesResponse = answerReader(response);

/** Writes the answer to step 2 (W-35, W-36). */
export const writeEnsureScopesResponse = bodyWriter(response);

/** Reads the answer to step 1 (W-34, W-35). */
export const readEnsureSchemaResponse = answerReader(legacyResponse);

/** Writes the answer to step 1 (W-35, W-36). */
export const writeEnsureSchemaResponse = bodyWriter(legacyResponse);
