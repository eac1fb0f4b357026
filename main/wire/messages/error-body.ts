// The body of an error answer (§11.1).

import { always, int, message, required, text, unlessDefault, type Of } from '../codec.ts';
import { parseJson } from '../json.ts';
import { bodyWriter } from './body.ts';

const errorBody = message({
  tn: required(text),
  m: always(text, ''),
  ss: unlessDefault(int),
  n: always(int, 0),
  d: unlessDefault(text),
  ic: unlessDefault(text),
  code: unlessDefault(text),
});

/**
 * An error answer: type name, message, stage, provider's number, data source, catalogue, and Concord's own code. A hub of
 * ours never sends `d` and `ic`, a client shows them in the details only (W-95, W-264).
 */
export type ErrorBody = Of<typeof errorBody>;

/** Reads an error answer; null if it is none, and then status and text are all there is (W-96). */
export function readErrorBody(body: string): ErrorBody | null {
  try {
    return errorBody.schema.safeParse(parseJson(body)).data ?? null;
  } catch {
    return null;
  }
}

/** Writes an error answer (W-95). */
export const writeErrorBody = bodyWriter(errorBody);
