// Addresses, compression, sizes, tokens, starting and stopping (WIRE 2; W-05…W-07, W-21, W-92, W-258…W-260, HB-04).

import { createServer } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { request as httpRequest } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startHubServer } from '../../../main/hub/door/server.ts';
import { openTokenFile, readTokens } from '../../../main/hub/door/tokens.ts';
import type { Row } from '../../../main/sync/cell.ts';
import { bodyHash } from '../../../main/wire/hash.ts';
import { temporaryFolder } from '../../support/files.ts';
import { openTestApp, sync } from '../../support/replica-app.ts';
import { categorySql, hubOver, storeBench } from './bench.ts';
import { wireClient } from './wire-client.ts';

import { row, serve, type Served } from './serve.ts';

describe('addresses, pages and sizes', () => {
  test('W-05 W-06 W-07 with and without slash, with query members; GET is a page without secrets', async () => {
    const { server } = await serve({ name: 'Shop & <Sons>' });
    const base = `http://127.0.0.1:${server.port}`;
    for (const path of ['', '/', '/?a=b', '/api/sync', '/api/sync/', '/api/sync/?region=EU&x']) {
      expect((await wireClient(base + path).open()).status).toBe(200);
    }
    const page = await (await fetch(`${base}/api/sync/`)).text();
    expect(page).toContain('Shop &amp; &lt;Sons&gt;');
    expect(page).toContain('<code>category</code>, both ways');
    expect(page).not.toContain('hub.db');
    expect(await (await fetch(`${base}/health`)).json()).toEqual({ status: 'ok' });
    expect((await fetch(`${base}/nothing`)).status).toBe(404);
    expect((await fetch(`${base}/`, { method: 'DELETE' })).status).toBe(404);
  });

  test('W-21 gzip in any form that lists it, and only then', async () => {
    const { bench, url } = await serve({ gzip: 'always' });
    bench.other.exec(
      `with recursive n (i) as (select 1 union all select i + 1 from n where i < 500) insert into category (category_id, name) select 'k' || i, 'name ' || i from n`,
    );
    const client = wireClient(url);
    await client.open();
    await client.sendAll(bench.scope, { isNew: true });
    const raw = (encoding: string | undefined) =>
      new Promise<{ encoding: string | undefined; body: Buffer; hash: unknown }>((resolve, reject) => {
        const body = `{${client.context()},"bireq":0}`;
        const headers = {
          'dotmim-sync-session-id': client.session,
          'dotmim-sync-scope-name': 'DefaultScope',
          'dotmim-sync-step': '7',
          'dotmim-sync-scope-id': client.id,
          ...(encoding !== undefined && { 'accept-encoding': encoding }),
        };
        const sent = httpRequest(url, { method: 'POST', headers }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({
              encoding: answer.headers['content-encoding'],
              body: Buffer.concat(chunks),
              hash: answer.headers['dotmim-sync-hash'],
            }),
          );
        });
        sent.on('error', reject);
        sent.end(body);
      });
    const plain = await raw(undefined);
    for (const listed of ['gzip', 'gzip, deflate', 'deflate, GZIP;q=0.5', '*']) {
      const answer = await raw(listed);
      expect([listed, answer.encoding]).toEqual([listed, 'gzip']);
      expect(gunzipSync(answer.body).equals(plain.body)).toBe(true);
      expect(answer.hash).toBe(bodyHash(plain.body));
    }
    for (const not of ['deflate', 'br', 'gzip;q=0', 'identity'])
      expect([not, (await raw(not)).encoding]).toEqual([not, undefined]);
  });

  test('W-92 a body within the bounds, or within twice the batch size, is taken; beyond, 413', async () => {
    const { bench, url } = await serve({ bodyBounds: { least: 50_000 } });
    const rows = (length: number) =>
      [['category', 'upsert', [...row('a', 'A')].with(3, 'x'.repeat(length)) as Row]] as const;
    const small = wireClient(url, { batchKb: 100 });
    await small.open();
    expect((await small.send(bench.scope, { rows: rows(150_000), lsst: 0n }, 0)).status).toBe(200);
    const large = wireClient(url, { batchKb: 100 });
    await large.open();
    const answer = await large.send(bench.scope, { rows: rows(400_000), lsst: 0n }, 0);
    expect([answer.status, answer.headers.get('dotmim-sync-error')]).toEqual([413, null]);
    expect((await large.send(bench.scope, { rows: rows(1000), lsst: 0n }, 0)).status).toBe(200);
  });

  test('HB-01 twenty clients at once, none loses a row', async () => {
    const { bench, url } = await serve();
    const clients = Array.from({ length: 20 }, () => wireClient(url));
    await Promise.all(
      clients.map(async (client, i) => {
        await client.open();
        await client.operation();
        const answer = await client.sendAll(bench.scope, {
          rows: [
            ['category', 'upsert', row(`k${i}`, `n${i}`)],
            ['category', 'upsert', row(`l${i}`, `m${i}`)],
          ],
          lsst: 0n,
        });
        expect(answer.json.cca.tca).toMatchObject([{ a: 2 }]);
        for (const part of answer.json.bi.parts) expect((await client.part(part.index)).status).toBe(200);
        await client.endDownload();
        const next = answer.json.rct;
        client.renew();
        await client.open();
        const later = await client.sendAll(bench.scope, { lsst: BigInt(next) });
        const got = (counts: { u: number }[]): number => counts.reduce((sum, { u }) => sum + u, 0);
        expect(later.status).toBe(200);
        return got(answer.json.scs.tcs) + got(later.json.scs.tcs);
      }),
    );
    const all = wireClient(url);
    await all.open();
    expect((await all.sendAll(bench.scope, { isNew: true })).json.bi.count).toBe(40);
  });
});

