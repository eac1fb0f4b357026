// One suite over every carrier: calls, rings, order, a late line, and a line that is lost (law 3, "Two contracts").

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createClient } from '../../../main/window/client.ts';
import type { EngineMessage } from '../../../main/window/carrier.ts';
import { topics } from '../../../main/window/contract.ts';
import { insert } from '../../support/category.ts';
import { openTestApp, otherProgram, sync } from '../../support/replica-app.ts';
import { categorySchema } from '../../support/category.ts';
import { setStage } from '../../support/stage.ts';
import { temporaryFolder } from '../../support/files.ts';
import { closing, lineKinds, openClient, openSite, ring } from './lines.ts';

const category = { name: 'category', schema: '' };
const lost = { name: 'CallError', problem: expect.objectContaining({ code: 'engine-lost', retryable: true }) };

/** A replica that has had its first session. */
async function replicaFile(): Promise<string> {
  const stage = await setStage({ binding: 'over HTTP', schema: categorySchema(), tables: ['category'] });
  const file = join(temporaryFolder(), 'replica.db');
  const app = await openTestApp({ file, hub: stage.url ?? '' });
  await sync(app);
  await app.close();
  return file;
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
    expect(topics.map((topic) => late.revision(topic))).toEqual(topics.map((topic) => early.revision(topic)));
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
