// Headers of calls and answers.

import { describe, expect, it } from 'vitest';
import { concordAgentHeader, readConcordAgent } from '../../../main/wire/agent-header.ts';
import { bodyHash } from '../../../main/wire/hash.ts';
import {
  errorHeaders,
  readRequestHeaders,
  readResponseHeaders,
  requestHeaders,
  responseHeaders,
} from '../../../main/wire/headers.ts';
import { RequestProblem } from '../../../main/wire/request-problem.ts';
import { isStep, opensSession, steps, type Step } from '../../../main/wire/steps.ts';
import { isTooOld, protocolVersion } from '../../../main/wire/versions.ts';
import { allExchanges } from './vectors.ts';

const good: Readonly<Record<string, string>> = {
  'dotmim-sync-session-id': '3EE761D9-2f19-471d-ac61-4ca25f224c45',
  'dotmim-sync-scope-name': ' DefaultScope ',
  'dotmim-sync-step': '4',
  'dotmim-sync-scope-id': '',
  'dotmim-sync-serialization-format': '{"serializerKey":"json","clientBatchSize":2000}',
};
const get =
  (headers: Readonly<Record<string, string | undefined>>) =>
  (name: string): string | undefined =>
    headers[name];

const input = {
  sessionId: 's',
  scopeName: 'DefaultScope',
  step: steps.sendChanges as Step,
  clientScopeId: null,
  batchSizeKb: 500,
  body: 'é',
  acceptGzip: false,
};

describe('requestHeaders', () => {
  it('W-10 W-47 are those that a stock client sends, in every recorded call', () => {
    for (const { step, request } of allExchanges) {
      const { headers, body } = request;
      const format = JSON.parse(headers['dotmim-sync-serialization-format'] ?? '') as { clientBatchSize: number };
      const ours = requestHeaders({
        sessionId: headers['dotmim-sync-session-id'] ?? '',
        scopeName: headers['dotmim-sync-scope-name'] ?? '',
        step: step as Step,
        clientScopeId: headers['dotmim-sync-scope-id'] || null,
        batchSizeKb: format.clientBatchSize || 2000,
        body,
        acceptGzip: false,
      });
      expect(headers).toMatchObject(ours);
    }
  });

  it('W-20 W-22 asks for gzip alone, and only if wanted', () => {
    expect(requestHeaders({ ...input, acceptGzip: true })['accept-encoding']).toBe('gzip');
    expect(requestHeaders(input)).not.toHaveProperty('accept-encoding');
  });

  it('W-16 hashes the bytes of the body, W-01 announces four parts', () => {
    const headers = requestHeaders({ ...input, body: Buffer.from('é') });
    expect(headers['dotmim-sync-hash']).toBe(bodyHash('é'));
    expect(headers['dotmim-sync-version']).toBe('1.3.0.0');
  });

  it('W-106 W-251 writes the older format for a server that wants it', () => {
    expect(requestHeaders({ ...input, olderFormat: true })['dotmim-sync-serialization-format']).toBe(
      '{"f":"json","s":500}',
    );
  });

  it('W-286 carries concord-agent only if given', () => {
    expect(requestHeaders({ ...input, concordAgent: '1' })['concord-agent']).toBe('1');
    expect(requestHeaders(input)).not.toHaveProperty('concord-agent');
  });
});

describe('readRequestHeaders', () => {
  it('W-11 reads trimmed values, an empty scope id is none', () => {
    expect(readRequestHeaders(get(good))).toEqual({
      sessionId: '3ee761d9-2f19-471d-ac61-4ca25f224c45',
      scopeName: 'DefaultScope',
      step: 4,
      clientScopeId: null,
      batchSizeKb: 2000,
      version: null,
      hash: null,
      converter: null,
      concordAgent: null,
    });
  });

  it.each(['dotmim-sync-session-id', 'dotmim-sync-scope-name', 'dotmim-sync-step'])(
    'W-12 names %s if missing',
    (name) => {
      for (const value of [undefined, '', '  ']) {
        const read = (): unknown => readRequestHeaders(get({ ...good, [name]: value }));
        expect(read).toThrow(RequestProblem);
        expect(read).toThrow(
          expect.objectContaining({ code: 'header-missing', typeName: 'HttpHeaderMissingException' }),
        );
        expect(read).toThrow(name);
      }
    },
  );

  it('W-49 refuses a step that is no number and passes an unknown one on', () => {
    expect(() => readRequestHeaders(get({ ...good, 'dotmim-sync-step': '4x' }))).toThrow('is no number');
    expect(readRequestHeaders(get({ ...good, 'dotmim-sync-step': '99' })).step).toBe(99);
  });

  it.each([
    ['{"serializerKey":"json","clientBatchSize":2000}', 2000],
    ['{"SerializerKey":"json","CLIENTBATCHSIZE":300}', 300],
    ['{"f":"json","s":2000}', 2000],
    ['{"s":150}', 150],
    ['{"serializerKey":"json","clientBatchSize":0}', 100],
    ['{"clientBatchSize":99}', 100],
    ['{"clientBatchSize":-5}', 100],
    ['{"clientBatchSize":"500"}', 100],
    ['{"serializerKey":"mpack"}', 100],
    ['json', 100],
    ['[]', 100],
    ['', 100],
  ])('W-14 W-251 reads %s as %i KB', (format, size) => {
    expect(readRequestHeaders(get({ ...good, 'dotmim-sync-serialization-format': format })).batchSizeKb).toBe(size);
  });
});

