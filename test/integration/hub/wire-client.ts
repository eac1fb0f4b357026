// A Dotmim.Sync client by hand: each step as a call that may be repeated, spoilt or lost.

import { randomUUID } from 'node:crypto';
import type { Row } from '../../../main/sync/cell.ts';
import type { ChangeKind } from '../../../main/sync/conflict.ts';
import type { Scope } from '../../../main/sync/scope.ts';
import { bodyHash, parametersHash } from '../../../main/wire/hash.ts';
import { rowWriter } from '../../../main/wire/rows.ts';

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Tests look into it freely.
  // eslint-disable-next-line typescript/no-explicit-any
  readonly json: any;
}

export interface WireClientOptions {
  readonly id?: string;
  readonly scopeName?: string;
  readonly headers?: Record<string, string>;
  readonly batchKb?: number;
}

export interface Sending {
  readonly rows?: readonly (readonly [table: string, kind: ChangeKind, ...rows: Row[]])[];
  readonly lsst?: bigint | null;
  readonly lst?: bigint | null;
  readonly isNew?: boolean;
  readonly typ?: number;
}

/** One client and one session of its. */
export function wireClient(url: string, options: WireClientOptions = {}) {
  const { id = randomUUID(), scopeName = 'DefaultScope', batchKb = 2000 } = options;
  let session: string = randomUUID();
  const context = (typ = 0, csid: string | null = id): string =>
    `"sc":{"id":"${session}","csid":${csid ? `"${csid}"` : null},"sn":"${scopeName}"${typ ? `,"typ":${typ}` : ''},"pp":0}`;
  const post = async (step: number | string, body: string, headers: Record<string, string> = {}): Promise<Answer> => {
    const all: Record<string, string> = {
      'content-type': 'application/json',
      'dotmim-sync-session-id': session,
      'dotmim-sync-scope-id': step === 2 ? '' : id,
      'dotmim-sync-scope-name': scopeName,
      'dotmim-sync-step': String(step),
      'dotmim-sync-serialization-format': `{"serializerKey":"json","clientBatchSize":${step === 4 || step === 6 ? batchKb : 0}}`,
      'dotmim-sync-version': '1.3.0.0',
      'dotmim-sync-hash': bodyHash(body),
      ...options.headers,
      ...headers,
    };
    const sent = Object.entries(all).filter(([, value]) => value !== 'absent');
    const response = await fetch(url, { method: 'POST', body, headers: sent });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: asJson(text) };
  };
  const scopeClient = ({ lsst = null, lst = null, isNew = false }: Sending): string =>
    `"scopeclient":{"id":"${id}","n":"${scopeName}","h":"${parametersHash([])}","lst":${lst},"lsst":${lsst},"in":${isNew},"p":null}`;
  const partBody = (scope: Scope, sending: Sending, index: number): string => {
    const parts = sending.rows ?? [];
    const changes = parts[index] ? container(scope, parts[index]) : '{"t":[]}';
    const last = index >= parts.length - 1;
    return `{${context(sending.typ)},${scopeClient(sending)},"bi":${index},"bc":${parts.length},"islb":${last},"changes":${changes},"clst":20260301080000000,"scope":null}`;
  };
  return {
    id,
    post,
    context,
    partBody,
    get session() {
      return session;
    },
    renew: () => void (session = randomUUID()),
    open: () => post(2, `{${context(0, null)}}`),
    operation: (sending: Sending = {}) =>
      post(
        13,
        `{${context(sending.typ)},"scope":{"n":"${scopeName}","sch":null,"s":null,"v":"1.3.0.0","lst":null},${scopeClient(sending)}}`,
      ),
    snapshot: () =>
      post(10, `{${context()},"scopeclient":null,"bi":0,"bc":0,"islb":true,"changes":{"t":[]},"clst":0,"scope":null}`),
    send: (scope: Scope, sending: Sending, index: number) => post(4, partBody(scope, sending, index)),
    /** All parts; the answer to the last one. */
    async sendAll(scope: Scope, sending: Sending = {}): Promise<Answer> {
      for (let index = 0; index < (sending.rows?.length ?? 0) - 1; index++)
        await post(4, partBody(scope, sending, index));
      return post(4, partBody(scope, sending, Math.max((sending.rows?.length ?? 0) - 1, 0)));
    },
    estimate: (sending: Sending = {}) =>
      post(
        6,
        `{${context(sending.typ)},${scopeClient(sending)},"bi":0,"bc":0,"islb":true,"changes":{"t":[]},"clst":0,"scope":null}`,
      ),
    part: (index: number) => post(7, `{${context()},"bireq":${index}}`),
    endDownload: (index = 0) => post(11, `{${context()},"bireq":${index}}`),
    time: () => post(12, `{${context(0, null)}}`),
    end: (error?: string) =>
      post(
        14,
        `{${context()},"st":"2026-03-01T08:00:00Z","ct":"2026-03-01T08:00:01Z"${error ? `,"exc":"${error}"` : ''}}`,
      ),
  };
}

function container(scope: Scope, [name, kind, ...rows]: readonly [string, ChangeKind, ...Row[]]): string {
  const table = scope.schema.tables.find((item) => item.name === name);
  if (!table) return `{"t":[{"n":"${name}","s":"","r":${JSON.stringify(rows.map((row) => [16, ...row]))}}]}`;
  const write = rowWriter(table, { stock: false });
  return `{"t":[{"n":${JSON.stringify(name)},"s":"","r":[${rows.map((row) => write(row, kind)).join(',')}]}]}`;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
