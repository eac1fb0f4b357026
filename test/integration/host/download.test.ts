// Files that the window in a browser saves: whole, as they are made, to its own page only (TL-08, CL-06).

import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { startHost, type Host } from '../../../main/host/host.ts';
import { downloadAddress } from '../../../main/window/downloads.ts';
import { serveCarrier } from '../../../main/window/dispatch.ts';
import { get, enter, type HostAnswer } from '../../support/browser-request.ts';
import { carrierPair } from '../../support/carrier-pair.ts';
import { temporaryFile, temporaryFolder } from '../../support/files.ts';
import { openTestApp } from '../../support/replica-app.ts';
import { officeSession } from '../../support/telemetry-log.ts';

interface Desk {
  readonly host: Host;
  readonly cookie: string;
  readonly seen: { lines: number; parts: number };
  save(path: string, headers?: Readonly<Record<string, string>>): Promise<HostAnswer>;
}

/** A host over an app whose telemetry holds so many sessions of 13 events. */
async function openDesk(sessions: number): Promise<Desk> {
  const app = await openTestApp({ file: temporaryFile() });
  const at = (no: number): Date => new Date(Date.UTC(2026, 5, 1, 10, 0, no));
  app.telemetry.record(Array.from({ length: sessions }, (_, no) => officeSession(no + 1, at(no))).flat());
  const seen = { lines: 0, parts: 0 };
  const handlers: typeof app.handlers = {
    ...app.handlers,
    'telemetry.exportPart'(input) {
      seen.parts++;
      return app.handlers['telemetry.exportPart'](input);
    },
  };
  const host = await startHost({
    port: 0,
    folder: temporaryFolder(),
    onRenew: () => undefined,
    connect() {
      const { near, far } = carrierPair();
      seen.lines++;
      far.closed(() => void seen.lines--);
      serveCarrier(far, { handlers, rings: app.bell, readOnly: true });
      return near;
    },
  });
  onTestFinished(() => host.close());
  const cookie = await enter(host.address);
  const save: Desk['save'] = (path, headers = {}) =>
    get(host.address, { path, headers: { cookie, 'sec-fetch-site': 'same-origin', ...headers } });
  return { host, cookie, seen, save };
}

const choice = { format: 'ndjson', limit: 100 } as const;

test('a file comes whole, in parts, with its name; the line to the engine is closed afterwards', async () => {
  const { save, seen } = await openDesk(40);
  const { status, headers, body } = await save(downloadAddress('telemetry', choice));
  expect([status, headers['content-type']]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
  expect(headers['content-disposition']).toMatch(/^attachment; filename="concord-telemetry-2026-06-01\.ndjson"$/);
  expect(body.trimEnd().split('\n')).toHaveLength(40 * 13);
  expect(seen.parts).toBeGreaterThanOrEqual(6);
  await expect.poll(() => seen.lines).toBe(0);
});

test('a file that broke off is gone on with behind its last event, without a second head', async () => {
  const { save } = await openDesk(20);
  const whole = (await save(downloadAddress('telemetry', { ...choice, format: 'csv' }))).body.split('\r\n');
  const rest = (await save(downloadAddress('telemetry', { ...choice, format: 'csv', after: 100 }))).body.split('\r\n');
  expect(rest).toEqual(whole.slice(101));
});

test.each([
  ['no cookie', { cookie: 'concord=guess' }, 403],
  ['a foreign page', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a page of another port', { 'sec-fetch-site': 'same-site' }, 403],
  ['another origin', { origin: 'http://127.0.0.1:1' }, 403],
  ['another name of this computer', { host: 'localhost' }, 421],
] as const)('%s is refused, and no line is opened', async (_, headers, status) => {
  const { save, seen } = await openDesk(1);
  expect((await save(downloadAddress('telemetry', choice), headers)).status).toBe(status);
  expect(seen).toEqual({ lines: 0, parts: 0 });
});

test.each([
  ['/download/telemetry', 404],
  ['/download/telemetry?choice=%7B', 404],
  ['/download/elsewhere?choice=%7B%7D', 404],
  ['/download/constructor?choice=%7B%7D', 404],
  ['/download/telemetry?choice=%7B%22format%22%3A%22exe%22%7D', 400],
])('%s is answered with %i', async (path, status) => {
  const { save, seen } = await openDesk(1);
  expect((await save(path)).status).toBe(status);
  await expect.poll(() => seen.lines).toBe(0);
});

test('where the browser goes away, the making of the file ends', async () => {
  const { host, cookie, seen } = await openDesk(600);
  const { hostname, port } = new URL(host.address);
  const path = downloadAddress('telemetry', { format: 'ndjson', limit: 1 });
  const call = request({ hostname, port, path, headers: { cookie, 'sec-fetch-site': 'same-origin' }, agent: false });
  call.on('error', () => undefined).end();
  await new Promise<void>((resolve) => call.once('response', (response) => response.once('data', () => resolve())));
  call.destroy();
  await expect.poll(() => seen.lines).toBe(0);
  const then = seen.parts;
  expect(then).toBeLessThan(600 * 13);
});