describe('concord-agent', () => {
  it.each([
    [{ user: null, device: null, app: null }, '1'],
    [{ user: 'Zoë; x=1', device: null, app: null }, '1; user=Zo%C3%AB%3B%20x%3D1'],
    [{ user: 'ann', device: 'Ann’s PC', app: '0.1.0' }, '1; user=ann; device=Ann%E2%80%99s%20PC; app=0.1.0'],
    [{ user: null, device: null, app: null, sets: ['a+/=', 'b='] }, '1; sets=a%2B%2F%3D%2Cb%3D'],
    [{ user: 'ann', device: null, app: null, seal: '7.00112233aabbccdd' }, '1; user=ann; seal=7.00112233aabbccdd'],
  ])('W-286 %j is written %s and read back', (name, header) => {
    expect(concordAgentHeader(name)).toBe(header);
    expect(readConcordAgent(header)).toEqual({ version: 1, ...name });
  });

  it('W-286 a half character does not stop a session', () => {
    expect(concordAgentHeader({ user: 'x\ud800', device: null })).toBe('1; user=x%EF%BF%BD');
  });

  it('W-286 leaves out what does not decode, and is absent without a version', () => {
    expect(readConcordAgent('2;device=d;user=%E0%A4%A')).toEqual({ version: 2, user: null, device: 'd', app: null });
    for (const header of [undefined, '', 'x', 'user=a', '-1']) expect(readConcordAgent(header)).toBeNull();
  });
});

describe('answers', () => {
  it('W-15 a good answer carries session, format key and hash, and shows Concord only if it is', () => {
    const headers = responseHeaders({ sessionId: 's', body: '{}', concordHub: true });
    expect(headers).toEqual({
      'dotmim-sync-session-id': 's',
      'dotmim-sync-serialization-format': 'json',
      'dotmim-sync-hash': bodyHash('{}'),
      'content-type': 'application/json',
      'concord-hub': '1',
    });
    expect(readResponseHeaders(get(headers))).toEqual({
      error: null,
      hash: bodyHash('{}'),
      concordHub: 1,
      hubId: null,
    });
    expect(responseHeaders({ sessionId: 's', body: '', concordHub: false })).not.toHaveProperty('concord-hub');
  });

  it('W-15 W-95 an error carries its type name and none of the three', () => {
    const headers = errorHeaders({ typeName: 'SyncHashException', concordHub: false });
    expect(headers).toEqual({ 'dotmim-sync-error': 'SyncHashException', 'content-type': 'application/json' });
    expect(readResponseHeaders(get(headers))).toEqual({
      error: 'SyncHashException',
      hash: null,
      concordHub: null,
      hubId: null,
    });
  });
});

describe('steps and versions', () => {
  it('W-48 W-49 knows the steps that can be asked for', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].filter(isStep)).toEqual([
      1, 2, 4, 6, 7, 9, 10, 11, 12, 13, 14,
    ]);
  });

  it('W-26 W-143 only 1, 2 and 12 open a session', () => {
    expect(Object.values(steps).filter(opensSession)).toEqual([1, 2, 12]);
  });

  it('W-01 W-03 W-254 refuses 0.9.x and nothing else', () => {
    expect(['0.9', '0.9.6', ' 0.9.1.0'].every(isTooOld)).toBe(true);
    expect([null, '', '1.0.0', '0.95', '10.9', protocolVersion, '2.0'].some(isTooOld)).toBe(false);
  });
});