describe('who may call (W-258, HB-04)', () => {
  const token = 'a-token-of-some-length';
  const open = (url: string, headers: Record<string, string>) => wireClient(url, { headers }).open();

  test('beyond loopback a hub needs tokens', async () => {
    const bench = await storeBench(categorySql);
    const hub = await hubOver(bench);
    await expect(startHubServer({ hub, host: '0.0.0.0', port: 0 })).rejects.toMatchObject({ code: 'token-needed' });
    const server = await startHubServer({ hub, host: '0.0.0.0', port: 0, tokens: readTokens(`ann ${token}`) });
    await server.close();
  });

  test('401 for every call without a valid token, and nothing else is said', async () => {
    const { url, server } = await serve({ tokens: readTokens(`# people\nann ${token}\n\nbob another-long-token\n`) });
    for (const headers of [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: `Basic ${token}` },
      { authorization: `Bearer ${token}x` },
    ]) {
      const answer = await open(url, headers as Record<string, string>);
      expect([answer.status, answer.text, answer.headers.get('www-authenticate')]).toEqual([401, '', 'Bearer']);
    }
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(`http://127.0.0.1:${server.port}/health`)).status).toBe(200);
    expect((await open(url, { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  test('401 comes before the body is read', async () => {
    const { server } = await serve({ tokens: readTokens(`ann ${token}`) });
    const status = await new Promise((resolve, reject) => {
      const sent = httpRequest(
        { port: server.port, method: 'POST', headers: { 'content-length': '1000000' } },
        (answer) => {
          resolve(answer.statusCode);
          sent.destroy();
        },
      );
      sent.on('error', reject);
      sent.write('{');
    });
    expect(status).toBe(401);
  });

  test('W-259 W-260 a session and a client id are the token’s that used them first', async () => {
    const { bench, url } = await serve({ tokens: readTokens(`ann ${token}\nbob another-long-token`) });
    const ann = wireClient(url, { headers: { authorization: `Bearer ${token}` } });
    await ann.open();
    await ann.operation();
    const asBob = { authorization: 'Bearer another-long-token' };
    expect((await ann.post(11, `{${ann.context()},"bireq":0}`, asBob)).json.tn).toBe('HttpSessionLostException');
    const bob = wireClient(url, { id: ann.id, headers: asBob });
    await bob.open();
    const answer = await bob.sendAll(bench.scope, { lsst: 0n });
    expect([answer.status, answer.headers.get('dotmim-sync-error')]).toEqual([403, null]);
  });

  test('HB-04 a token file is read anew when it changes; a broken one lets nobody in', async () => {
    const bench = await storeBench(categorySql);
    const file = join(bench.folder, 'tokens');
    writeFileSync(file, `ann ${token}\n`);
    const tokens = openTokenFile(file);
    expect(tokens.identify(`Bearer ${token}`)).toBe('ann');
    writeFileSync(file, `ann another-long-token-for-ann\n`);
    expect([tokens.identify(`Bearer ${token}`), tokens.identify('bearer another-long-token-for-ann')]).toEqual([
      null,
      'ann',
    ]);
    writeFileSync(file, `ann`);
    expect(tokens.identify('Bearer another-long-token-for-ann')).toBeNull();
    expect(() => openTokenFile(join(bench.folder, 'none'))).toThrowError(
      expect.objectContaining({ code: 'token-file-unreadable' }),
    );
    expect(() => openTokenFile(file)).toThrowError(expect.objectContaining({ code: 'token-file-unreadable' }));
  });
});

describe('how much may be asked', () => {
  const token = 'a-token-of-some-length';

  test('HB-04 calls beyond the limit of a token get 429 with Retry-After; another token and the look for monitors go on', async () => {
    const { url } = await serve({ tokens: readTokens(`ann ${token}\nbob another-long-token`), requestsPerMinute: 3 });
    const ann = wireClient(url, { headers: { authorization: `Bearer ${token}` } });
    for (let call = 0; call < 3; call++) expect((await ann.open()).status).toBe(200);
    const late = await ann.open();
    expect([late.status, late.headers.get('retry-after'), late.text]).toEqual([429, '20', 'Too many calls.\n']);
    const bob = wireClient(url, { headers: { authorization: 'Bearer another-long-token' } });
    expect((await bob.open()).status).toBe(200);
    expect((await fetch(`${url}health`)).status).toBe(200);
  });

  test('HB-04 an address that tries wrong tokens gets 429 after twenty of them; a valid one of the same address goes on', async () => {
    const { url } = await serve({ tokens: readTokens(`ann ${token}`) });
    const open = (authorization?: string) =>
      wireClient(url, { headers: authorization ? { authorization } : {} }).open();
    // Some grow back where the twenty take their time.
    let late = await open('Bearer wrong-token-number-0');
    let wrong = 0;
    for (; late.status === 401 && wrong < 200; wrong++) late = await open(`Bearer wrong-token-number-${wrong}`);
    expect(wrong).toBeGreaterThanOrEqual(20);
    expect([late.status, late.text]).toEqual([429, 'Too many wrong tokens.\n']);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    await expect
      .poll(async () => (await fetch(`${url}metrics`, { headers: { authorization: 'Bearer guess' } })).status)
      .toBe(429);
    expect((await open(`Bearer ${token}`)).status).toBe(200);
    // Who has forgotten the token is told so.
    expect((await open()).status).toBe(401);
  });

  test('HB-04 our agent waits as long as it is told, and its session goes on', async () => {
    const folder = temporaryFolder();
    const served = await serve({ tokens: readTokens(`ann ${token}`), requestsPerMinute: 60 });
    const ann = wireClient(served.url, { headers: { authorization: `Bearer ${token}` } });
    for (let call = 0; call < 59; call++) await ann.open();
    const app = await openTestApp({ file: join(folder, 'office.db'), hub: served.url, token });
    const began = performance.now();
    expect(await sync(app)).toMatchObject({ result: 'done' });
    expect(performance.now() - began).toBeGreaterThan(900);
    await app.close();
  });
});

describe('starting and stopping', () => {
  test('a port that is taken is told', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const hub = await hubOver(await storeBench(categorySql));
    await expect(startHubServer({ hub, port })).rejects.toMatchObject({ code: 'port-in-use' });
  });

  test('closing lets a running call end, and then frees port and file', async () => {
    const closing: Promise<void>[] = [];
    const served: Served = await serve({ handlers: { onConflict: () => void closing.push(served.server.close()) } });
    const { bench, url } = served;
    bench.other.exec(`insert into category (category_id, name) values ('r', 'HUB')`);
    const client = wireClient(url);
    await client.open();
    const rows = [
      ['category', 'upsert', row('r', 'REP'), ...Array.from({ length: 3000 }, (_, i) => row(`k${i}`, `n${i}`))],
    ] as const;
    const answer = await client.sendAll(bench.scope, { rows, lsst: 0n });
    expect(answer.json.cca.tca).toMatchObject([{ a: 3000, rc: 1 }]);
    await Promise.all(closing);
    expect(closing).toHaveLength(1);
    await expect(fetch(url)).rejects.toThrow();
    expect(bench.other.prepare(`select count(*) from category`).pluck().get()).toBe(3001);
    expect(bench.other.pragma('journal_mode = delete', { simple: true })).toBe('delete');
  });
});
