// The first start, over a line to a real engine with a real hub: nothing is made before the download begins, nothing half
// made stays behind, no secret is written down, and the app takes over on the same line (AX-07, PR-05).

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CallName } from '../../../main/window/contract.ts';
import { examples } from '../window-contract/examples.ts';
import { otherProgram, rowsIn } from '../../support/replica-app.ts';
import { openFirstStart, token } from './scene.ts';

test('AX-07 without a replica only the first start is answered, and nothing is made on disk', async () => {
  const { client, folder } = await openFirstStart();
  expect(await client.call('app.describe', {})).toMatchObject({ phase: 'set-up', user: 'Ann', file: '' });
  expect(await client.call('setup.state', {})).toEqual({
    open: false,
    given: { hub: '', scope: '', file: join(folder, 'replica.db'), rule: 'ask', hasToken: false },
    keepsTokens: false,
    interrupted: false,
    download: null,
    ended: null,
    demo: null,
  });
  const others = (Object.keys(examples) as CallName[]).filter((name) => !/^(setup|app)\./.test(name));
  for (const name of others)
    await expect(client.call(name, examples[name].input as never), name).rejects.toMatchObject({
      problem: { code: 'replica-none' },
    });
  expect(existsSync(folder)).toBe(false);
});

test('AX-07 the first download fills the replica, keeps the rule, and the app takes over on the same line', async () => {
  const { client, form, until, news, stage } = await openFirstStart();
  const rang = new Set<string>();
  for (const topic of ['setup', 'status', 'data'] as const) client.on(topic, () => rang.add(topic));
  expect(await client.call('setup.begin', form)).toEqual({ begun: true });
  await until(client, ({ open }) => open);
  expect(await client.call('app.describe', {})).toMatchObject({ phase: 'open', file: form.file });
  expect((await client.call('data.tables', {})).map(({ rows }) => rows)).toEqual([2]);
  expect(await client.call('status.read', {})).toMatchObject({
    condition: 'up-to-date',
    hub: form.hub,
    scope: form.scope,
  });
  expect([...rang].toSorted()).toEqual(['data', 'setup', 'status']);
  expect(news).toEqual([
    { begun: form.file },
    { filled: expect.objectContaining({ file: form.file, lives: true }) as unknown },
  ]);
  // The rule is at work: what does not touch is joined.
  const db = otherProgram(form.file);
  db.exec(`update category set name = 'Mine' where category_id = 'A'`);
  stage.hubDb.exec(`update category set "extra note" = 'seen' where category_id = 'A'`);
  await client.call('sync.start', {});
  await expect.poll(async () => (await client.call('status.read', {})).decided).toBe(1);
});

test('AX-07 a replica that is there is opened at once; one that is taken is refused at its field', async () => {
  const { client, form, until, restart } = await openFirstStart();
  await client.call('setup.begin', form);
  await until(client, ({ open }) => open);
  const again = await restart(form.file);
  expect(await again.call('app.describe', {})).toMatchObject({ phase: 'open', file: form.file });
  const fresh = await restart(undefined);
  await expect(fresh.call('setup.begin', form)).rejects.toMatchObject({
    problem: { code: 'file-taken', column: 'file' },
  });
  const nowhere = { ...form, file: join(form.file, '../no/such/place.db') };
  await expect(fresh.call('setup.begin', nowhere)).rejects.toMatchObject({
    problem: { code: 'folder-missing', column: 'file' },
  });
  await expect(fresh.call('setup.begin', { ...form, hub: 'office' })).rejects.toMatchObject({
    problem: { code: 'hub-address-invalid' },
  });
  expect(rowsIn(form.file, 'category')).toHaveLength(2);
});

