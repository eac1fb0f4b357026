// Bodies to messages and back. A broken answer and a broken request are told apart: each end has its own error (W-98).

import { ConcordError } from '../../sync/problem.ts';
import type { Codec } from '../codec.ts';
import { parseJson, writeJson } from '../json.ts';
import { RequestProblem } from '../request-problem.ts';

/** Reads a request's body at the hub; throws a RequestProblem that names the member at fault (W-34, W-262). */
export function requestReader<T>(codec: Codec<T>): (body: string) => T {
  return (body) => {
    const { value, fault } = read(codec, body);
    if (fault !== null) throw new RequestProblem('request-broken', 'JsonException', `The request is broken: ${fault}.`);
    return value;
  };
}

/** Reads an answer's body at the replica; throws `hub-answer-broken`, with the member at fault in the details (W-98). */
export function answerReader<T>(codec: Codec<T>): (body: string) => T {
  return (body) => {
    const { value, fault } = read(codec, body);
    if (fault !== null) throw new ConcordError('hub-answer-broken', {}, fault);
    return value;
  };
}

/** Writes a message in the member order of its table (W-35, W-36). */
export function bodyWriter<T>(codec: Codec<T>): (message: T) => string {
  return (message) => writeJson(codec.write(message));
}

type Outcome<T> = { readonly value: T; readonly fault: null } | { readonly value: null; readonly fault: string };

function read<T>(codec: Codec<T>, body: string): Outcome<T> {
  try {
    const result = codec.schema.safeParse(parseJson(body));
    if (result.success) return { value: result.data, fault: null };
    const faults = result.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
    return { value: null, fault: faults.slice(0, 5).join('; ') };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { value: null, fault: error.message };
  }
}
