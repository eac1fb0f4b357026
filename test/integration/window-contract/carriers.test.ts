// One suite over every carrier: calls, rings, order, a late line, and a line that is lost (law 3, "Two contracts").

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { EngineLine } from '../../../main/engine/engine-thread.ts';
import { openShell } from '../../../main/electron/shell.ts';
import { createClient } from '../../../main/window/client.ts';
import type { EngineMessage } from '../../../main/window/carrier.ts';
import { topics } from '../../../main/window/contract.ts';
import { insert } from '../../support/category.ts';
import { createElectron } from '../../support/electron-parts.ts';
import { openTestApp, otherProgram, sync } from '../../support/replica-app.ts';
import { categorySchema } from '../../support/category.ts';
import { setStage } from '../../support/stage.ts';
import { temporaryFile } from '../../support/files.ts';
import { shellOptions } from '../../support/shell-options.ts';
import { closing, lineKinds, openClient, openIpcLine, openSite, ring, startTestEngine } from './lines.ts';

const category = { name: 'category', schema: '' };
const lost = { name: 'CallError', problem: expect.objectContaining({ code: 'engine-lost', retryable: true }) };

/** A replica that has had its first session, made once. */
let synchronised: Promise<Buffer> | null = null;

async function replicaFile(): Promise<string> {
  const file = temporaryFile();
  writeFileSync(file, await (synchronised ??= makeReplica()));
  return file;
}

async function makeReplica(): Promise<Buffer> {
  const stage = await setStage({ binding: 'over HTTP', schema: categorySchema(), tables: ['category'] });
  const app = await openTestApp({ hub: stage.url ?? '' });
  await sync(app);
  await app.close();
  return readFileSync(app.replica.file);
}

