// The files of the window: nothing outside its folder, and a policy that keeps the page to itself (CL-06).

import { expect, test } from 'vitest';
import { enter, get, type HostAnswer } from '../../support/browser-request.ts';
import { openTestHost } from './host.ts';

async function getter(): Promise<(path: string) => Promise<HostAnswer>> {
  const { address } = await openTestHost();
  const cookie = await enter(address);
  return (path) => get(address, { path, headers: { cookie } });
}

test.each([
  '/../secret.json',
  '/..%2fsecret.json',
  '/%2e%2e/secret.json',
  '/%2e%2e%2fsecret.json',
  '/assets/../../secret.json',
  '/assets/..%2f..%2fsecret.json',
  '/..\\secret.json',
  '/..%5csecret.json',
  '/%2fetc/passwd.json',
  '//etc/secret.json',
  '//',
  '/%00.json',
  '/index.html%00.json',
  '/.json',
  '/notes.txt',
  '/assets',
  '/assets/',
  '/nothing.js',
])('%s leads nowhere', async (path) => {
  const { status, body } = await (await getter())(path);
  expect(status).toBe(404);
  expect(body).toBe('Not found');
});

test('a path that cannot be read is refused', async () => {
  expect((await (await getter())('/%E0%A4%A.js')).status).toBe(400);
});

test('the page has a policy of its own, with a fresh nonce that the page knows (CL-06)', async () => {
  const open = await getter();
  const [one, two] = [await open('/'), await open('/index.html')];
  const nonces = [one, two].map(({ headers, body }) => {
    const [, told] = /style-src 'self' 'nonce-([^']+)'/.exec(String(headers['content-security-policy'])) ?? [];
    expect(body).toContain(`content="${told}"`);
    return told;
  });
  expect(new Set(nonces).size).toBe(2);
  expect(String(one.headers['content-security-policy']).replace(/'nonce-[^']+'/, "'nonce'")).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce'; img-src 'self' data: blob:; font-src 'self'; " +
      "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  );
  expect(one.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
});

test.each([
  ['/', 'text/html; charset=utf-8', 'no-store'],
  ['/assets/app-1a2b.js', 'text/javascript; charset=utf-8', 'private, max-age=31536000, immutable'],
  ['/concord.svg', 'image/svg+xml', 'no-cache'],
])('%s is sent as %s and never guessed at', async (path, type, cache) => {
  const { status, headers } = await (await getter())(path);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': type,
    'cache-control': cache,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
});
