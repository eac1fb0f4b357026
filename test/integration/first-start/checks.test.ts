// *Test connection* against real servers: each failure is told at its own check, with its cause, cure and code, and what comes
// after it is unknown (PR-01, SF-07).

import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createConnectionTest } from '../../../main/wiring/connection-test.ts';
import { readTokens } from '../../../main/hub/door/tokens.ts';
import { listScopes } from '../../../main/remote/list-scopes.ts';
import { openConnection } from '../../../main/remote/reach-hub.ts';
import { categorySchema } from '../../support/category.ts';
import { selfSigned } from '../../support/certificate.ts';
import { startHttpServer, type Reply } from '../../support/http-server.ts';
import { setStage } from '../../support/stage.ts';

const quiet = { changed: () => undefined, now: () => new Date() };
const scope = 'DefaultScope';

/** States in the order of the checks, and the code of the one that failed. */
async function tested(
  hub: string,
  more: { token?: string; scope?: string } = {},
): Promise<[string, string | undefined]> {
  const { checks, passed } = await createConnectionTest(quiet).run({ hub, token: null, scope, file: null, ...more });
  const failed = checks.find(({ state }) => state === 'failed');
  expect(passed).toBe(!failed);
  if (failed) expect(failed.problem?.message, 'a whole sentence').toMatch(/^\S.*\.$/);
  return [checks.map(({ name, state }) => `${name} ${state}`).join(', '), failed?.problem?.code];
}

const states = (...list: string[]): string =>
  ['address', 'name', 'answer', 'hub', 'token', 'scope']
    .map((name, at) => `${name} ${list[at] ?? 'unknown'}`)
    .join(', ');
const ok = 'passed';

/** A server that gives every call this answer. */
async function server(reply: Reply, tls = false): Promise<string> {
  const { port } = await startHttpServer({ answer: () => reply, ...(tls && { tls: selfSigned }) });
  return `${tls ? 'https' : 'http'}://127.0.0.1:${port}/`;
}

const html: Reply = (response) =>
  void response.setHeader('content-type', 'text/html').end('<!doctype html><p>Welcome</p>');
const status =
  (code: number, headers: Record<string, string> = {}): Reply =>
  (response) =>
    void response.writeHead(code, headers).end();

test.each(['office', 'ftp://hub.example/', 'http://'])('PR-01 %s is no address', async (hub) => {
  expect(await tested(hub)).toEqual([states('failed'), 'hub-address-invalid']);
});

test('PR-01 a name that nobody knows', async () => {
  expect(await tested('http://no-such-hub.invalid/')).toEqual([states(ok, 'failed'), 'hub-name-unknown']);
});

test('PR-01 a port where nothing listens', async () => {
  expect(await tested('http://127.0.0.1:1/')).toEqual([states(ok, ok, 'failed'), 'hub-port-closed']);
});

test('PR-01 a server that takes the call and says nothing', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await new Promise((resolve) => silent.once('listening', resolve));
  const url = new URL(`https://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
  await expect(openConnection(url, 0.3, new AbortController().signal)).rejects.toMatchObject({ code: 'hub-no-answer' });
});

test('PR-01 a certificate that nobody trusts', async () => {
  expect(await tested(await server(html, true))).toEqual([states(ok, ok, 'failed'), 'hub-certificate']);
});

test('PR-01 https to a server that speaks plain HTTP', async () => {
  const plain = (await server(html)).replace('http:', 'https:');
  expect(await tested(plain)).toEqual([states(ok, ok, 'failed'), 'hub-is-no-hub']);
});

test.each<[string, Reply, string]>([
  ['a web page', html, 'hub-is-no-hub'],
  ['nothing at that path', status(404), 'hub-not-found'],
  ['a redirect', status(302, { location: 'https://sign-in.example/' }), 'hub-redirects'],
  ['a server being restarted', status(503), 'hub-busy'],
  ['JSON that is no hub’s', (response) => void response.end('{"hello":"world"}'), 'hub-answer-broken'],
])('PR-01 %s instead of a hub', async (_, reply, code) => {
  expect(await tested(await server(reply))).toEqual([states(ok, ok, ok, 'failed'), code]);
});

test.each([
  [401, 'hub-credentials'],
  [403, 'hub-forbidden'],
])('PR-01 a door that answers %i: what is behind it is not known', async (code, told) => {
  expect(await tested(await server(status(code)))).toEqual([states(ok, ok, ok, 'unknown', 'failed'), told]);
});

test('PR-01 a Concord hub: its kind, its version, its tables and rows (PR-05); a token that is wrong, a scope that is not there', async () => {
  const stage = await setStage({
    binding: 'over HTTP',
    schema: categorySchema(),
    tables: ['category'],
    door: { tokens: readTokens('ann tk-0f9e8d7c6b5a4938') },
  });
  const hub = stage.url ?? '';
  const token = 'tk-0f9e8d7c6b5a4938';
  expect(await tested(hub, { token })).toEqual([states(ok, ok, ok, ok, ok, ok), undefined]);
  expect(await tested(hub, { token: 'wrong' })).toEqual([states(ok, ok, ok, 'unknown', 'failed'), 'hub-credentials']);
  expect(await tested(hub, { token, scope: 'Nope' })).toEqual([states(ok, ok, ok, ok, ok, 'failed'), 'scope-unknown']);
  const { checks } = await createConnectionTest(quiet).run({ hub, token, scope, file: null });
  const facts = Object.fromEntries(checks.map((check) => [check.name, check.facts]));
  expect(facts).toMatchObject({
    hub: { kind: 'concord', version: expect.stringMatching(/^1\./) as string },
    scope: { tables: 1, rows: 1 },
  });
  // Who only asks is not noted (W-124).
  expect(stage.hubDb.prepare('select count(*) from _concord_client').pluck().get()).toBe(0);
  expect(await listScopes(hub, token, 5)).toEqual([{ name: 'DefaultScope', tables: 1 }]);
  expect(await listScopes(hub, 'wrong', 5)).toBeNull();
  expect(await listScopes(await server(html), null, 5)).toBeNull();
});

test('PR-01 clocks that are far apart are told, and stop nobody', async () => {
  const stage = await setStage({ binding: 'over HTTP', schema: categorySchema(), tables: ['category'] });
  const early = createConnectionTest({ ...quiet, now: () => new Date(Date.now() - 3 * 3_600_000) });
  const { checks, passed } = await early.run({ hub: stage.url ?? '', token: null, scope, file: null });
  expect(passed).toBe(true);
  expect(checks.find(({ name }) => name === 'hub')).toMatchObject({
    state: 'warned',
    problem: { code: 'clock-off', message: expect.stringContaining('3 hours') as string },
  });
});

test('PR-01 a test that another one follows is cancelled and tells nothing more', async () => {
  let calls = 0;
  const tester = createConnectionTest({ ...quiet, changed: () => void calls++ });
  const hub = await server(html);
  const first = tester.run({ hub, token: null, scope, file: null });
  const second = await tester.run({ hub: 'office', token: null, scope, file: null });
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  expect(tester.checks()).toEqual(second.checks);
  expect(calls).toBeGreaterThan(0);
});
