// Why no session can be held, each cause from a real network: told at once, asked again without a session (ST-05).

import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { App } from '../../../main/app.ts';
import { edit, openTestApp, rowsIn, sync } from '../../support/replica-app.ts';
import { layRelay } from '../../support/relay.ts';
import { setStage } from '../../support/stage.ts';

const schema = `create table item (id integer primary key, name text); insert into item values (1, 'a')`;

async function openSite(): Promise<{ app: App; relay: Awaited<ReturnType<typeof layRelay>>; hubRows(): unknown }> {
  const stage = await setStage({ binding: 'over HTTP', tables: ['item'], schema });
  const relay = await layRelay(stage.url ?? '');
  const app = await openTestApp({ hub: relay.url, silentAfterMs: 60, intervalMinutes: null });
  await sync(app);
  return { app, relay, hubRows: () => stage.hubDb.prepare('select name from item order by id').pluck().all() };
}

const status = (app: App): ReturnType<App['handlers']['status.read']> => app.handlers['status.read']({});

test('a hub that takes the call and is silent is told while the session still waits; its late answer tells how slow it is', async () => {
  const { app, relay } = await openSite();
  relay.hold();
  const session = sync(app);
  await expect.poll(async () => (await status(app)).contact?.code).toBe('hub-no-answer');
  expect((await status(app)).connectivity).toBe('hub-not-answering');
  // So slow is this hub.
  await new Promise((resolve) => setTimeout(resolve, 50));
  relay.release();
  expect((await session).result).toBe('done');
  const after = await status(app);
  expect(after).toMatchObject({ connectivity: 'connected', contact: { ok: true, code: null } });
  expect(after.contact?.ms).toBeGreaterThan(40);
});

test('a hub that never answers the question is silent; edits go on, and no session is recorded for asking', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const app = await openTestApp({ hub: `http://127.0.0.1:${port}/`, answerSeconds: 1 });
  await app.handlers['hub.check']({});
  expect(await status(app)).toMatchObject({ connectivity: 'hub-not-answering', contact: { code: 'hub-no-answer' } });
  expect((await app.handlers['feed.list']({ limit: 1, filter: {} })).total).toBe(0);
});

test('a name that nobody knows is told as that, by the question and by a session', async () => {
  const app = await openTestApp({ hub: 'http://no-such-hub.invalid/' });
  await app.handlers['hub.check']({});
  const known = { connectivity: 'hub-not-answering', contact: { ok: false, code: 'hub-name-unknown' } };
  expect(await status(app)).toMatchObject(known);
});

test('once the hub answers the question, what was held back goes at once; a hub that was there is only asked', async () => {
  const { app, relay, hubRows } = await openSite();
  await app.handlers['hub.check']({});
  expect((await app.handlers['feed.list']({ limit: 1, filter: {} })).total).toBe(1);
  await relay.cut();
  edit(app.replica.file, `update item set name = 'mine' where id = 1`);
  await sync(app);
  await app.handlers['hub.check']({});
  expect(await status(app)).toMatchObject({ connectivity: 'hub-not-answering', condition: 'waiting' });
  edit(app.replica.file, `insert into item values (2, 'new')`);
  expect(rowsIn(app.replica.file, 'item')).toHaveLength(2);
  await relay.mend();
  await app.handlers['hub.check']({});
  await expect.poll(hubRows, { timeout: 10_000 }).toEqual(['mine', 'new']);
  expect(await status(app)).toMatchObject({ connectivity: 'connected', contact: { ok: true } });
});

test('working offline asks nothing', async () => {
  const { app } = await openSite();
  await app.handlers['agent.configure']({ offline: true });
  await expect(app.handlers['hub.check']({})).rejects.toMatchObject({ code: 'working-offline' });
});
