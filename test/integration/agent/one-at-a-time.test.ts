// One session at a time, whoever asks; offline when told; a refusal leaves the plan alive (SC-07, SC-08, SC-10, ST-11, H46).

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFile } from '../../support/files.ts';
import { held, reply, silence } from '../../support/replies.ts';
import { edit, openTestApp, rowsIn, sync } from '../../support/replica-app.ts';
import { stockError } from '../../support/stock-hub.ts';
import { atStep } from '../../support/faults.ts';
import { createBench, shopHub } from '../../support/shop.ts';

describe('SC-10 sessions never overlap', () => {
  test('H46 a second request in the same process joins the first', async () => {
    const { app, hub } = await createBench();
    const asked = hub.calls().length;
    const gate = Promise.withResolvers<void>();
    hub.intercept = (call, work) => (call.step === 13 ? held(gate.promise, reply(work())) : null);
    const both = [sync(app), sync(app, { type: 'reinitialize' })];
    gate.resolve();
    const [first, second] = await Promise.all(both);
    expect(second).toBe(first);
    expect(first).toMatchObject({ result: 'done', summary: { type: 'normal' } });
    expect(
      hub
        .calls()
        .slice(asked)
        .filter((call) => call.step === 2),
    ).toHaveLength(1);
  });

  test('H46 another app on the same file is told since when, and may go on afterwards', async () => {
    const { app, hub, file } = await createBench();
    const other = await openTestApp({ file, hub: hub.url });
    const gate = Promise.withResolvers<void>();
    hub.intercept = (call, work) => (call.step === 13 ? held(gate.promise, reply(work())) : null);
    const running = sync(app);
    await hub.server.arrival((call) => call.headers['dotmim-sync-step'] === '13' && hub.server.calls.indexOf(call) > 7);
    const since = /^Another Concord is already synchronising this replica since 20\d\d-\d\d-\d\dT[\d:.]+Z\.$/;
    await expect(sync(other)).rejects.toMatchObject({
      code: 'session-running',
      message: expect.stringMatching(since) as string,
    });
    gate.resolve();
    expect((await running).result).toBe('done');
    expect((await sync(other)).result).toBe('done');
  });

  test('a program that was killed in its session frees the file', async () => {
    const { app, file } = await createBench();
    const script = `
      import { openReader } from '${fileURLToPath(new URL('../../../main/sqlite/database.ts', import.meta.url))}';
      import { lockSession } from '${fileURLToPath(new URL('../../../main/replica/lock.ts', import.meta.url))}';
      lockSession(process.argv[1], openReader(process.argv[1]));
      console.log('locked');
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    await expect(sync(app)).rejects.toMatchObject({ code: 'session-running' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await sync(app)).result).toBe('done');
  });
});

describe('SC-07 work offline', () => {
  test('refuses, says since when, and is remembered when the file is opened again', async () => {
    const { app, hub, file } = await createBench();
    const offlineSince = '2026-06-15T10:00:00.000Z';
    await app.agent.configure({ offlineSince });
    const asked = hub.calls().length;
    await expect(sync(app)).rejects.toMatchObject({ code: 'working-offline' });
    expect(app.agent.state()).toMatchObject({ connectivity: 'working-offline', settings: { offlineSince } });
    await app.close();
    const again = await openTestApp({ file, hub: hub.url, lives: true });
    expect(again.agent.state()).toMatchObject({
      connectivity: 'working-offline',
      settings: { offlineSince },
      next: { at: null, reason: 'offline' },
    });
    await expect(sync(again)).rejects.toMatchObject({ code: 'working-offline' });
    expect(hub.calls()).toHaveLength(asked);
    edit(file, `update orders set title = 'offline' where id = 4`);
    await again.agent.configure({ offlineSince: null });
    expect(again.agent.state().next.reason).toBe('interval');
    expect(await sync(again)).toMatchObject({ result: 'done', summary: { uploaded: 2 } });
  });

  test('stops a running session at once', async () => {
    const { app, hub } = await createBench();
    hub.intercept = atStep(4, silence);
    const running = sync(app);
    const asked = hub.server.calls.length;
    await hub.server.arrival(
      (call) => call.headers['dotmim-sync-step'] === '4' && hub.server.calls.indexOf(call) >= asked,
    );
    await app.agent.configure({ offlineSince: new Date().toISOString() });
    await expect(running).resolves.toMatchObject({ result: 'cancelled' });
  });
});

describe('what follows a session that failed (SC-08, ST-11)', () => {
  test.each([
    ['a busy hub is tried again soon', reply({ status: 503, headers: { 'retry-after': '120' } }), 'back-off', 1],
    ['a hub that forgot the session, too', reply(stockError('HttpSessionLostException')), 'back-off', 1],
    ['H43 a wrong token waits for the interval: it stays wrong', reply({ status: 401 }), 'interval', 0],
    ['a refusal as well', reply(stockError('PostgresException')), 'interval', 0],
  ] as const)('%s', async (_, answer, reason, tries) => {
    const { app, hub } = await createBench({ lives: true });
    hub.intercept = atStep(2, answer);
    await sync(app);
    const { next } = app.agent.state();
    expect(next).toMatchObject({ reason, tries });
    expect(next.at?.getTime()).toBeGreaterThan(Date.now());
    hub.intercept = null;
    expect((await sync(app)).result).toBe('done');
    expect(app.agent.state().next).toMatchObject({ reason: 'interval', tries: 0 });
  });

  test('a session that another program does not let start is tried again', async () => {
    const { app, hub, file } = await createBench();
    const other = await openTestApp({ file, hub: hub.url, lives: true });
    hub.intercept = atStep(2, silence);
    const running = sync(app);
    await expect(sync(other)).rejects.toMatchObject({ code: 'session-running' });
    expect(other.agent.state().next).toMatchObject({ reason: 'back-off', tries: 1 });
    app.agent.cancel();
    await running;
  });

  test('without a hub a session fails like any other, and none is left running in the history', async () => {
    const app = await openTestApp({ file: temporaryFile() });
    expect(await sync(app)).toMatchObject({ result: 'failed', problem: { code: 'replica-not-connected' } });
    expect(rowsIn(app.replica.file, '_concord_session').map((row) => row[6])).toEqual(['failed']);
    const hub = await shopHub();
    const named = await openTestApp({ file: app.replica.file, hub: hub.url });
    expect((await sync(named)).result).toBe('done');
  });
});
