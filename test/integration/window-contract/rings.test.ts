// Topics ring after what changes what they tell of, and at no other time; a busy session rings a bounded number of times
// (law 3).

import { expect, test } from 'vitest';
import { CallError, type Client } from '../../../main/window/client.ts';
import { topics, writingCalls, type CallInput, type CallName, type Topic } from '../../../main/window/contract.ts';
import { insert } from '../../support/category.ts';
import { edit, openTestApp, sync } from '../../support/replica-app.ts';
import { checkedCall, connect, tableNamed } from '../../support/window-line.ts';
import { openBusyDesk, openDesk, type WindowDesk } from './desk.ts';
import { examples } from './examples.ts';
import { ring } from './lines.ts';

const bikes = { table: tableNamed('category'), key: { category_id: 'BIKES' } };

type Revisions = Readonly<Record<Topic, number>>;

/** The same replica, opened as a window's engine opens it: everything so far is known, whatever comes next rings. */
async function openAlive(desk: WindowDesk): Promise<WindowDesk> {
  await desk.app.close();
  const app = await openTestApp({ file: desk.file, hub: desk.stage.url ?? '', intervalMinutes: null, lives: true });
  const client = connect(app);
  // The schedule rings once as it begins.
  await Promise.all([
    ring(client, 'status', 1),
    ring(client, 'feed', 1),
    ring(client, 'data'),
    ring(client, 'conflicts'),
  ]);
  return { ...desk, app, client, call: (name, input) => checkedCall(client, name, input) };
}

/** The revisions of all topics as a window has heard them. */
function revisions(client: Client): Revisions {
  return Object.fromEntries(topics.map((topic) => [topic, client.revision(topic)])) as Revisions;
}

/** This hub's token is no admin's: what only an admin may look at is refused (HB-04). */
function adminOnly(thrown: unknown): void {
  if (!(thrown instanceof CallError) || thrown.problem.code !== 'hub-forbidden') throw thrown;
}

/** Resolves when nothing has rung for so long. */
async function quiet(client: Client, ms: number): Promise<Revisions> {
  for (;;) {
    const before = revisions(client);
    await new Promise((resolve) => setTimeout(resolve, ms));
    if (JSON.stringify(revisions(client)) === JSON.stringify(before)) return before;
  }
}

test('an engine that rests rings nothing, and no call that only looks makes it ring', async () => {
  const desk = await openAlive(await openBusyDesk());
  const before = revisions(desk.client);
  for (const name of Object.keys(examples) as CallName[])
    if (!writingCalls.has(name)) await desk.call(name, examples[name].input as CallInput<typeof name>).catch(adminOnly);
  // Longer than the engine's look at its file, each second, and the gathering of rings.
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(revisions(desk.client)).toEqual(before);
});

const causes: readonly (readonly [string, readonly Topic[], (desk: WindowDesk) => unknown])[] = [
  [
    'a record written by the window',
    ['data', 'status'],
    ({ call }) => call('data.update', { ...bikes, expected: {}, set: { 'extra note': 'mine' } }),
  ],
  ['a record written by another program', ['data', 'status'], ({ file }) => edit(file, insert('X', 'x'))],
  [
    'a decision',
    ['conflicts', 'data', 'status'],
    ({ call }) => call('conflicts.resolve', { no: 2, revision: 1, choice: { keep: 'mine' } }),
  ],
  ['a decision taken back', ['conflicts', 'data', 'status'], ({ call }) => call('conflicts.undo', { no: 2 })],
  [
    'decisions for many',
    ['conflicts', 'data', 'status'],
    ({ call }) => call('conflicts.resolveAll', { filter: {}, keep: 'theirs' }),
  ],
  ['a setting', ['status'], ({ call }) => call('agent.configure', { onChange: false })],
  ['working offline', ['status'], ({ call }) => call('agent.configure', { offline: true })],
  ['working online again', ['status'], ({ call }) => call('agent.configure', { offline: false })],
  ['a session', ['feed', 'status', 'data', 'conflicts'], ({ app }) => sync(app)],
  [
    'a session that is cancelled',
    ['feed', 'status'],
    async ({ app }) => {
      const ended = sync(app);
      app.agent.cancel();
      expect((await ended).result).toBe('cancelled');
    },
  ],
];

test('what a window writes rings at once, long before the engine looks at its file again (PD-05)', async () => {
  const desk = await openAlive(await openDesk());
  const before = revisions(desk.client);
  const started = performance.now();
  await desk.call('data.update', { ...bikes, expected: {}, set: { name: 'Mine' } });
  await Promise.all([ring(desk.client, 'data', before.data), ring(desk.client, 'status', before.status)]);
  expect(performance.now() - started).toBeLessThan(500);
  expect((await desk.call('status.read', {})).waiting).toEqual({ changes: 1, records: 1 });
});

test('every topic rings after what changes it', async () => {
  const desk = await openAlive(await openBusyDesk());
  for (const [cause, which, act] of causes) {
    const before = await quiet(desk.client, 120);
    await act(desk);
    await expect
      .poll(() => which.filter((topic) => desk.client.revision(topic) === before[topic]), {
        message: cause,
        timeout: 3000,
      })
      .toEqual([]);
  }
});

test('a conflict that a session brings rings in the inbox of every window, and what they read then holds it', async () => {
  const desk = await openAlive(await openDesk());
  const other = connect(desk.app);
  await ring(other, 'conflicts');
  const before = [desk.client.revision('conflicts'), other.revision('conflicts')];
  desk.stage.hubDb.exec(`update category set name = 'Hub' where category_id = 'ROAD'`);
  await desk.call('data.update', { ...bikes, key: { category_id: 'ROAD' }, expected: {}, set: { name: 'Mine' } });
  await desk.call('sync.start', {});
  for (const [at, client] of [desk.client, other].entries()) {
    const deadline = expect.poll(async () => {
      await ring(client, 'conflicts', before[at]);
      return (await client.call('conflicts.list', { limit: 1, offset: 0 })).counts.undecided;
    });
    await deadline.toBe(1);
  }
});

test('a session of many rows rings at most 20 times a second, and at least at its start and its end', async () => {
  const desk = await openDesk();
  desk.stage.hubDb.exec(`with recursive n(i) as (select 10 union all select i + 1 from n where i < 30000)
    insert into tag select i, 'tag ' || i from n`);
  const { client, app } = await openAlive(desk);
  const before = revisions(client);
  const started = performance.now();
  await sync(app);
  const after = await quiet(client, 120);
  const most = (performance.now() - started) / 50 + 1;
  expect(after.feed - before.feed).toBeGreaterThanOrEqual(2);
  for (const topic of topics) expect(after[topic] - before[topic], topic).toBeLessThanOrEqual(most);
  // The data changes when the session's transaction is in, not with every row of its download.
  expect(after.data - before.data).toBeLessThanOrEqual(6);
  expect(
    (
      await client.call('data.page', {
        table: tableNamed('tag'),
        filters: [],
        text: '',
        only: 'all',
        sort: [],
        limit: 1,
        offset: 0,
      })
    ).total,
  ).toBe(29_993);
});
