// Addresses behind which no hub answers (issue "Bad input"): each is one coded problem, and a new file stays empty.

import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { EndedSession } from '../../../main/agent/session.ts';
import { transportFailure } from '../../../main/remote/failure.ts';
import { selfSigned } from '../../support/certificate.ts';
import { startHttpServer } from '../../support/http-server.ts';
import { reply } from '../../support/replies.ts';
import { dump, openTestApp, rowsIn, sync, userTables } from '../../support/replica-app.ts';
import { quickenPauses } from '../../support/quick-pauses.ts';
import { createBench, shopHub } from '../../support/shop.ts';
import { type Expected, expectTold } from './bad-hub.ts';

quickenPauses();

/** Sessions side by side at this address: of a replica that knows a good hub, and of a new one. */
async function meetsAt(hub: string, expected: Expected & { readonly requests: number }): Promise<void> {
  const bench = await createBench();
  await bench.app.close();
  const before = dump(bench.file);
  const apps = [await openTestApp({ file: bench.file, hub }), await openTestApp({ hub })] as const;
  const ended = await Promise.all(apps.map((app) => sync(app)));
  for (const [at, app] of apps.entries()) {
    expectTold(app, ended[at] as EndedSession, expected);
    expect(ended[at]?.summary.requests).toBe(expected.requests);
    await app.close();
  }
  expect(dump(bench.file)).toEqual(before);
  expect(userTables(apps[1].replica.file)).toEqual([]);
  const again = await openTestApp({ file: bench.file });
  expect(await sync(again)).toMatchObject({ result: 'done', summary: { uploaded: 1, downloaded: 1 } });
}

const unreachable = { code: 'hub-unreachable', result: 'interrupted', requests: 3 } as const;

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = await startHttpServer({ answer: () => reply({}) });
  await server.close();
  return server.port;
}

describe('bad input: addresses', () => {
  test.each(['ftp://hub/', 'hub.example.org/api/sync', '', 'http://'])('%j is no hub address', async (hub) => {
    await expect(openTestApp({ hub })).rejects.toMatchObject({ code: 'hub-address-invalid' });
  });

  test('a refused connection; a good address is not forgotten for it (SC-08)', async () => {
    await meetsAt(`http://127.0.0.1:${await closedPort()}/api/sync`, unreachable);
  });

  test.each(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT', 'EHOSTUNREACH', 'UND_ERR_SOCKET'])(
    'a network that says %s: no connection, and no word of the time-out for answers',
    (code) => {
      const thrown = Object.assign(new Error('no way'), { code });
      const failure = transportFailure(thrown, { url: new URL('http://hub.example.org/api/sync/'), seconds: 300 });
      expect(failure).toMatchObject({ problem: { code: 'hub-unreachable' }, repeatable: true });
    },
  );

  test('a name that does not exist', async () => {
    await meetsAt('http://hub.invalid/api/sync', { ...unreachable, code: 'hub-name-unknown' });
  });

  test('a wrong path: 404 with the address, without the parameters in it (W-97, W-268)', async () => {
    const hub = await shopHub();
    hub.intercept = (call) => (call.path === '/api/sync/' ? null : reply({ status: 404 }));
    const app = await openTestApp({ hub: hub.url.replace('/sync', '/snyc?key=hidden') });
    const ended = await sync(app);
    expectTold(app, ended, { code: 'hub-not-found', result: 'failed' });
    expect(ended.problem?.message).toBe(`There is no hub at ${hub.url.replace('/sync', '/snyc/')} (404).`);
    expect(JSON.stringify(ended)).not.toContain('hidden');
  });

  test('credentials in the address are neither shown nor stored in a session (W-268)', async () => {
    const hub = await shopHub();
    hub.intercept = () => reply({ status: 404 });
    const app = await openTestApp({ hub: hub.url.replace('http://', 'http://ann:pass-word-1@') });
    expect(JSON.stringify(await sync(app))).not.toContain('pass-word-1');
    expect(JSON.stringify(rowsIn(app.replica.file, '_concord_session'))).not.toContain('pass-word-1');
  });

  test('another protocol: a mail server', async () => {
    const server = createServer((socket) =>
      socket.on('error', () => undefined).end('220 mail.example.org ESMTP ready\r\n'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    await meetsAt(`http://127.0.0.1:${port}/`, { code: 'hub-is-no-hub', result: 'failed', requests: 1 });
  });
});

describe('bad input: TLS (W-257)', () => {
  test('a self-signed certificate is not trusted, and nothing is sent', async () => {
    const server = await startHttpServer({ tls: selfSigned, answer: () => reply({}) });
    await meetsAt(`https://127.0.0.1:${server.port}/`, { code: 'hub-certificate', result: 'failed', requests: 1 });
    expect(server.calls).toEqual([]);
  });

  test('https:// where plain HTTP is spoken', async () => {
    const server = await startHttpServer({ answer: () => reply({}) });
    await meetsAt(`https://127.0.0.1:${server.port}/`, { code: 'hub-is-no-hub', result: 'failed', requests: 1 });
  });

  test('http:// where TLS is spoken', async () => {
    const server = await startHttpServer({ tls: selfSigned, answer: () => reply({}) });
    await meetsAt(`http://127.0.0.1:${server.port}/`, unreachable);
    expect(server.calls).toEqual([]);
  });
});