describe.each(lineKinds)('a line over %s', (kind) => {
  test('calls are answered, each with its own reply, however many wait at once', async () => {
    const client = await openClient(await openSite(kind, { file: await replicaFile() }));
    const keys = Array.from({ length: 100 }, (_, n) => ({ category_id: n % 3 === 0 ? 'ROOT' : `K${n}` }));
    const records = await Promise.all(keys.map((key) => client.call('data.record', { table: category, key })));
    expect(records.map(({ row }) => row?.['name'] ?? null)).toEqual(keys.map((_, n) => (n % 3 === 0 ? 'Root' : null)));
  });

  test('an error arrives as it was thrown, with its code, its cure and its column (SF-07)', async () => {
    const client = await openClient(await openSite(kind, { file: await replicaFile() }));
    const key = { category_id: 'ROOT' };
    const call = client.call('data.update', { table: category, key, expected: {}, set: { name: null } });
    await expect(call).rejects.toMatchObject({
      problem: { code: 'value-invalid', column: 'name', message: 'name: a value is required.', retryable: false },
    });
  });

  test('replies come in the order of the calls; what one wrote the next one reads', async () => {
    const site = await openSite(kind, { file: await replicaFile() });
    const carrier = await site.open();
    const heard: number[] = [];
    const done = new Promise<void>((resolve) =>
      carrier.receive((text) => {
        const message = JSON.parse(text) as EngineMessage;
        if ('id' in message) heard.push(message.id);
        if (heard.length === 60) resolve();
      }),
    );
    const call = { call: 'data.names', input: { table: category, keys: ['ROOT'] } };
    for (let id = 1; id <= 60; id++) carrier.post(JSON.stringify({ id, ...call }));
    await done;
    expect(heard).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));

    const client = createClient(carrier);
    const row = { category_id: 'NEW', parent_id: 'ROOT', name: 'é “x” 漢' };
    const { key } = await client.call('data.insert', { table: category, row });
    expect((await client.call('data.record', { table: category, key })).row).toMatchObject(row);
  });

  test('what one window writes rings in the other, and its revision grows (law 3)', async () => {
    const site = await openSite(kind, { file: await replicaFile() });
    const [one, two] = [await openClient(site), await openClient(site)];
    for (const id of ['A', 'B']) {
      const before = two.revision('data');
      await one.call('data.insert', { table: category, row: { category_id: id, name: id } });
      expect(await ring(two, 'data', before)).toBeGreaterThan(before);
    }
    expect((await two.call('data.tables', {}))[0]?.rows).toBe(3);
  });

  test('another program’s write rings (PD-07)', async () => {
    const file = await replicaFile();
    const client = await openClient(await openSite(kind, { file }));
    const before = client.revision('status');
    otherProgram(file).exec(insert('X', 'from outside'));
    await ring(client, 'status', before);
    expect((await client.call('status.read', {})).waiting).toEqual({ changes: 1, records: 1 });
  });

  test('a late line hears every topic once, with the revision of now', async () => {
    const site = await openSite(kind, { file: await replicaFile() });
    const early = await openClient(site);
    const before = early.revision('data');
    await early.call('data.insert', { table: category, row: { category_id: 'A', name: 'A' } });
    await ring(early, 'data', before);
    const late = await openClient(site);
    const known = topics.map((topic) => late.revision(topic));
    // One ring of several topics is several messages: the last may still be on its way.
    await expect.poll(() => topics.map((topic) => early.revision(topic))).toEqual(known);
    expect(topics.map((topic) => late.revision(topic))).toEqual(known);
  });

  test('a subscription that was ended hears no more, the others do', async () => {
    const client = await openClient(await openSite(kind, { file: await replicaFile() }));
    const heard: number[] = [];
    client.on('data', (revision) => void heard.push(revision))();
    const before = client.revision('data');
    await client.call('data.insert', { table: category, row: { category_id: 'A', name: 'A' } });
    await ring(client, 'data', before);
    expect(heard).toEqual([]);
  });

  test('what is no message is passed over; the line goes on', async () => {
    const site = await openSite(kind, { file: await replicaFile() });
    const carrier = await site.open();
    const client = createClient(carrier);
    for (const text of [
      '',
      'x',
      '[]',
      'null',
      '{}',
      '{"id":"1","call":"app.describe"}',
      '{"id":1.5,"call":"x"}',
      '1e999',
    ])
      carrier.post(text);
    expect(await client.call('app.describe', {})).toMatchObject({ user: 'Ann' });
  });

  test('a call of an unknown name, of any length, is answered (law 7)', async () => {
    const carrier = await (await openSite(kind, { file: await replicaFile() })).open();
    const names = ['nothing', 'constructor', '__proto__', 'toString', '', 'x'.repeat(10_000)];
    const replies = await new Promise<EngineMessage[]>((resolve) => {
      const heard: EngineMessage[] = [];
      carrier.receive((text) => {
        const message = JSON.parse(text) as EngineMessage;
        if ('id' in message) heard.push(message);
        if (heard.length === names.length) resolve(heard);
      });
      names.forEach((call, id) => carrier.post(JSON.stringify({ id, call, input: {} })));
    });
    for (const reply of replies) expect(reply).toMatchObject({ reply: { ok: false, error: { code: 'usage' } } });
  });

  test('messages of many megabytes pass both ways (CF-08)', async () => {
    const client = await openClient(await openSite(kind, { file: await replicaFile() }));
    const note = 'é漢"\\\u0001'.repeat(600_000);
    const row = { category_id: 'BIG', name: 'Big', 'extra note': note };
    const { key } = await client.call('data.insert', { table: category, row });
    const { row: read } = await client.call('data.record', { table: category, key });
    expect(read?.['extra note'] === note).toBe(true);
  });

  test('a hundred writes ring a bounded number of times (law 3)', async () => {
    const site = await openSite(kind, { file: await replicaFile() });
    const [one, two] = [await openClient(site), await openClient(site)];
    const before = two.revision('data');
    const started = performance.now();
    const ids = Array.from({ length: 100 }, (_, n) => `N${n}`);
    await Promise.all(
      ids.map((id) => one.call('data.insert', { table: category, row: { category_id: id, name: id } })),
    );
    await ring(two, 'data', before);
    expect(two.revision('data') - before).toBeLessThanOrEqual((performance.now() - started) / 50 + 1);
  });

  test('a read-only line looks and changes nothing (CL-06)', async () => {
    const site = await openSite(kind, { file: await replicaFile(), readOnly: true });
    const client = await openClient(site);
    const row = { category_id: 'A', name: 'A' };
    await expect(client.call('data.insert', { table: category, row })).rejects.toMatchObject({
      problem: { code: 'not-supported' },
    });
    await expect(client.call('sync.start', {})).rejects.toMatchObject({ problem: { code: 'not-supported' } });
    expect(await client.call('app.describe', {})).toMatchObject({ readOnly: true });
    expect((await client.call('data.tables', {}))[0]?.rows).toBe(1);
  });

  test('a line that is lost fails what waits and what comes later with engine-lost', async () => {
    const site = await openSite(kind, { file: await replicaFile() });
    const carrier = await site.open();
    const client = createClient(carrier);
    await Promise.all(topics.map((topic) => ring(client, topic)));
    const closed = closing(carrier);
    const waiting = [client.call('status.read', {}), client.call('app.describe', {})].map((call) =>
      call.then(
        () => 'answered',
        (thrown: unknown) => thrown,
      ),
    );
    await site.hangUp();
    await closed;
    for (const outcome of await Promise.all(waiting)) if (outcome !== 'answered') expect(outcome).toMatchObject(lost);
    await expect(client.call('app.describe', {})).rejects.toMatchObject(lost);
  });
});

test('a page that is closed closes its line; one that opens again hears each message once (IPC)', async () => {
  const engine = await startTestEngine({ user: 'Ann', device: 'Desk 1', file: await replicaFile() });
  const electron = createElectron();
  const ends: Promise<void>[] = [];
  const connect = (): EngineLine => {
    const line = engine.connect({ readOnly: false });
    ends.push(closing(line));
    return line;
  };
  openShell(electron.parts, shellOptions(electron.parts, { connect, close: () => engine.close() }));
  const page = electron.openPage();
  for (let times = 1; times <= 3; times++) {
    const client = createClient(await openIpcLine(page));
    expect(await client.call('app.describe', {})).toMatchObject({ user: 'Ann' });
    expect([page.listeners('concord:message'), page.listeners('concord:closed')]).toEqual([1, 1]);
  }
  page.destroy();
  await Promise.all(ends);
  expect(ends).toHaveLength(3);
});

test('a page that is not ours is given no line, and what it posts is passed over (IPC)', async () => {
  const electron = createElectron();
  const connect = (): never => {
    throw new Error('a foreign page was given a line');
  };
  openShell(electron.parts, shellOptions(electron.parts, { connect }));
  for (const url of ['https://evil.example/', 'concord://other/', 'concord://app.evil/', 'file:///x'])
    await expect(openIpcLine(electron.openPage(url)), url).rejects.toThrow('may not speak');
});
