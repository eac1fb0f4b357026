// The recorded traffic of test/vectors as exchanges.

import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../vectors/', import.meta.url);

/** One recorded call. */
export interface Exchange {
  readonly file: string;
  readonly line: number;
  readonly step: number;
  readonly status: number;
  readonly request: Recorded;
  readonly response: Recorded;
}

/** One half of a call. */
export interface Recorded {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Names of the recorded sequences. */
export const vectorFiles = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => name.replace('.jsonl', ''));

/** The exchanges of one sequence, in the order in which they ended. */
export function exchangesOf(file: string): readonly Exchange[] {
  const lines = readFileSync(new URL(`${file}.jsonl`, folder), 'utf8')
    .trim()
    .split('\n');
  return lines.map((text, i) => {
    const { request, response } = JSON.parse(text) as {
      request: Recorded;
      response: Recorded & { readonly status: number };
    };
    const step = Number(request.headers['dotmim-sync-step']);
    return { file, line: i + 1, step, status: response.status, request, response };
  });
}

/** All exchanges of all sequences. */
export const allExchanges = vectorFiles.flatMap(exchangesOf);
