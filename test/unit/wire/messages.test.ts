// Messages: tolerant in form, strict about what must be there, exact in order.

import { describe, expect, it } from 'vitest';
import { ConcordError } from '../../../main/sync/problem.ts';
import { readEndSessionRequest } from '../../../main/wire/messages/end-session.ts';
import {
  readEnsureSchemaResponse,
  readEnsureScopesRequest,
  readEnsureScopesResponse,
  writeEnsureSchemaResponse,
} from '../../../main/wire/messages/ensure-scopes.ts';
import { readErrorBody, writeErrorBody } from '../../../main/wire/messages/error-body.ts';
import {
  readGetMoreChangesRequest,
  readSendChangesResponse,
  writeSendChangesResponse,
  type SendChangesResponse,
} from '../../../main/wire/messages/more-changes.ts';
import { readOperationRequest, readOperationResponse } from '../../../main/wire/messages/operation.ts';
import {
  nothingToSend,
  readSendChangesRequest,
  writeSendChangesRequest,
} from '../../../main/wire/messages/send-changes.ts';
import { readSummaryResponse, writeSummaryResponse } from '../../../main/wire/messages/summary.ts';
import { readRemoteTimestampResponse } from '../../../main/wire/messages/timestamp.ts';
import { RequestProblem } from '../../../main/wire/request-problem.ts';

const id = 'b70957f7-4cb0-4bf7-af57-950aafc9c353';
const sc = { id, csid: null, sn: 'DefaultScope', pp: 0 };
const scText = JSON.stringify(sc);

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return null;
}

describe('reading', () => {
  it('W-35 reads names without case and ignores unknown members', () => {
    const body = `{"SC":{"Id":"${id.toUpperCase()}","CSID":null,"Sn":"x","pp":1,"new":{"n":[1]}},"BiReq":3,"x":null}`;
    expect(readGetMoreChangesRequest(body)).toEqual({ sc: { id, csid: null, sn: 'x', pp: 1 }, bireq: 3 });
  });

  it('W-35 W-262 a name that folds to __proto__ is data', () => {
    const { sc: context } = readEnsureScopesRequest(`{"sc":{"id":"${id}","csid":null,"__PROTO__":{"sn":"evil"}}}`);
    expect(context.sn).toBeUndefined();
  });

  it('W-37 W-252 reads missing and null unmarked members as their defaults', () => {
    const summary = readSummaryResponse(`{"sc":{"id":"${id}","csid":null},"step":4}`);
    expect(summary).toEqual({ sc: { id, csid: null, pp: 0 }, rct: 0n, step: 4 });
    const request = readSendChangesRequest(`{"sc":${scText},"bi":0,"bc":null,"islb":true,"changes":{}}`);
    expect(request).toEqual({ sc, scopeclient: null, bi: 0, bc: 0, islb: true, changes: {}, clst: 0n, scope: null });
  });

  it('W-41 keeps timestamps of 17 digits and signed 64 bits', () => {
    for (const digits of ['20240925101112123', '9223372036854775807', '-9223372036854775808', '0']) {
      expect(readRemoteTimestampResponse(`{"sc":${scText},"rct":${digits}}`).rct).toBe(BigInt(digits));
    }
  });

  it('W-70 lets any stage and way pass', () => {
    const { sc: context } = readEnsureScopesRequest(`{"sc":{"id":"${id}","csid":null,"stage":99,"way":77}}`);
    expect(context).toMatchObject({ stage: 99, way: 77 });
  });

  it('W-56 W-59 keeps parameters and additional properties as they came', () => {
    const body = `{"sc":{"id":"${id}","csid":null,"ps":[{"pn":"a","v":1},{"pn":"B","v":null}],"ap":{"K":"v","n":"x"}}}`;
    expect(readEnsureScopesRequest(body).sc).toMatchObject({
      ps: [
        { pn: 'a', v: 1 },
        { pn: 'B', v: null },
      ],
      ap: { K: 'v', n: 'x' },
    });
  });

  it('§6 ignores the compatibility scope of an upload', () => {
    const body = `{"sc":${scText},"bi":0,"islb":true,"changes":{"t":[]},"scope":{"n":"old","id":5}}`;
    expect(readSendChangesRequest(body).scope).toBeNull();
  });

  it('W-253 reads a schema in the style of 1.0.x, bools and numbers left out', () => {
    const schema = '{"t":[{"n":"a","c":[{"n":"id","dt":"6","db":11}],"pk":["id"]}]}';
    const body = `{"sc":${scText},"serverscope":{"n":"s","sch":${schema},"s":{"tbls":[{"tn":"a"}]},"v":"1.0.2"}}`;
    const { serverscope } = readEnsureScopesResponse(body);
    expect(serverscope.lst).toBeNull();
    expect(serverscope.sch?.t?.[0]?.c?.[0]).toMatchObject({ n: 'id', an: false, seed: 0n, ml: 0, db: 11 });
  });
});

