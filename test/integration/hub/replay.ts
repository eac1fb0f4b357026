// Plays recorded requests of a stock client to our hub and compares the answers (test/vectors/README.md).

import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { bodyHash } from '../../../main/wire/hash.ts';

/** One recorded exchange. */
export interface Exchange {
  readonly request: { readonly headers: Record<string, string>; readonly body: string };
  readonly response: { readonly status: number; readonly headers: Record<string, string>; readonly body: string };
}

/** Members that differ on purpose, by step: what our hub says instead. */
export type Differences = Readonly<Record<string, (expected: Loose) => void>>;

// Recorded JSON is looked into freely.
// eslint-disable-next-line typescript/no-explicit-any
export type Loose = any;

/** The exchanges of a recording. */
export function recording(name: string): Exchange[] {
  const text = readFileSync(new URL(`../../vectors/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Exchange);
}

/** Hub times of the recording and those of this run. */
export type HubTimes = Map<string, string>;

/** Plays exchanges to a hub; every answer must mean what was recorded. */
export async function play(
  url: string,
  exchanges: readonly Exchange[],
  { times = new Map(), differences = {} }: { times?: HubTimes; differences?: Differences } = {},
): Promise<void> {
  for (const { request, response } of exchanges) {
    const step = request.headers['dotmim-sync-step'] ?? '';
    const body = request.body.replace(/"lsst":(\d+)/g, (_, time: string) => `"lsst":${times.get(time) ?? time}`);
    const { cookie: _cookie, 'content-length': _length, ...headers } = request.headers;
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { ...headers, 'dotmim-sync-hash': bodyHash(body) },
    });
    const text = await answer.text();
    const recorded = JSON.parse(response.body) as Loose;
    const own = JSON.parse(text) as Loose;
    if (recorded.rct) times.set(String(recorded.rct), String(own.rct));
    const expected = meaning(step, recorded);
    differences[step]?.(expected);
    expect({ step, status: answer.status, ...meaning(step, own) }).toEqual({
      step,
      status: response.status,
      ...expected,
    });
    expect(answer.headers.get('dotmim-sync-error')).toBe(response.headers['dotmim-sync-error'] ?? null);
    if (answer.status !== 200) continue;
    expect(answer.headers.get('dotmim-sync-hash')).toBe(bodyHash(text));
    expect(answer.headers.get('dotmim-sync-session-id')).toBe(request.headers['dotmim-sync-session-id']);
    expect(Object.keys(own)).toEqual(Object.keys(recorded));
  }
}

/** What an answer says beside free members, names of files and folders, and the store's own words for types. */
function meaning(step: string, { rct: _rct, sc, bi, scs, changes, serverscope, m: _m, ...rest }: Loose): Loose {
  const { stage: _stage, pp: _pp, ...context } = sc ?? {};
  return {
    ...rest,
    ...(sc && { sc: context }),
    ...(bi !== undefined && { bi: step === '4' || step === '10' ? batchOf(bi) : bi }),
    ...(scs && { scs: sorted(scs.tcs) }),
    ...(changes !== undefined && { changes: changes && changes.t.map(containerOf) }),
    ...(serverscope && { serverscope: scopeOf(serverscope) }),
    ...('code' in rest && { code: undefined }),
  };
}

function batchOf({ ts, count, parts }: Loose): Loose {
  return { ts, count, parts: parts.map(({ file: _file, ...part }: Loose) => part) };
}

function containerOf({ n, s, c, r }: Loose): Loose {
  return { n, s, columns: c.map(({ n: name, p }: Loose) => [name, p ?? 0]), rows: sorted(r) };
}

function scopeOf({ sch, s, ...rest }: Loose): Loose {
  const table = ({ n, s: schema, c, pk }: Loose): Loose => ({
    n,
    schema,
    pk,
    c: c.map((column: Loose) => [column.n, column.an, column.o]),
  });
  return {
    ...rest,
    s,
    tables: sch.t.map(table),
    relations: sch.r.map(({ pks, cks }: Loose) => [pks, cks]),
    filters: sch.f,
  };
}

function sorted(items: readonly unknown[]): unknown[] {
  return [...items].toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}
