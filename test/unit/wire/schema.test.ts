// Scopes, setups, clients, counters and extras between wire and domain.

import { describe, expect, it } from 'vitest';
import { ConcordError } from '../../../main/sync/problem.ts';
import { setupDifference, type ScopeClient } from '../../../main/sync/scope.ts';
import { appliedFromWire, appliedToWire, selectedFromWire, selectedToWire } from '../../../main/wire/counters.ts';
import {
  authorsFromWire,
  authorsToWire,
  keptFromWire,
  refusedFromWire,
  summaryExtrasToWire,
} from '../../../main/wire/extras.ts';
import { JsonNumber } from '../../../main/wire/json-value.ts';
import { parseJson, writeJson } from '../../../main/wire/json.ts';
import { readEndSessionRequest, writeEndSessionRequest } from '../../../main/wire/messages/end-session.ts';
import { readEnsureScopesResponse, writeEnsureScopesResponse } from '../../../main/wire/messages/ensure-scopes.ts';
import { readOperationRequest, writeOperationRequest } from '../../../main/wire/messages/operation.ts';
import type { SyncColumn } from '../../../main/wire/messages/sync-set.ts';
import { readSummaryResponse, writeSummaryResponse } from '../../../main/wire/messages/summary.ts';
import {
  scopeFromWire,
  scopeToWire,
  schemaFromWire,
  schemaToWire,
  unknownScopeToWire,
} from '../../../main/wire/schema.ts';
import {
  parametersFromWire,
  parametersToWire,
  scopeClientFromWire,
  scopeClientToWire,
} from '../../../main/wire/scope-client.ts';
import { setupFromWire, setupToWire } from '../../../main/wire/setup.ts';
import { writeStockJson } from '../../../main/wire/stock-json.ts';
import { column, schemaOf, table } from './tables.ts';
import { allExchanges } from './vectors.ts';

const recorded = (step: number) => allExchanges.filter((exchange) => exchange.step === step);
const stockText = (body: string): string => writeStockJson(parseJson(body));

const wireColumn: SyncColumn = {
  n: 'a',
  dt: 'My.Type, My.Assembly',
  an: true,
  iu: true,
  ir: true,
  ia: true,
  seed: 5n,
  step: 2n,
  ius: true,
  iuc: true,
  ico: true,
  ml: -1,
  o: 0,
  ps: true,
  p1: 28,
  ss: true,
  sc: 4,
  odb: 'Foo',
  oty: 'foo bar',
  db: 99,
  dv: "'x'::text",
  ext1: 'e',
};