describe('refusing', () => {
  const client = `"scopeclient":{"id":"${id}","n":"s","h":"h","lst":null,"lsst":null,"in":true}`;

  it.each([
    ['no body', ''],
    ['a truncated body', `{"sc":${scText}`],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['a missing context', '{"bireq":0}'],
    ['a null context', '{"sc":null,"bireq":0}'],
    ['a missing number', `{"sc":${scText}}`],
    ['a null number', `{"sc":${scText},"bireq":null}`],
    ['a text for a number', `{"sc":${scText},"bireq":"0"}`],
    ['a fraction', `{"sc":${scText},"bireq":0.5}`],
    ['a number beyond 32 bits', `{"sc":${scText},"bireq":2147483648}`],
    ['a number below 32 bits', `{"sc":${scText},"bireq":-2147483649}`],
    ['no guid', '{"sc":{"id":"x","csid":null},"bireq":0}'],
    ['a null guid', '{"sc":{"id":null,"csid":null},"bireq":0}'],
    ['a missing client id', `{"sc":{"id":"${id}"},"bireq":0}`],
    ['an unknown sync type', `{"sc":{"id":"${id}","csid":null,"typ":3},"bireq":0}`],
    ['properties that are no texts', `{"sc":{"id":"${id}","csid":null,"ap":{"a":{"r":[]}}},"bireq":0}`],
    ['a parameter that is no scalar', `{"sc":{"id":"${id}","csid":null,"ps":[{"pn":"a","v":[1]}]},"bireq":0}`],
    ['a depth bomb', `{"sc":${scText},"bireq":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ])('W-34 W-262 a request with %s is a RequestProblem', (_, body) => {
    const problem = thrownBy(() => readGetMoreChangesRequest(body));
    expect(problem).toBeInstanceOf(RequestProblem);
    expect(problem).toMatchObject({ code: 'request-broken', typeName: 'JsonException' });
  });

  it.each([
    ['sc', `{"scope":{"n":"s","sch":null,"s":null},${client}}`],
    ['scope.sch', `{"sc":${scText},"scope":{"n":"s","s":null},${client}}`],
    ['scopeclient.in', `{"sc":${scText},"scope":{"n":"s","sch":null,"s":null},${client.replace('true', 'null')}}`],
    ['scopeclient.lst', `{"sc":${scText},"scope":{"n":"s","sch":null,"s":null},${client.replace('"lst":null,', '')}}`],
  ])('W-34 says which member is at fault: %s', (member, body) => {
    expect(thrownBy(() => readOperationRequest(body))).toMatchObject({
      message: expect.stringContaining(`${member}: `),
    });
  });

  it('W-39 W-41 refuses a timestamp that is none', () => {
    for (const rct of ['1.5', '"1"', '9223372036854775808', 'null', 'true', '1e3']) {
      expect(thrownBy(() => readRemoteTimestampResponse(`{"sc":${scText},"rct":${rct}}`))).toBeInstanceOf(ConcordError);
    }
    expect(thrownBy(() => readRemoteTimestampResponse(`{"sc":${scText}}`))).toBeInstanceOf(ConcordError);
  });

  it('W-70 W-98 an answer with unknown numbers or without a part is hub-answer-broken', () => {
    const entry = '{"tn":"a","st":16,"rc":0,"a":1,"f":0}';
    const step7 = `{"ss":7,"sc":${scText},"bi":0,"bc":1,"islb":true,"rct":0,"changes":null,"scs":null,"cca":{"tca":[${entry}]},"policy":0}`;
    expect(readSendChangesResponse(step7).cca?.tca?.[0]).toMatchObject({ a: 1, trc: 0 });
    const bad = [
      step7.replace('"st":16', '"st":32'),
      step7.replace('"policy":0', '"policy":null'),
      step7.replace('"policy":0', '"policy":2'),
      step7.replace('"changes":null,', ''),
      step7.replace('"changes":null', '"changes":{"t":[{"n":"a","r":[[16,1],5]}]}'),
      step7.replace('"changes":null', '"changes":{"t":[{"n":"a","r":{"length":1}}]}'),
      step7.replace('"changes":null', '"changes":{"t":[{"r":[[16,1]]}]}'),
    ];
    for (const body of bad) {
      expect(thrownBy(() => readSendChangesResponse(body))).toMatchObject({ code: 'hub-answer-broken' });
    }
    const error = thrownBy(() => readSummaryResponse(`{"sc":${scText},"step":"s3cret"}`)) as ConcordError;
    expect(error.details).toMatch(/^step: /);
    expect(error.details).not.toContain('s3cret');
  });

  it('W-70 W-131 an announced part needs its members, and a state that parts have', () => {
    const part = '{"file":"f","index":0,"last":true,"tn":"a"}';
    const body = `{"sc":${scText},"bi":{"parts":[${part}],"count":0},"step":10}`;
    expect(readSummaryResponse(body).bi?.parts?.[0]).toEqual({ file: 'f', index: 0, last: true, rc: 0, tn: 'a' });
    for (const name of ['file', 'index', 'last', 'tn', 'count']) {
      const broken = body.replace(`"${name}":`, '"x":');
      expect(thrownBy(() => readSummaryResponse(broken))).toMatchObject({ code: 'hub-answer-broken' });
    }
    const unknown = body.replace('"tn":"a"', '"tn":"a","state":64');
    expect(thrownBy(() => readSummaryResponse(unknown))).toMatchObject({ code: 'hub-answer-broken' });
  });

  it('W-54 an end of session needs its two times', () => {
    expect(thrownBy(() => readEndSessionRequest(`{"sc":${scText},"st":"2024-01-01T00:00:00Z"}`))).toMatchObject({
      code: 'request-broken',
    });
  });
});

describe('writing', () => {
  const answer: SendChangesResponse = {
    ss: 7,
    sc: { ...sc, ap: { n: '1', s: '2', st: '3', c: '4', r: '5', keep: '6', N: '7' } },
    bi: 0,
    bc: 1,
    islb: true,
    rct: 5n,
    changes: { t: [{ n: 'a', s: '', c: [{ n: 'id', t: '6', p: 1 }], r: [[16, 1]] }] },
    scs: { tcs: [] },
    cca: null,
    policy: 0,
    concord: { by: [['ann', null, '2024-01-01T00:00:00Z'], null] },
  };

  it('W-53 W-80 W-81 W-82 writes step 7 in the order that a stock client’s file reader needs', () => {
    const body = writeSendChangesResponse(answer);
    expect(body).toBe(
      `{"ss":7,"sc":{"id":"${id}","csid":null,"sn":"DefaultScope","ap":{"keep":"6","N":"7"},"pp":0},"bi":0,"bc":1,` +
        '"islb":true,"rct":5,"changes":{"t":[{"n":"a","s":"","c":[{"n":"id","t":"6","p":1}],"r":[[16,1]]}]},' +
        '"scs":{"tcs":[]},"cca":null,"policy":0,"concord":{"by":[["ann",null,"2024-01-01T00:00:00Z"],null]}}',
    );
    expect(readSendChangesResponse(body)).toEqual({ ...answer, sc: { ...sc, ap: { keep: '6', N: '7' } } });
  });

  it('W-81 before `changes` no property is called n, s, st, c or r', () => {
    const body = writeSendChangesResponse(answer);
    expect(body.slice(0, body.indexOf('"changes"'))).not.toMatch(/"(?:n|s|st|c|r)":/);
  });

  it('W-56 keeps all properties where there are no rows', () => {
    expect(writeSendChangesResponse({ ...answer, changes: null })).toContain('"ap":{"n":"1","s":"2"');
  });

  it('W-50 W-86 takes a finished container as text', () => {
    const finished = '{"t":[{"n":"a","s":"","c":[],"r":[[16,1.10]]}]}';
    expect(writeSendChangesResponse({ ...answer, changes: finished })).toContain(`"changes":${finished},"scs"`);
    const body = writeSendChangesRequest({
      sc,
      scopeclient: null,
      ...nothingToSend,
      clst: 20240925101112123n,
      scope: null,
    });
    expect(body).toBe(
      `{"sc":${scText},"scopeclient":null,"bi":0,"bc":0,"islb":true,"changes":{"t":[]},"clst":20240925101112123,"scope":null}`,
    );
  });

  it('W-34 W-51 leaves ~ members out when null, 0 or false, but not when empty', () => {
    expect(writeSummaryResponse({ sc: { ...sc, sn: '', typ: 0, way: 0, stage: 0, ps: [] }, rct: 0n, step: 4 })).toBe(
      `{"sc":{"id":"${id}","csid":null,"sn":"","ps":[],"pp":0},"rct":0,"step":4}`,
    );
  });

  it('W-286 writes and reads the extras of the final summary, last', () => {
    const concord = {
      refused: [{ t: 'a', s: '', key: [1, 'x'], st: 16 as const, code: 'unique', m: 'Twice.' }],
      kept: [{ t: 'a', s: '', key: [2] }],
    };
    const body = writeSummaryResponse({ sc, rct: 1n, step: 10, crp: 1, concord });
    expect(body).toContain(
      '"crp":1,"concord":{"refused":[{"t":"a","s":"","key":[1,"x"],"st":16,"code":"unique","m":"Twice."}],"kept":[{"t":"a","s":"","key":[2]}]}}',
    );
    expect(readSummaryResponse(body).concord).toEqual(concord);
    expect(readSummaryResponse(`{"sc":${scText},"step":10}`).concord).toBeUndefined();
  });

  it('§5 reads and writes the answer to step 1', () => {
    const body = `{"sc":${scText},"schema":{"t":[]},"ssi":{"n":"s","sch":null,"s":null,"lst":null}}`;
    expect(writeEnsureSchemaResponse(readEnsureSchemaResponse(body))).toBe(body);
  });

  it('W-70 leaves an unknown operation to its own error', () => {
    expect(readOperationResponse(`{"sc":${scText},"so":64}`).so).toBe(64);
  });
});

describe('error bodies', () => {
  it('W-95 writes type name, message, number and our code, and leaves the rest out', () => {
    const body = writeErrorBody({ tn: 'SyncHashException', m: 'Zoë', n: 0, code: 'hash-mismatch' });
    expect(body).toBe('{"tn":"SyncHashException","m":"Zoë","n":0,"code":"hash-mismatch"}');
    expect(readErrorBody(body)).toEqual({ tn: 'SyncHashException', m: 'Zoë', n: 0, code: 'hash-mismatch' });
  });

  it('W-96 W-264 reads a stock error with its stage and data source', () => {
    const body = '{"TN":"SqlException","m":null,"ss":9,"n":547,"d":"server","ic":"db"}';
    expect(readErrorBody(body)).toEqual({ tn: 'SqlException', m: '', ss: 9, n: 547, d: 'server', ic: 'db' });
  });

  it.each(['', '<html>', '{}', '{"tn":5}', '[]'])('W-96 %j is no error body', (body) => {
    expect(readErrorBody(body)).toBeNull();
  });
});
