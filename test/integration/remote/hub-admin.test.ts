// The hub's own door as an app reaches it: only by an admin's token, never while working offline, no answer trusted (HB-03, HB-04).

import { expect, test } from 'vitest';
import { openHubAdmin } from '../../../main/remote/hub-admin.ts';
import { makeToken } from '../../../main/hub/tokens.ts';
import { startHttpServer } from '../../support/http-server.ts';
import { openTestApp, sync } from '../../support/replica-app.ts';
import { setStage } from '../../support/stage.ts';
import { checkedCall, connect } from '../../support/window-line.ts';

const schema = 'create table note (id integer primary key)';

test('HB-04 what a hub is asked follows the token: none, a client’s, an admin’s, one that is revoked; offline nothing is asked', async () => {
  const stage = await setStage({ binding: 'over HTTP', schema, tables: ['note'] });
  const make = async (kind: 'client' | 'admin'): Promise<string> => {
    const grant = { name: kind, kind, scopes: null, expiresAt: null, pinned: null };
    return (await makeToken(stage.store, grant, new Date())).token;
  };
  const app = await openTestApp({ hub: stage.url ?? '', intervalMinutes: null });
  await sync(app);
  const line = connect(app);
  const managed = async (): Promise<unknown> => {
    const { isAdmin, state, problem } = await checkedCall(line, 'hub.manage', {});
    return [isAdmin, state?.token.kind ?? null, problem?.code ?? null];
  };
  expect(await managed()).toEqual([false, null, null]);
  await line.call('settings.save', { token: await make('client') });
  expect(await managed()).toEqual([false, null, null]);
  await expect(line.call('hub.tokens', {})).rejects.toMatchObject({ problem: { code: 'hub-forbidden' } });
  await line.call('settings.save', { token: await make('admin') });
  expect(await managed()).toEqual([true, 'admin', null]);
  await expect(line.call('hub.revokeToken', { no: 2 })).rejects.toMatchObject({ problem: { code: 'token-in-use' } });
  await line.call('agent.configure', { offline: true });
  expect(await managed()).toEqual([true, null, 'working-offline']);
  await expect(line.call('hub.clients', {})).rejects.toMatchObject({ problem: { code: 'working-offline' } });
  await line.call('agent.configure', { offline: false });
  await stage.store.tokens.revoke(2);
  expect(await managed()).toEqual([false, null, null]);
});

test('HB-03 an answer of another shape, no JSON, a foreign server and a hub that is away are told by their codes', async () => {
  const answers: [status: number, text: string][] = [
    [200, '[{"no":"one"}]'],
    [200, '<html>'],
    [404, 'nothing here'],
    [400, '{"error":{"code":"token-unknown","message":"There is no token “7”."}}'],
    [429, 'Too many calls.'],
  ];
  const server = await startHttpServer({
    answer: () => (response) => {
      const [status, text] = answers.shift() ?? [500, ''];
      response.writeHead(status).end(text);
    },
  });
  const admin = openHubAdmin({ hub: `http://127.0.0.1:${server.port}/`, token: 'secret', seconds: 5 });
  for (const code of ['hub-answer-broken', 'hub-answer-broken', 'hub-not-found', 'token-unknown', 'hub-busy'])
    await expect(admin.tokens()).rejects.toMatchObject({ code });
  await server.close();
  await expect(admin.tokens()).rejects.toMatchObject({
    code: expect.stringMatching(/^hub-(unreachable|port-closed)$/) as string,
  });
});
