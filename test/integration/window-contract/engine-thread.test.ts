// The engine's thread dies and is started again: its lines close, new ones work, and nobody waits for an answer that never
// comes (law 6).

import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../../main/app.ts';
import type { Engine } from '../../../main/engine/engine-thread.ts';
import { createClient, type Client } from '../../../main/window/client.ts';
import { topics } from '../../../main/window/contract.ts';
import { temporaryFile } from '../../support/files.ts';
import { closing, ring, startTestEngine } from './lines.ts';

const identity = { user: 'Ann', device: 'Desk 1' };
const lost = { problem: { code: 'engine-lost', retryable: true } };

/** Threads as they are made, oldest first. */
function watchThreads(): Worker[] {
  const threads: Worker[] = [];
  const note = (worker: Worker): void => void threads.push(worker);
  process.on('worker', note);
  onTestFinished(() => void process.removeListener('worker', note));
  return threads;
}

async function replicaFile(): Promise<string> {
  const file = temporaryFile();
  await (await createApp({ ...identity, file, create: true })).close();
  return file;
}

/** A window's line that has heard every topic. One that closes before, as the thread was just dying, is asked for again. */
async function open(engine: Engine): Promise<{ client: Client; closed: Promise<void> }> {
  for (;;) {
    const line = engine.connect({ readOnly: false });
    const client = createClient(line);
    const closed = closing(line);
    const greeted = Promise.all(topics.map((topic) => ring(client, topic))).then(() => true);
    if (await Promise.race([greeted, closed.then(() => false)])) return { client, closed };
  }
}

/** Ends a thread as a crash would; resolves when its engine has seen it. */
async function kill(thread: Worker | undefined): Promise<void> {
  if (!thread) throw new Error('there is no thread');
  const gone = once(thread, 'exit');
  void thread.terminate();
  await gone;
}

test('a thread that is killed closes its lines, says so once with a code, and a new line works (law 6, SF-07)', async () => {
  const threads = watchThreads();
  const said: string[] = [];
  const engine = await startTestEngine({ ...identity, file: await replicaFile() }, (reason) => void said.push(reason));
  const [one, two] = [await open(engine), await open(engine)];
  void threads[0]?.terminate();
  await Promise.all([one.closed, two.closed]);
  await expect(one.client.call('app.describe', {})).rejects.toMatchObject(lost);
  const again = await open(engine);
  expect(await again.client.call('app.describe', {})).toMatchObject({ user: 'Ann' });
  expect(said).toEqual(['Concord’s engine has stopped. It is being started again; nothing is lost. [engine-lost]']);
  expect(threads).toHaveLength(2);
});

test('a line asked for while there is no thread waits for the next one and is served by it', async () => {
  const threads = watchThreads();
  const engine = await startTestEngine({ ...identity, file: await replicaFile() });
  await kill(threads[0]);
  const lines = await Promise.all([open(engine), open(engine), open(engine)]);
  for (const { client } of lines) expect(await client.call('app.describe', {})).toMatchObject({ device: 'Desk 1' });
  expect(threads).toHaveLength(2);
});

test('a thread that dies of a fault of its own is replaced, twice over', async () => {
  const threads = watchThreads();
  const said: string[] = [];
  const engine = await startTestEngine({ ...identity, file: await replicaFile() }, (reason) => void said.push(reason));
  for (const round of [0, 1]) {
    const { closed } = await open(engine);
    // What is no order at all is a fault that nothing in the thread catches.
    threads[round]?.postMessage(null);
    await closed;
  }
  expect(await (await open(engine)).client.call('app.describe', {})).toMatchObject({ user: 'Ann' });
  expect(said.filter((reason) => reason.endsWith('[engine-lost]'))).toHaveLength(2);
  expect(said.filter((reason) => reason.includes('null'))).toHaveLength(2);
});

test('a replica that is gone closes every line asked for, until it is back', async () => {
  const threads = watchThreads();
  const said: string[] = [];
  const file = await replicaFile();
  const missing = expect.stringMatching(/^There is no file replica\.db\. \S.* \[replica-missing\]$/);
  const engine = await startTestEngine({ ...identity, file }, (reason) => void said.push(reason));
  renameSync(file, `${file}-away`);
  await kill(threads[0]);
  for (const times of [1, 2]) {
    await closing(engine.connect({ readOnly: false }));
    expect(said.slice(1)).toEqual(Array.from({ length: times }, () => missing));
  }
  renameSync(`${file}-away`, file);
  expect(await (await open(engine)).client.call('app.describe', {})).toMatchObject({ file });
});

test('an engine that ends while its thread is being started again leaves none behind', async () => {
  const threads = watchThreads();
  const engine = await startTestEngine({ ...identity, file: await replicaFile() });
  await kill(threads[0]);
  const closed = closing(engine.connect({ readOnly: false }));
  await engine.close();
  await closed;
  expect(threads.map(({ threadId }) => threadId)).toEqual([-1, -1]);
});

test('a line asked for during or after the end closes', async () => {
  const engine = await startTestEngine({ ...identity, file: await replicaFile() });
  const ending = engine.close();
  await closing(engine.connect({ readOnly: false }));
  await ending;
  await closing(engine.connect({ readOnly: false }));
});

test('the replica that cannot be opened is told with its own code, and no thread is left', async () => {
  const threads = watchThreads();
  const file = temporaryFile('text.db');
  writeFileSync(file, 'not a database '.repeat(100));
  await expect(startTestEngine({ ...identity, file })).rejects.toMatchObject({
    code: 'replica-not-sqlite',
    message: 'text.db is not a SQLite database.',
  });
  const [thread] = threads;
  if (thread && thread.threadId !== -1) await once(thread, 'exit');
});

test('a read-only line changes nothing, the line beside it may (CL-06)', async () => {
  const engine = await startTestEngine({ ...identity, file: await replicaFile() });
  const looking = createClient(engine.connect({ readOnly: true }));
  await expect(looking.call('agent.configure', { offline: true })).rejects.toMatchObject({
    problem: { code: 'not-supported' },
  });
  expect((await looking.call('status.read', {})).offlineSince).toBeNull();
  await (await open(engine)).client.call('agent.configure', { offline: true });
  expect((await looking.call('status.read', {})).offlineSince).not.toBeNull();
});

test('a window that goes away while the thread is being started again keeps nobody else waiting (law 6)', async () => {
  const threads = watchThreads();
  const engine = await startTestEngine({ ...identity, file: await replicaFile() }, () => undefined);
  await kill(threads[0]);
  const gone = engine.connect({ readOnly: false });
  const stays = createClient(engine.connect({ readOnly: false }));
  gone.close();
  await expect(stays.call('app.describe', {})).resolves.toMatchObject({ user: 'Ann' });
});
