// What the agent says of itself and what it keeps to itself: cookies, token, names (W-23, W-30, W-31, W-268, W-286).

import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { version } from '../../../main/version.ts';
import { edit, eventsOf, openTestApp, rowsIn, sync } from '../../support/replica-app.ts';
import type { Reply } from '../../support/http-server.ts';
import { cutConnection, reply } from '../../support/replies.ts';
import type { Intercept } from '../../support/stock-hub.ts';
import type { SyncCall } from '../../support/sync-call.ts';
import { createBench, shopHub } from '../../support/shop.ts';
import { spoil } from '../../support/faults.ts';

/** Adds `set-cookie` lines to the answers of one step. */
function setCookies(step: number, ...lines: readonly string[]): Intercept {
  return spoil(step, (good) => reply({ ...good, headers: { ...good.headers, 'set-cookie': lines } }));
}

/** The cookies of each call, in order. */
async function cookiesAfter(intercept: Intercept): Promise<(string | undefined)[]> {
  const { app, hub } = await createBench();
  const asked = hub.calls().length;
  hub.intercept = intercept;
  expect((await sync(app)).result).toBe('done');
  return hub
    .calls()
    .slice(asked)
    .map((call) => call.headers['cookie']);
}

describe('cookies (W-23, W-30)', () => {
  test('every cookie is kept and sent back on every later call, whatever its name', async () => {
    const cookies = await cookiesAfter(
      setCookies(2, '.AspNetCore.Session=abc=; path=/; httponly', 'ARRAffinity=node-7; Path=/other', 'lb="3"'),
    );
    const all = '.AspNetCore.Session=abc=; ARRAffinity=node-7; lb="3"';
    expect(cookies).toEqual([undefined, all, all, all, all, all]);
  });

  test('a later one of the same name takes its place; what is no cookie is left out', async () => {
    const cookies = await cookiesAfter((call, work) =>
      setCookies(call.step, `step=${call.step}`, 'nonsense', '=empty')(call, work),
    );
    expect(cookies).toEqual([undefined, 'step=2', 'step=13', 'step=4', 'step=7', 'step=11']);
  });

  test('one that has expired or is taken back is not sent', async () => {
    const past = 'Thu, 01 Jan 1970 00:00:00 GMT';
    const cookies = await cookiesAfter((call, work) => {
      if (call.step === 2)
        return setCookies(
          2,
          'a=1; Max-Age=600',
          'b=2; Expires=Wed, 01 Jan 2126 00:00:00 GMT',
          `c=3; expires=${past}`,
        )(call, work);
      if (call.step === 13) return setCookies(13, 'a=; Max-Age=0')(call, work);
      return call.step === 4 ? setCookies(4, `b=; expires=${past}`)(call, work) : null;
    });
    expect(cookies).toEqual([undefined, 'a=1; b=2', 'b=2', undefined, undefined, undefined]);
  });

  test('one that an error answer sets is kept for the repeat', async () => {
    let busy = true;
    const cookies = await cookiesAfter((call) => {
      if (call.step !== 13 || !busy) return null;
      busy = false;
      return reply({ status: 503, headers: { 'set-cookie': 'node=2' } });
    });
    expect(cookies.slice(1, 3)).toEqual(['.AspNetCore.Session=CfDJ8J...', '.AspNetCore.Session=CfDJ8J...; node=2']);
  });
});

describe('names of the user and the device (W-286)', () => {
  const names = async (concord: boolean): Promise<(string | undefined)[]> => {
    const hub = await shopHub({ concord });
    const app = await openTestApp({ hub: hub.url, user: 'Zoë Ann; x', device: 'Desk=1' });
    expect((await sync(app)).result).toBe('done');
    return hub.calls().map((call) => call.headers['concord-agent']);
  };

  test('a stock hub is told neither', async () => {
    expect(new Set(await names(false))).toEqual(new Set(['1']));
  });

  test('a Concord hub is told both, the version and the sets of parameters, once it has shown itself (HB-03, R-28)', async () => {
    const [first, ...rest] = await names(true);
    expect(first).toBe('1');
    const told = `1; user=Zo%C3%AB%20Ann%3B%20x; device=Desk%3D1; app=${version}`;
    expect([...new Set(rest.map((header) => header?.replace(/; sets=[^;]+$/, '')))]).toEqual([told]);
    expect(rest.every((header) => header?.startsWith(`${told}; sets=`))).toBe(true);
  });
});

describe('the token (W-31, W-268)', () => {
  const token = 'tok-3f9a-never-to-be-seen';

  test('goes with every call', async () => {
    const { app, hub } = await createBench({ token });
    await sync(app);
    expect(new Set(hub.calls().map((call) => call.headers['authorization']))).toEqual(new Set([`Bearer ${token}`]));
  });

  test('is in no event, session, error or file, whatever went wrong', async () => {
    const { app, hub, file } = await createBench({ token });
    edit(file, `update orders set title = 'more' where id = 4`);
    const ended = [];
    const cookie = { 'set-cookie': 'session=cookie-value-7c1e' };
    const page = (call: SyncCall): string =>
      `<html>An unhandled exception occurred. ${JSON.stringify(call.headers)}</html>`;
    const answers: readonly ((call: SyncCall) => Reply)[] = [
      () => reply({ status: 401, headers: cookie }),
      (call) => reply({ status: 500, headers: cookie, body: page(call) }),
      (call) => reply({ headers: cookie, body: page(call) }),
      () => cutConnection,
    ];
    for (const answer of answers) {
      hub.intercept = (call) => (call.step === 13 ? answer(call) : null);
      ended.push(await sync(app));
    }
    const told = JSON.stringify([ended, eventsOf(app), rowsIn(file, '_concord_session')]);
    await app.close();
    const files = readdirSync(dirname(file)).filter((name) => name.startsWith(basename(file)));
    const bytes = files.map((name) => readFileSync(join(dirname(file), name), 'latin1')).join('\n');
    for (const secret of [token, 'cookie-value-7c1e', 'CfDJ8J']) {
      expect(told).not.toContain(secret);
      expect(bytes).not.toContain(secret);
    }
    expect(files).toContain(`${basename(file)}-concord-log`);
  });
});
