// A session that is told to stop: in every phase it ends within two seconds, nothing is half written, the hub hears of it, and
// the next session completes (FD-06, W-54, W-105).

import { describe, expect, test } from 'vitest';
import type { EndedSession } from '../../../main/agent/session.ts';
import type { App } from '../../../main/app.ts';
import { temporaryFile } from '../../support/files.ts';
import { reply, silence } from '../../support/replies.ts';
import {
  dump,
  edit,
  eventsOf,
  openTestApp,
  otherProgram,
  rowsIn,
  sync,
  userTables,
} from '../../support/replica-app.ts';
import type { Intercept, StockHub } from '../../support/stock-hub.ts';
import { createBench, shopHub } from '../../support/shop.ts';

/** Cancels once `moment` has come; tells how the session ended and how long that took. */
async function cancelAt(app: App, running: Promise<EndedSession>, moment: Promise<unknown>): Promise<EndedSession> {
  await moment;
  const started = performance.now();
  app.agent.cancel();
  const ended = await running;
  expect(performance.now() - started).toBeLessThan(2000);
  expect(ended).toMatchObject({ result: 'cancelled', problem: { code: 'cancelled' } });
  expect(eventsOf(app, ended.no).at(-1)).toMatchObject({ level: 'warning', data: { result: 'cancelled' } });
  return ended;
}

/** Holds back the answer of a step; settles when it is asked. */
function holdAt(hub: StockHub, step: number, nth = 1, fault = silence): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let seen = 0;
  const hold: Intercept = (call) => {
    if (call.step !== step || ++seen < nth) return null;
    resolve();
    return fault;
  };
  hub.intercept = hold;
  return promise;
}

describe('while the hub holds its answer', () => {
  test.each([
    ['connect', 2, 1],
    ['operation', 13, 1],
    ['upload: the first of two parts', 4, 1],
    ['hub: the last of two parts', 4, 2],
    ['download', 7, 2],
    ['end of the download', 11, 1],
  ])('%s', async (_, step, nth) => {
    const { app, hub, file } = await createBench({}, { rowsAPart: 1 });
    edit(file, `delete from orders where id = 6`);
    hub.rows.put('orders', [3, null, 'theirs']);
    const before = dump(file);
    const asked = hub.calls().length;
    const moment = holdAt(hub, step, nth);
    await cancelAt(app, sync(app), moment);
    expect(dump(file)).toEqual(before);
    const farewells = hub
      .calls()
      .slice(asked)
      .filter((call) => call.step === 14);
    expect(farewells.map((call) => call.message['exc'])).toEqual(
      step === 2 ? [] : [expect.stringMatching(/^cancelled: /)],
    );
    hub.intercept = null;
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 2, downloaded: 2, conflicts: 0 } });
  });

  test.each([2, 13, 10, 4, 7, 11])('a first session, at step %i: the file has no table yet', async (step) => {
    const hub = await shopHub();
    const app = await openTestApp({ hub: hub.url });
    const moment = holdAt(hub, step);
    await cancelAt(app, sync(app), moment);
    expect(userTables(app.replica.file)).toEqual([]);
    hub.intercept = null;
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { mode: 'first', downloaded: 9 } });
  });

  test('a hub that does not hear the last word holds nobody up', async () => {
    const { app, hub } = await createBench();
    void holdAt(hub, 14);
    const started = performance.now();
    expect((await sync(app)).result).toBe('done');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('nor one that hears nothing at all after the cancellation', async () => {
    const { app, hub } = await createBench();
    const asked = holdAt(hub, 13);
    const running = sync(app);
    await asked;
    hub.intercept = () => silence;
    await cancelAt(app, running, Promise.resolve());
  });
});

test('in the pause before a repeat (W-105)', async () => {
  const { app, hub, file } = await createBench();
  const before = dump(file);
  const busy = holdAt(hub, 13, 1, reply({ status: 503, headers: { 'retry-after': '30' } }));
  const running = sync(app);
  await busy;
  await expect.poll(() => eventsOf(app).at(-1)?.name).toBe('session.repeat');
  await cancelAt(app, running, Promise.resolve());
  expect(dump(file)).toEqual(before);
});

/** Settles when the feed tells of this phase. */
function phase(app: App, name: string): Promise<unknown> {
  return expect.poll(() => app.agent.state().progress?.phase, { interval: 1, timeout: 20_000 }).toBe(name);
}

test.each([
  ['an ordinary session', false],
  ['a first session', true],
])('during the apply of %s: not one row of it stays', async (_, isFirst) => {
  const hub = await shopHub();
  const app = await openTestApp({ hub: hub.url });
  if (!isFirst) await sync(app);
  const { file } = app.replica;
  hub.rows.put('orders', ...Array.from({ length: 30_000 }, (_row, at) => [at + 10, null, 'bulk']));
  const before = isFirst ? null : dump(file);
  const running = sync(app);
  const ended = await cancelAt(app, running, phase(app, 'apply'));
  expect(ended.summary.phases.map((item) => item.phase)).toContain('apply');
  if (before) expect(dump(file)).toEqual(before);
  else expect(userTables(file)).toEqual([]);
  expect(await sync(app)).toMatchObject({ result: 'done', summary: { downloaded: isFirst ? 30_009 : 30_000 } });
  expect(rowsIn(file, 'orders')).toHaveLength(30_006);
});

test('while another program holds the file: cancelled as soon as it lets go', async () => {
  const { app, hub, file } = await createBench();
  const before = dump(file);
  const other = otherProgram(file);
  const moment = holdAt(hub, 11);
  const running = sync(app);
  await moment;
  other.exec('begin immediate');
  hub.intercept = null;
  app.agent.cancel();
  other.exec('rollback');
  await expect(running).resolves.toMatchObject({ result: 'cancelled' });
  expect(dump(file)).toEqual(before);
});

test('closing the app ends its session in the same way (ER-15)', async () => {
  const hub = await shopHub();
  const file = temporaryFile();
  const app = await openTestApp({ file, hub: hub.url });
  const asked = holdAt(hub, 7);
  const running = sync(app);
  await asked;
  await app.close();
  await expect(running).resolves.toMatchObject({ result: 'cancelled' });
  expect(userTables(file)).toEqual([]);
  hub.intercept = null;
  expect((await sync(await openTestApp({ file, hub: hub.url }))).result).toBe('done');
});
