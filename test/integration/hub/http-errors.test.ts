// What the HTTP door answers to calls that are wrong (WIRE 11; W-12, W-34, W-49, W-75, W-83, W-264).

import { describe, expect, test } from 'vitest';
import type { Row } from '../../../main/sync/cell.ts';
import { bodyHash } from '../../../main/wire/hash.ts';
import { wireClient } from './wire-client.ts';

import { row, serve } from './serve.ts';

describe('errors (§11)', () => {
  test.each([
    ['W-12 no session id', { 'dotmim-sync-session-id': 'absent' }, 'HttpHeaderMissingException', 'header-missing'],
    ['W-12 no scope name', { 'dotmim-sync-scope-name': 'absent' }, 'HttpHeaderMissingException', 'header-missing'],
    ['W-12 no step', { 'dotmim-sync-step': 'absent' }, 'HttpHeaderMissingException', 'header-missing'],
    ['W-49 an unknown step', { 'dotmim-sync-step': '99' }, 'ArgumentNullException', 'request-broken'],
    ['W-48 the legacy step 1', { 'dotmim-sync-step': '1' }, 'ArgumentNullException', 'request-broken'],
    [
      'W-13 another scope',
      { 'dotmim-sync-scope-name': 'other' },
      'HttpScopeNameFromClientIsInvalidException',
      'scope-unknown',
    ],
    ['W-17 a wrong hash', { 'dotmim-sync-hash': bodyHash('other') }, 'SyncHashException', 'request-broken'],
    ['W-33 a converter', { 'dotmim-sync-converter': 'zip' }, 'HttpConverterNotConfiguredException', 'header-invalid'],
    ['W-03 a client of 0.9', { 'dotmim-sync-version': '0.9.8.0' }, 'InvalidDatabaseVersionException', 'header-invalid'],
  ])('%s', async (_name, headers, typeName, code) => {
    const { url } = await serve();
    const answer = await wireClient(url).post(
      2,
      '{"sc":{"id":"aaaaaaaa-0000-0000-0000-000000000001","csid":null,"sn":"DefaultScope","pp":0}}',
      headers,
    );
    expect([answer.status, answer.headers.get('dotmim-sync-error')]).toEqual([400, typeName]);
    expect(answer.json).toEqual({ tn: typeName, m: expect.any(String), n: 0, code });
    expect(answer.headers.get('dotmim-sync-hash')).toBeNull();
  });

  test('W-17 W-14 a hash in another case, no hash, and an odd serializer header are fine', async () => {
    const { url } = await serve();
    const body = '{"sc":{"id":"aaaaaaaa-0000-0000-0000-000000000001","csid":null,"sn":"DefaultScope","pp":0}}';
    const variants: Record<string, string>[] = [
      { 'dotmim-sync-hash': bodyHash(body).toLowerCase() },
      { 'dotmim-sync-hash': 'absent' },
      { 'dotmim-sync-serialization-format': 'mpack' },
    ];
    for (const headers of variants) {
      expect((await wireClient(url).post(2, body, headers)).status).toBe(200);
    }
  });

  test.each([
    ['no JSON', '{"sc":', 'JsonException'],
    ['no context', '{}', 'JsonException'],
    ['null for a context', 'null', 'JsonException'],
    ['text for a number', '{"sc":{"id":"x"},"bireq":"a"}', 'JsonException'],
  ])('W-34 W-262 a body with %s is a typed 400', async (_name, body, typeName) => {
    const { url } = await serve();
    const client = wireClient(url);
    await client.open();
    for (const step of [2, 4, 6, 7, 10, 11, 12, 13, 14]) {
      const answer = await client.post(step, body);
      expect([step, answer.status, answer.json.tn, answer.json.code]).toEqual([step, 400, typeName, 'request-broken']);
    }
  });

  test('W-83 unknown tables and wrong widths name what is wrong, and the session goes on (W-28)', async () => {
    const { bench, url } = await serve();
    const client = wireClient(url);
    await client.open();
    const unknown = await client.send(bench.scope, { rows: [['nothing', 'upsert', [1]]], lsst: 0n }, 0);
    expect([unknown.status, unknown.json.tn]).toEqual([400, 'NullReferenceException']);
    const good = client.partBody(bench.scope, { rows: [['category', 'upsert', row('a', 'A')]], lsst: 0n }, 0);
    const narrow = await client.post(4, good.replace(',null,null]', ',null]'));
    expect([narrow.status, narrow.json.tn]).toEqual([400, 'ArgumentException']);
    expect((await client.post(4, good)).json.cca.tca).toMatchObject([{ a: 1 }]);
  });

  test('W-75 a cell that is no value of its column fails alone', async () => {
    const { bench, url } = await serve();
    const client = wireClient(url);
    await client.open();
    const body = client.partBody(
      bench.scope,
      { rows: [['category', 'upsert', [...row('a', 'A')].with(4, 'x') as Row, row('b', 'B')]], lsst: 0n },
      0,
    );
    expect((await client.post(4, body)).json.cca.tca).toMatchObject([{ a: 1, f: 1, trc: 2 }]);
  });

  test('W-264 what goes wrong inside is told as a reference, without SQL, path or stack', async () => {
    const onConflict = (): never => {
      throw new Error('near "select": syntax error in /srv/hub.db');
    };
    const { bench, url, events } = await serve({ handlers: { onConflict } });
    bench.other.exec(`insert into category (category_id, name) values ('r', 'HUB')`);
    const client = wireClient(url);
    await client.open();
    const answer = await client.sendAll(bench.scope, { rows: [['category', 'upsert', row('r', 'REP')]], lsst: 0n });
    expect(answer.json).toEqual({
      tn: 'Exception',
      m: expect.stringMatching(/^The hub could not do this\. Reference: [0-9a-f]{8}\.$/),
      n: 0,
      code: 'unexpected',
    });
    expect(answer.text).not.toMatch(/select|hub\.db|\bat\b/i);
    expect(events.at(-1)).toMatchObject({ kind: 'failed', reference: /Reference: (\w+)/.exec(answer.json.m)?.[1] });
    bench.other.exec(`drop table category`);
    expect(
      (await client.sendAll(bench.scope, { rows: [['category', 'upsert', row('r', 'REP')]], lsst: 0n })).json,
    ).toMatchObject({ tn: 'MissingTableException', code: 'database-unsuitable' });
  });

  test('CG-b1 a throwing handler is a RollbackException', async () => {
    const { bench, url } = await serve({ handlers: { onConflict: () => ({ resolution: 'throw' }) } });
    bench.other.exec(`insert into category (category_id, name) values ('r', 'HUB')`);
    const client = wireClient(url);
    await client.open();
    const answer = await client.sendAll(bench.scope, { rows: [['category', 'upsert', row('r', 'REP')]], lsst: 0n });
    expect([answer.status, answer.json.tn]).toEqual([400, 'RollbackException']);
  });
});
