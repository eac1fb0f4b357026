// A hub's tables change, as its owner and a user do it at the terminal (HB-02, PR-02; M2, M5, M6).

import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { startProgram, type Program } from '../../support/program.ts';
import { edit } from '../../support/replica-app.ts';
import { concord, object, setDesk, type Desk } from './commands.ts';

const schema = `create table note (id integer primary key, title text); insert into note values (1, 'one'), (2, 'two')`;

/** The hub ends; its owner changes the tables and serves again at the same address. */
async function serveAgain({ hub, hubFile, url }: Desk, sql: string, ...options: readonly string[]): Promise<Program> {
  hub.signal('SIGTERM');
  await hub.ended();
  edit(hubFile, sql);
  const { port } = new URL(url);
  const next = startProgram('hub', '--database', hubFile, '--port', port, ...options, '--json');
  await next.firstLine();
  return next;
}

test('M2 R-160 PR-02 a replica moves to the new scope, and is asked no more', async () => {
  const desk = await setDesk(schema, 'note');
  const replica = desk.file('a.db');
  await object('sync', '--replica', replica, '--hub', desk.url);
  edit(replica, `update note set title = 'mine' where id = 1`);
  const change = `alter table note add column colour text; update note set colour = 'red' where id = 1`;
  await serveAgain(desk, change, '--scope', 'v2', '--tables', 'note');

  const wrong = await concord('sync', '--replica', replica, '--scope', 'v2', '--from', 'V0');
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('this replica has DefaultScope') as string });
  const plain = await concord('sync', '--replica', replica, '--scope', 'v2');
  expect(plain.err).toContain('concord sync --scope v2 --from DefaultScope');
  for (const [downloaded, uploaded] of [
    [1, 1],
    [0, 0],
  ]) {
    const moved = await object('sync', '--replica', replica, '--scope', 'v2', '--from', 'defaultscope');
    expect(moved).toMatchObject({ downloaded, uploaded });
  }
  // The scope is remembered from then on.
  edit(replica, `update note set colour = 'blue' where id = 2`);
  expect(await object('sync', '--replica', replica)).toMatchObject({ uploaded: 1 });
  const hubDb = new Sqlite(desk.hubFile, { readonly: true });
  onTestFinished(() => void hubDb.close());
  expect(hubDb.prepare('select title, colour from note order by id').raw().all()).toEqual([
    ['mine', 'red'],
    ['two', 'blue'],
  ]);
});

test('M5 M6 HB-02 a set-up that has changed is refused, or ordered; then its clients are named', async () => {
  const desk = await setDesk(schema, 'note');
  const replica = desk.file('a.db');
  await object('sync', '--replica', replica, '--hub', desk.url);
  desk.hub.signal('SIGTERM');
  await desk.hub.ended();
  edit(desk.hubFile, 'create table label (id integer primary key, name text)');
  const refused = await concord('hub', '--database', desk.hubFile, '--tables', 'note,label');
  expect(refused).toMatchObject({ err: expect.stringContaining('--overwrite') as string });
  expect(refused.code).not.toBe(0);
  const { port } = new URL(desk.url);
  const hub = startProgram(
    'hub',
    '--database',
    desk.hubFile,
    '--port',
    port,
    '--tables',
    'note,label',
    '--overwrite',
    '--json',
  );
  await hub.firstLine();
  expect(await concord('sync', '--replica', replica)).toMatchObject({
    err: expect.stringContaining('--scope DefaultScope --from DefaultScope') as string,
  });
  await object('sync', '--replica', replica, '--scope', 'DefaultScope', '--from', 'DefaultScope');
  hub.signal('SIGTERM');
  expect((await hub.ended()).err).toMatch(/set up anew: table label is new[^]*Concord[^]*--from DefaultScope/);
});