test('PR-05 a cancelled download takes away what it made and says so; the next try is good', async () => {
  const { client, form, folder, relay, until } = await openFirstStart();
  relay.hold();
  await client.call('setup.begin', form);
  await until(client, ({ download }) => download?.progress?.phase !== undefined);
  expect(existsSync(form.file)).toBe(true);
  await client.call('setup.cancel', {});
  expect(await client.call('setup.state', {})).toMatchObject({
    download: null,
    ended: { cancelled: true, problem: null },
  });
  expect(readdirSync(folder)).toEqual([]);
  relay.release();
  await client.call('setup.begin', form);
  await until(client, ({ open }) => open);
});

test('PR-05 a download that fails says why, takes away what it made, and can be tried again', async () => {
  const { client, form, folder, relay, until } = await openFirstStart();
  await relay.cut();
  await client.call('setup.begin', form);
  const { ended } = await until(client, (state) => state.ended !== null);
  expect(ended).toMatchObject({ cancelled: false, problem: { code: 'hub-unreachable', retryable: true } });
  expect(readdirSync(folder)).toEqual([]);
  await relay.mend();
  await client.call('setup.begin', form);
  await until(client, ({ open }) => open);
});

test('PR-05 a program that dies in the first download finds it at the next start, told as interrupted, and goes on', async () => {
  const { client, form, relay, until, kill, restart, news } = await openFirstStart();
  relay.hold();
  await client.call('setup.begin', form);
  await until(client, ({ download }) => download?.progress?.phase !== undefined);
  await kill();
  relay.release();
  expect(news).toEqual([{ begun: form.file }]);
  const again = await restart(form.file);
  expect(await again.call('setup.state', {})).toMatchObject({
    open: false,
    interrupted: true,
    given: { hub: form.hub, scope: form.scope, file: form.file, rule: 'merge' },
  });
  await again.call('setup.begin', form);
  await until(again, ({ open }) => open);
  expect(rowsIn(form.file, 'category')).toHaveLength(2);
});

test('an engine that dies after the first start opens the replica that it made (law 6)', async () => {
  const { client, form, until, kill, engine } = await openFirstStart({ withToken: true });
  await client.call('setup.begin', form);
  await until(client, ({ open }) => open);
  await kill();
  const { createClient } = await import('../../../main/window/client.ts');
  const again = createClient(engine.connect({ readOnly: false }));
  await expect
    .poll(() => again.call('app.describe', {}), { timeout: 20_000 })
    .toMatchObject({ phase: 'open', file: form.file });
  await again.call('sync.start', {});
  await expect
    .poll(async () => (await again.call('feed.list', { limit: 1 })).sessions[0], { timeout: 20_000 })
    .toMatchObject({ no: 2, result: 'done' });
});

test('PR-01 the token is in no file that Concord writes: replica, log, lock, witness, spool', async () => {
  const { client, form, folder, until } = await openFirstStart({ withToken: true });
  await client.call('setup.test', { ...form, file: form.file });
  await client.call('setup.begin', form);
  await until(client, ({ open }) => open);
  await client.call('sync.start', {});
  await expect
    .poll(async () => (await client.call('feed.list', { limit: 1 })).sessions[0], { timeout: 20_000 })
    .toMatchObject({ no: 2, result: 'done' });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((item) => item.isFile());
  expect(files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['', '-concord-lock', '-concord-log', '-concord-witness'].map((end) => `mine.db${end}`)),
  );
  for (const { name, parentPath } of files)
    expect(readFileSync(join(parentPath, name)).includes(token), name).toBe(false);
});

test('AX-07 the demonstration opens a sample office in a temporary folder, and nothing of it stays', async () => {
  const { client, until, engine, folder } = await openFirstStart();
  expect(await client.call('setup.demo', {})).toEqual({ begun: true });
  await until(client, ({ open }) => open);
  const { file, isDemo } = await client.call('app.describe', {});
  expect([isDemo, existsSync(file), existsSync(folder)]).toEqual([true, true, false]);
  await engine.close();
  expect(existsSync(join(file, '..'))).toBe(false);
});