describe('scopes', () => {
  it('W-60 W-66 every recorded answer to step 2 passes through the domain byte for byte', () => {
    expect(recorded(2).length).toBeGreaterThan(20);
    for (const { response } of recorded(2)) {
      const answer = readEnsureScopesResponse(response.body);
      const serverscope = scopeToWire(scopeFromWire(answer.serverscope));
      expect(stockText(writeEnsureScopesResponse({ ...answer, serverscope }))).toBe(response.body);
    }
  });

  it('W-64 every recorded scope row and client of step 13 passes through the domain byte for byte', () => {
    for (const { request } of recorded(13)) {
      const message = readOperationRequest(request.body);
      const scope = message.scope.sch ? scopeToWire(scopeFromWire(message.scope)) : unknownScopeToWire(message.scope.n);
      const scopeclient = scopeClientToWire(scopeClientFromWire(message.scopeclient));
      expect(stockText(writeOperationRequest({ ...message, scope, scopeclient }))).toBe(request.body);
    }
  });

  it('W-62 W-63 every member of a column survives, foreign codes too', () => {
    const set = { t: [{ n: 't', s: 'dbo', c: [wireColumn], pk: ['a'] }], r: [], f: [] };
    expect(schemaToWire(schemaFromWire(set))).toEqual(set);
    expect(schemaFromWire(set).tables[0]?.columns[0]).toMatchObject({
      type: 'any',
      foreignType: 'My.Type, My.Assembly',
    });
  });

  it('W-66 relations keep their columns by position', () => {
    const ids = (t: string, ...columns: string[]) => columns.map((c) => ({ c, t, s: 'x' }));
    const set = { t: [], r: [{ n: 'fk', pks: ids('p', 'a', 'b'), cks: ids('c', 'y', 'z') }], f: [] };
    expect(schemaToWire(schemaFromWire(set))).toEqual(set);
  });

  it('W-64 W-70 W-209 directions, columns and affixes survive', () => {
    const setup = {
      tbls: [
        { tn: 'a', sn: '', cols: ['x'], sd: 2 as const },
        { tn: 'b', sn: 's', cols: [], sd: 4 as const },
        { tn: 'c', sn: '', cols: [], sd: 8 as const },
        { tn: 'd', sn: '', cols: [], sd: 0 as const },
      ],
      fils: [{ tn: 'a', p: [{ n: 'p', ml: 0 }] }],
      spp: '',
      tts: '_t',
    };
    const domain = setupFromWire(setup);
    expect(domain.tables.map((item) => item.direction)).toEqual(['download-only', 'upload-only', 'none', 'both']);
    expect(domain.affixes).toEqual({ spp: '', tts: '_t' });
    expect(setupToWire(domain)).toEqual(setup);
  });

  it('W-64 a setup stays equal after it was stored as plain JSON', () => {
    const setup = setupFromWire({ tbls: [], fils: [parseJson('{"tn":"a","p":[{"n":"x","ml":1.0}]}')] });
    expect(schemaFromWire({ f: [parseJson('{"t":"a","p":[{"n":"x","ml":1.0}]}')] }).filters).toEqual([
      { t: 'a', p: [{ n: 'x', ml: 1 }] },
    ]);
    expect(setup.filters).toEqual([{ tn: 'a', p: [{ n: 'x', ml: 1 }] }]);
    expect(setupDifference(JSON.parse(JSON.stringify(setup)) as typeof setup, setup)).toBeNull();
  });

  const scope = (columns: readonly SyncColumn[], pk: readonly string[]) =>
    scopeFromWire({
      n: 's',
      sch: { t: [{ n: 't', c: columns, pk }] },
      s: { tbls: [] },
      lst: null,
    });

  it.each([
    ['no key', () => scope([wireColumn], [])],
    ['a key without its column', () => scope([wireColumn], ['b'])],
    ['a column twice', () => scope([wireColumn, wireColumn], ['a'])],
  ])('W-128 refuses a table with %s', (_, action) => {
    expect(action).toThrow(expect.objectContaining({ code: 'schema-unsupported' }));
  });

  it('W-128 refuses a table twice, and an answer without schema or setup', () => {
    const t = [
      { n: 't', c: [wireColumn], pk: ['a'] },
      { n: 't', s: '', c: [wireColumn], pk: ['a'] },
    ];
    expect(() => scopeFromWire({ n: 's', sch: { t }, s: {}, lst: null })).toThrow('there twice');
    for (const part of [
      { sch: null, s: {} },
      { sch: {}, s: null },
    ]) {
      expect(() => scopeFromWire({ n: 's', ...part, lst: null })).toThrow(
        expect.objectContaining({ code: 'hub-answer-broken' }),
      );
    }
  });

  it('W-197 W-254 version and clean-up limit survive, a missing version stays missing', () => {
    const info = { n: 's', sch: { t: [], r: [], f: [] }, s: { tbls: [], fils: [] }, lst: 20240925101112123n };
    expect(scopeFromWire(info)).toMatchObject({ version: '', cleanedUpTo: 20240925101112123n });
    expect(scopeToWire(scopeFromWire(info))).toEqual(info);
    expect(scopeToWire(scopeFromWire({ ...info, v: '1.0.2' })).v).toBe('1.0.2');
  });
});

describe('scope clients', () => {
  const client: ScopeClient = {
    id: 'b70957f7-4cb0-4bf7-af57-950aafc9c353',
    scopeName: 's',
    hash: 'h',
    parameters: [
      { name: 'region', value: 'EU' },
      { name: 'id', value: 20240925101112123n },
      { name: 'no', value: null },
    ],
    lastSync: 1n,
    lastHubSync: null,
    isNew: false,
  };

  it('W-41 parameters of any size survive', () => {
    expect(scopeClientFromWire(scopeClientToWire(client))).toEqual(client);
    expect(writeJson(parametersToWire(client.parameters).map((item) => ({ ...item })))).toBe(
      '[{"pn":"region","v":"EU"},{"pn":"id","v":20240925101112123},{"pn":"no","v":null}]',
    );
  });

  it('W-38 no parameters are null on the wire and none in the domain', () => {
    expect(scopeClientToWire({ ...client, parameters: [] }).p).toBeNull();
    expect(parametersFromWire(undefined)).toEqual([]);
    expect(parametersFromWire([{ pn: 'a', v: new JsonNumber('9007199254740993') }])).toEqual([
      { name: 'a', value: 9007199254740993n },
    ]);
  });
});

