// Who may see the window in a browser: the token once, then the cookie; one origin, one host name (CL-06).

import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { dial, enter, get, pathOf } from '../../support/browser-request.ts';
import { openTestHost, page } from './host.ts';

test('the printed address is exchanged for a cookie that no script and no foreign page can use (CL-06)', async () => {
  const { address } = await openTestHost();
  const { status, headers, body } = await get(address, { path: pathOf(address) });
  expect({ status, location: headers['location'], body }).toEqual({ status: 303, location: '/', body: '' });
  const [cookie = '', ...more] = headers['set-cookie'] ?? [];
  expect(more).toEqual([]);
  const [pair = '', ...flags] = cookie.split('; ');
  expect(flags.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict']);
  expect(pair).toMatch(/^concord-\d+=[\w-]{32}$/);
  expect(pair).not.toContain(new URL(address).searchParams.get('token'));
  const window = await get(address, { headers: { cookie: pair } });
  expect(window.status).toBe(200);
  expect(window.body).toContain('<!doctype html>');
});

test('a used token opens nothing; a new address is printed, and that one works (CL-06)', async () => {
  const { address, printed } = await openTestHost();
  await enter(address);
  const second = await get(address, { path: pathOf(address) });
  expect(second.status).toBe(403);
  expect(second.headers['set-cookie']).toBeUndefined();
  expect(second.body).toBe('This address needs the token that Concord printed at its start. Open the printed address.');
  expect(printed).toHaveLength(1);
  await enter(printed[0] ?? '');
});

test('a guess neither opens the door nor spoils the printed address (CL-06)', async () => {
  const { address, printed } = await openTestHost();
  const token = new URL(address).searchParams.get('token') ?? '';
  for (const guess of ['', 'x', `${token}x`, token.slice(1), token.toUpperCase(), `${token}&token=x`]) {
    expect((await get(address, { path: `/?token=${guess}` })).status, guess).toBe(403);
  }
  expect(printed).toEqual([]);
  await enter(address);
});

test('a window that is already let in opens the printed address again without using it up (CL-06)', async () => {
  const { address, printed } = await openTestHost();
  const cookie = await enter(address);
  expect((await get(address, { path: pathOf(address), headers: { cookie } })).status).toBe(303);
  expect(printed).toEqual([]);
});

test.each(['/', '/index.html', '/assets/app-1a2b.js', '/concord.svg', '/nothing'])(
  'without the cookie %s is refused (CL-06)',
  async (path) => {
    const { address } = await openTestHost();
    const wrong = `concord-${new URL(address).port}=${'A'.repeat(32)}`;
    for (const cookie of ['', 'concord=x', wrong]) {
      const { status, body } = await get(address, { path, headers: { cookie } });
      expect(status, cookie).toBe(403);
      expect(body).not.toContain('export');
    }
  },
);

test('another host name is misdirected, with the cookie as well: DNS cannot be rebound to the window (CL-06)', async () => {
  const { address, printed } = await openTestHost();
  const cookie = await enter(address);
  const { port } = new URL(address);
  for (const host of ['evil.example', `evil.example:${port}`, `localhost:${port}`, '127.0.0.1', `127.0.0.1:1`]) {
    expect((await get(address, { headers: { cookie, host } })).status, host).toBe(421);
    expect((await get(address, { path: pathOf(address), headers: { host } })).status, host).toBe(421);
  }
  expect(printed).toEqual([]);
});

test('two hosts on one computer keep each other’s windows (cookies know no ports)', async () => {
  const [one, two] = [await openTestHost(), await openTestHost()];
  const cookie = `${await enter(one.address)}; ${await enter(two.address)}`;
  expect((await get(one.address, { headers: { cookie } })).status).toBe(200);
  expect((await get(two.address, { headers: { cookie } })).status).toBe(200);
});

const strangers: Readonly<Record<string, (own: string, cookie: string) => Parameters<typeof dial>[1]>> = {
  'a foreign origin': (_, cookie) => ({ origin: 'https://evil.example', cookie }),
  'the same host on another port': (_, cookie) => ({ origin: 'http://127.0.0.1:1', cookie }),
  'another name of this computer': (own, cookie) => ({ origin: own.replace('127.0.0.1', 'localhost'), cookie }),
  'no origin': (_, cookie) => ({ cookie }),
  'the null origin': (_, cookie) => ({ origin: 'null', cookie }),
  'no cookie': (origin) => ({ origin }),
  'a wrong cookie': (origin, cookie) => ({ origin, cookie: `${cookie.slice(0, -1)}` }),
  'another path': (origin, cookie) => ({ origin, cookie, path: '/engine/' }),
};

test.each(Object.keys(strangers))('a line to the engine is refused to %s (CL-06)', async (who) => {
  const { address, engineEnds } = await openTestHost();
  const cookie = await enter(address);
  const options = strangers[who]?.(new URL(address).origin, cookie) ?? {};
  expect(await dial(address, options)).toEqual({ refused: 403 });
  expect(engineEnds).toHaveLength(0);
});

test('whoever is refused and gone at once does the host no harm', async () => {
  const { address } = await openTestHost();
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write('GET /engine HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  socket.resetAndDestroy();
  await once(socket, 'close');
  await enter(address);
});

test('only looking is asked of the host: it takes no other method', async () => {
  const { address } = await openTestHost();
  const cookie = await enter(address);
  const { origin } = new URL(address);
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const { status } = await fetch(origin, { method, headers: { cookie } });
    expect(status, method).toBe(404);
  }
});

test('the page itself is whole: its place for the nonce is filled in', async () => {
  const { address } = await openTestHost();
  const { body } = await get(address, { headers: { cookie: await enter(address) } });
  expect(body.replace(/content="[^"]+"/, 'content="__STYLE_NONCE__"')).toBe(page);
  expect(body).not.toContain('__STYLE_NONCE__');
});
