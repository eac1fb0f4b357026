// Commands that run until they are told to stop: hub, watch, serve, demo, and a session that is cancelled (CL-01, CL-06,
// CL-07, FD-06, FD-09).

import { readdirSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { enter, get } from '../../support/browser-request.ts';
import { startHttpServer } from '../../support/http-server.ts';
import { temporaryFolder } from '../../support/files.ts';
import { startProgram } from '../../support/program.ts';
import { edit } from '../../support/replica-app.ts';
import { concord, object, setDesk } from './commands.ts';

const schema = `create table note (id varchar(10) primary key, title varchar(40)); insert into note values ('n1', 'Start');`;

test('FD-09 watch shows what another process does while it does it, and ends in order on Ctrl+C', async () => {
  const { url, file } = await setDesk(schema, 'note');
  const replica = file('a.db');
  await object('sync', '--replica', replica, '--hub', url);
  const watches = [startProgram('watch', '--replica', replica, '--json'), startProgram('watch', '--replica', replica)];
  for (const watch of watches) expect(await watch.says(/Watching .*\n/)).toContain('a.db until Ctrl+C.');
  edit(replica, `update note set title = 'A'`);
  await object('sync', '--replica', replica);
  const [json, text] = watches;
  await json?.says(/"session\.ended".*\n/);
  await text?.says(/session 2 done\n/);
  for (const watch of watches) watch.signal('SIGINT');
  const told = await json?.ended();
  expect(told?.code).toBe(0);
  const events = (told?.out ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.map(({ session }) => session)).toEqual(events.map(() => 2));
  expect(events.map(({ no }) => Number(no) - Number(events[0]?.['no']))).toEqual(events.map((_, at) => at));
  expect(events[0]).toMatchObject({ name: 'session.started', data: { trigger: 'by-hand' } });
  expect(events.at(-1)).toMatchObject({ name: 'session.ended', data: { result: 'done' } });
  const plain = await text?.ended();
  expect(plain).toMatchObject({ code: 0, err: expect.stringMatching(/^Watching [^\n]*\n$/) as unknown });
  expect(plain?.out).toMatch(/^\d\d:\d\d:\d\d\.\d{3} session 2 started \(by-hand\)\n[^]*session 2 done\n$/);
});

test('CL-01 FD-06 Ctrl+C cancels a session: 130, and what was begun is gone', async () => {
  const silent = await startHttpServer({ answer: () => new Promise(() => undefined) });
  const folder = temporaryFolder();
  const sync = startProgram('sync', '--replica', `${folder}/a.db`, '--hub', `http://127.0.0.1:${silent.port}/`);
  await silent.arrival(() => true);
  sync.signal('SIGINT');
  expect(await sync.ended()).toEqual({
    code: 130,
    out: '',
    err: expect.stringMatching(/concord: The session was cancelled\. [^\n]* \[cancelled\]\n$/) as unknown,
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('HB-01 Ctrl+C ends a hub in order; it serves again as it was set up', async () => {
  const { hub, hubFile, url, file } = await setDesk(schema, 'note', '--scope', 'office', '--policy', 'client-wins');
  await object('sync', '--replica', file('a.db'), '--hub', url, '--scope', 'office');
  hub.signal('SIGINT');
  expect(await hub.ended()).toMatchObject({ code: 0, err: '' });
  expect(readdirSync(file('.')).filter((name) => name.startsWith('hub.db'))).not.toContain('hub.db-wal');
  const { port } = new URL(url);
  const again = startProgram('hub', '--database', hubFile, '--scope', 'office', '--port', port, '--json');
  expect(JSON.parse(await again.firstLine())).toEqual({ url, scope: 'office', tables: ['note'] });
  expect(await object('sync', '--replica', file('a.db'))).toMatchObject({ mode: 'delta', downloaded: 0 });
});

test('CL-06 serve prints its address, lets in whoever has it, and ends in order', async () => {
  const { url, file } = await setDesk(schema, 'note');
  const serve = startProgram('serve', '--replica', file('a.db'), '--hub', url, '--json');
  const { url: address } = JSON.parse(await serve.firstLine()) as { url: string };
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/);
  const page = await get(address, { headers: { cookie: await enter(address) } });
  expect(page).toMatchObject({
    status: 200,
    headers: { 'content-type': expect.stringContaining('text/html') as unknown },
  });
  expect(page.body).toContain('<!doctype html>');
  expect((await get(address)).status).toBe(403);
  const taken = await concord('serve', '--replica', file('a.db'), '--port', new URL(address).port);
  expect([taken.code, taken.err]).toEqual([1, expect.stringContaining('[port-in-use]')]);
  serve.signal('SIGTERM');
  expect(await serve.ended()).toMatchObject({ code: 0 });
  await expect(get(address)).rejects.toThrow('ECONNREFUSED');
});

test('CL-07 demo makes the sample office in a folder of its own, which goes when it ends', async () => {
  const folder = temporaryFolder();
  vi.stubEnv('TMPDIR', folder);
  const demo = startProgram('demo', '--json');
  vi.unstubAllEnvs();
  const { url } = JSON.parse(await demo.firstLine()) as { url: string };
  expect((await get(url, { headers: { cookie: await enter(url) } })).status).toBe(200);
  expect(readdirSync(folder)).toHaveLength(1);
  demo.signal('SIGTERM');
  expect(await demo.ended()).toMatchObject({ code: 0 });
  expect(readdirSync(folder)).toEqual([]);
});

test('CL-05 SF: names with blanks, quotes, dots, commas and letters of the world', async () => {
  const odd = `my "odd".table`;
  const list = 'Übersicht, 2024';
  const sql = `create table "my ""odd"".table" ("the key" text primary key, "a.b" text, "größe" integer);
    insert into "my ""odd"".table" values ('k 1', 'dot', 1);
    create table "${list}" (id integer primary key, wert text);`;
  const tables = `${odd},${list.replace(',', '\\,')}`;
  const { url, ready, file, hubFile } = await setDesk(
    sql,
    tables,
    '--direction',
    `${list}=upload-only`,
    '--scope',
    'Büro 1',
  );
  expect(ready).toEqual({ url, scope: 'Büro 1', tables: [odd, list] });
  const replica = file('my räume & "co".db');
  await object('sync', '--replica', replica, '--hub', url, '--scope', 'Büro 1');
  edit(replica, `update "my ""odd"".table" set "a.b" = 'mine', "größe" = 2`, `insert into "${list}" values (1, 'Öl')`);
  edit(hubFile, `update "my ""odd"".table" set "a.b" = 'theirs', "größe" = 3`);
  const pending = await concord('pending', '--replica', replica, '--json');
  expect(pending.lines).toMatchObject([
    {
      table: odd,
      key: { 'the key': 'k 1' },
      columns: [
        { column: 'a.b', old: 'dot', new: 'mine' },
        { column: 'größe', old: 1, new: 2 },
      ],
    },
    { table: list, key: { id: 1 }, operation: 'insert' },
  ]);
  expect(await concord('sync', '--replica', replica)).toMatchObject({ code: 3 });
  const resolve = ['conflicts', 'resolve', '1', '--replica', replica, '--take', 'a.b=theirs', '--set', 'größe=4'];
  expect(await object(...resolve)).toEqual({ decided: 1, refused: [] });
  expect(await object('sync', '--replica', replica)).toMatchObject({ uploaded: 1, appliedHub: 1 });
  expect(await object('status', '--replica', replica)).toMatchObject({
    scope: 'Büro 1',
    state: 'connected/up-to-date',
    tables: [
      { table: odd, rows: 1 },
      { table: list, rows: 1 },
    ],
  });
});