describe('counters', () => {
  it('§6 every recorded counter passes through the domain byte for byte', () => {
    for (const { step, status, request, response } of allExchanges) {
      if (step === 4 && status === 200) {
        const { scs, cca, ...rest } = readSummaryResponse(response.body);
        const again = {
          ...rest,
          ...(scs && { scs: selectedToWire(selectedFromWire(scs)) }),
          ...(cca && { cca: appliedToWire(appliedFromWire(cca)) }),
        };
        expect(stockText(writeSummaryResponse(again))).toBe(response.body);
      }
      if (step === 14) {
        const { cac, ...rest } = readEndSessionRequest(request.body);
        const again = { ...rest, ...(cac && { cac: appliedToWire(appliedFromWire(cac)) }) };
        expect(stockText(writeEndSessionRequest(again))).toBe(request.body);
      }
    }
  });

  it('§6 tables and kinds in which nothing happened are not listed', () => {
    const name = { name: 'a', schema: '' };
    expect(selectedToWire([{ table: name, upserts: 0, deletes: 0 }])).toEqual({ tcs: [] });
    const nothing = {
      table: name,
      kind: 'delete',
      applied: 0,
      resolved: 0,
      failed: 0,
      received: 9,
      cumulative: 9,
    } as const;
    expect(appliedToWire([nothing, { ...nothing, failed: 1 }]).tca).toHaveLength(1);
    expect(selectedFromWire(null)).toEqual([]);
    expect(appliedFromWire(undefined)).toEqual([]);
  });
});

describe('extras', () => {
  const schema = schemaOf({
    ...table('t', column('a', 'bytes'), column('x', 'text'), column('b', 'long')),
    key: ['b', 'a'],
  });
  const name = { name: 't', schema: '' };
  const key = [9007199254740993n, new Uint8Array([1, 2])];
  const rows = {
    refused: [{ table: name, key, kind: 'delete', code: 'foreign-key', message: 'Has children.' } as const],
    kept: [{ table: name, key }],
    isNarrowed: false,
    seal: '7.00112233aabbccdd',
  };

  it('W-286 refused and kept rows come back with their keys, in the key’s order', () => {
    const wire = summaryExtrasToWire(schema, rows);
    expect(wire.refused?.[0]?.key).toEqual([new JsonNumber('9007199254740993'), 'AQI=']);
    expect(refusedFromWire(schema, wire)).toEqual(rows.refused);
    expect(keptFromWire(schema, wire)).toEqual(rows.kept);
    expect(wire.seal).toBe(rows.seal);
    expect(summaryExtrasToWire(schema, { ...rows, seal: null })).not.toHaveProperty('seal');
  });

  it('W-286 what is absent is not told', () => {
    expect(refusedFromWire(schema, undefined)).toBeNull();
    expect(keptFromWire(schema, { refused: [] })).toBeNull();
    expect(keptFromWire(schema, { kept: [] })).toEqual([]);
  });

  it.each([
    [{ t: 'other', s: '', key: [1, 'AQI='] }],
    [{ t: 't', s: '', key: [1] }],
    [{ t: 't', s: '', key: [1, '?'] }],
    [{ t: 't', s: '', key: [1, [2]] }],
  ])('W-262 W-286 %j cannot be', (row) => {
    expect(() => keptFromWire(schema, { kept: [row] })).toThrow(ConcordError);
  });

  it('W-286 authors come back, one a row, or are not told', () => {
    const by = [{ user: 'ann', device: null, at: '2024-01-01T00:00:00Z' }, null];
    expect(authorsFromWire(authorsToWire(by), 2)).toEqual(by);
    expect(authorsFromWire(authorsToWire(by), 3)).toBeUndefined();
    expect(authorsFromWire(undefined, 0)).toBeUndefined();
  });
});
