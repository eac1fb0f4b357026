// The office's hub and the engine in their threads: an office that was interrupted while it was made is made again, and one
// whose files cannot be opened is told with a code and leaves nothing running (CL-07, SF-07).

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { officeFiles } from '../../../main/office/office-files.ts';
import { openOfficeApp, type OfficeApp } from '../../../main/office/office-app.ts';
import { startOffice } from '../../../main/office/office-thread.ts';
import { createClient, type Client } from '../../../main/window/client.ts';
import { temporaryFolder } from '../../support/files.ts';
import { rowsIn } from '../../support/replica-app.ts';

const made = mkdtempSync(join(tmpdir(), 'concord-office-'));
afterAll(() => rmSync(made, { recursive: true, force: true }));

interface Opened {
  readonly app: OfficeApp;
  readonly client: Client;
  readonly said: readonly string[];
}

async function openOffice(folder: string): Promise<Opened> {
  const said: string[] = [];
  const app = await openOfficeApp({
    folder,
    user: 'Ann',
    device: 'Desk 1',
    client: 'browser',
    say: (text) => void said.push(text),
  });
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => (closed ??= app.close());
  onTestFinished(close);
  return { app: { ...app, close }, client: createClient(app.engine.connect({ readOnly: false })), said };
}

const synced = ({ client }: Opened): Promise<void> =>
  expect.poll(async () => (await client.call('status.read', {})).lastSuccess, { timeout: 20_000 }).not.toBeNull();

/** A whole office, made once; each test has its own copy. */
let whole: Promise<void> | null = null;

async function officeFolder(): Promise<string> {
  await (whole ??= (async () => {
    const office = await openOffice(made);
    await synced(office);
    await office.app.close();
  })());
  const folder = temporaryFolder();
  cpSync(made, folder, { recursive: true });
  return folder;
}

const mine = { number: 'MINE', name: 'Mine', kind: 'Private', country: 'CH', active: true };

/** Threads that have not ended. */
function watchThreads(): () => number {
  const threads: Worker[] = [];
  const note = (worker: Worker): void => void threads.push(worker);
  process.on('worker', note);
  onTestFinished(() => void process.removeListener('worker', note));
  return () => threads.filter(({ threadId }) => threadId !== -1).length;
}

test('an office is opened again with what was changed in it, and what waits is sent', async () => {
  const folder = await officeFolder();
  const first = await openOffice(folder);
  await first.client.call('agent.configure', { offline: true });
  const table = { name: 'customers', schema: '' };
  const { row } = await first.client
    .call('data.insert', { table, row: mine })
    .then(({ key }) => first.client.call('data.record', { table, key }));
  await first.app.close();
  const again = await openOffice(folder);
  expect(again.said).toEqual([]);
  expect(await again.client.call('data.record', { table, key: { number: 'MINE' } })).toMatchObject({
    row,
    badge: 'new',
  });
  expect((await again.client.call('status.read', {})).offlineSince).not.toBeNull();
  await again.client.call('agent.configure', { offline: false });
  await again.client.call('sync.start', {});
  const hub = officeFiles(folder).hub;
  await expect.poll(() => rowsIn(hub, 'customers').map(([id]) => id), { timeout: 20_000 }).toContain('MINE');
});

test('an office that was interrupted while it was made is made from the start', async () => {
  const folder = temporaryFolder();
  const { hub } = officeFiles(await officeFolder());
  // Half of a database, as a power cut leaves it; a whole one that was not given its name yet is no better.
  const half = readFileSync(hub);
  const left = `${officeFiles(folder).hub}.new`;
  writeFileSync(left, half.subarray(0, half.length / 2));
  writeFileSync(`${left}-wal`, half.subarray(0, 5000));
  const office = await openOffice(folder);
  expect(office.said.at(-1)).toBe('Making the sample office: 100 %');
  await synced(office);
  const { events } = await office.client.call('telemetry.list', { limit: 1, offset: 0, filter: {} });
  expect(events[0]).toMatchObject({ client: 'browser' });
  expect(rowsIn(officeFiles(folder).hub, 'customers').length).toBe(rowsIn(hub, 'customers').length);
});

test.each(['hub', 'anna', 'replica'] as const)(
  'an office whose %s is no database is told so, and no thread is left',
  async (which) => {
    const running = watchThreads();
    const folder = await officeFolder();
    const file = officeFiles(folder)[which];
    writeFileSync(file, 'not a database '.repeat(100));
    const name = file.slice(folder.length + 1);
    await expect(openOffice(folder)).rejects.toMatchObject({
      code: 'replica-not-sqlite',
      message: `${name} is not a SQLite database.`,
    });
    await expect.poll(running).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('not a database');
  },
);

test('Anna waits for a replica that cannot be read; the hub goes on', async () => {
  const folder = await officeFolder();
  writeFileSync(officeFiles(folder).replica, 'not a database '.repeat(100));
  const said: string[] = [];
  const lost = (reason: string): void => void said.push(reason);
  const office = await startOffice({ folder, scope: 'FieldWork' }, { making: () => undefined, lost });
  // Longer than she takes between two looks.
  await new Promise((resolve) => setTimeout(resolve, 1300));
  expect((await fetch(office.hub)).status).toBe(200);
  await office.close();
  expect(said).toEqual([]);
});

test('an office whose thread dies is told once, and its end does not wait for it', async () => {
  const threads: Worker[] = [];
  const note = (worker: Worker): void => void threads.push(worker);
  process.on('worker', note);
  onTestFinished(() => void process.removeListener('worker', note));
  const said: string[] = [];
  const lost = (reason: string): void => void said.push(reason);
  const folder = await officeFolder();
  threads.length = 0;
  const office = await startOffice({ folder, scope: 'FieldWork' }, { making: () => undefined, lost });
  await threads[0]?.terminate();
  await office.close();
  expect([threads.length, said]).toEqual([1, ['its thread has ended']]);
});
