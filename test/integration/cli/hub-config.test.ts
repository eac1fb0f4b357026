// A hub configured by a file, as a person starts it (HB-02, CL-02, CL-05).

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/files.ts';
import { startProgram } from '../../support/program.ts';
import { edit, rowsIn } from '../../support/replica-app.ts';
import { concord, object } from './commands.ts';

test('HB-02 CL-02 CL-05 a hub of two scopes out of a file; a flag goes first; what is wrong is told, and nothing is made', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'hub.json');
  edit(
    join(folder, 'office.db'),
    'create table a (id int primary key, x text, y text); create table b (id int primary key)',
  );
  const scopes = [{ tables: [{ name: 'a', columns: ['id', 'x'] }] }, { name: 'Other', tables: ['b'] }];
  writeFileSync(file, JSON.stringify({ database: 'office.db', port: 1, scopes }));

  const [checked, printed, wrong, unknown] = await Promise.all([
    concord('hub', 'config', '--config', file, '--check'),
    object('hub', 'config', '--config', file, '--port', '0'),
    concord('hub', 'config', '--config', file, '--port', 'x', '--check'),
    concord('hub', 'confg', '--config', file),
  ]);
  expect([checked.code, checked.out]).toEqual([0, 'The configuration is right.\n']);
  expect(printed).toMatchObject({
    database: { value: join(folder, 'office.db'), from: file },
    port: { value: 0, from: '--port' },
    policy: { value: 'server-wins', from: 'default' },
  });
  expect([wrong.code, wrong.out]).toEqual([2, '']);
  expect(wrong.err).toContain('--port x: a whole number is expected.');
  expect([unknown.code, unknown.err]).toEqual([
    2,
    expect.stringContaining('hub has no command confg. Did you mean config?'),
  ]);

  const hub = startProgram('hub', '--config', file, '--port', '0', '--json');
  const { url, scope } = JSON.parse(await hub.firstLine()) as { url: string; scope: string };
  expect(scope).toBe('DefaultScope');
  const listed = await (await fetch(url, { headers: { accept: 'application/json' } })).json();
  expect(listed).toMatchObject({
    scopes: [
      { name: 'DefaultScope', tables: ['a'] },
      { name: 'Other', tables: ['b'] },
    ],
  });
  hub.signal('SIGTERM');
  expect((await hub.ended()).code).toBe(0);
});

test('HB-02 HB-08 EG-c1 EG-c3 EG-d a hub’s error policy is its owner’s: throw out of the file stops the upload, continue by flag keeps the row, and its rule mends one', async () => {
  const folder = temporaryFolder();
  const [file, replica, office] = [join(folder, 'hub.json'), join(folder, 'a.db'), join(folder, 'office.db')];
  edit(
    office,
    `create table note (id int primary key, title varchar(20) not null unique); insert into note values (1, 'one')`,
  );
  const config = { database: 'office.db', rules: 'own.mjs', errorPolicy: 'throw', scopes: [{ tables: ['note'] }] };
  writeFileSync(file, JSON.stringify(config));
  writeFileSync(
    join(folder, 'own.mjs'),
    `export const note = (row, { refused }) => (refused && row.id > 4 ? { set: { title: row.title + ' too' } } : null);`,
  );
  const serve = async (...more: readonly string[]) => {
    const hub = startProgram('hub', '--config', file, '--json', ...more);
    const { url } = JSON.parse(await hub.firstLine()) as { url: string };
    const end = async (): Promise<void> => {
      hub.signal('SIGTERM');
      expect((await hub.ended()).code).toBe(0);
    };
    return { url, end };
  };
  const throwing = await serve();
  await object('sync', '--replica', replica, '--hub', throwing.url);
  edit(office, `insert into note values (2, 'two')`);
  edit(replica, `insert into note values (3, 'two'), (4, 'four')`);
  expect(await concord('sync', '--replica', replica)).toMatchObject({
    code: 1,
    err: expect.stringContaining('[hub-refused]') as unknown,
  });
  await throwing.end();

  const kept = (): Promise<unknown[]> =>
    concord('hub', 'errors', 'list', '--database', office, '--json').then(({ lines }) => lines);
  expect(await kept()).toEqual([]);
  const going = await serve('--error-policy', 'continue', '--port', new URL(throwing.url).port);
  expect(await concord('sync', '--replica', replica)).toMatchObject({ code: 4 });
  expect(await kept()).toMatchObject([{ key: [3], state: 'failed', message: 'another record has the same title' }]);
  // HB-08, EG-d: what its rule mends is no error.
  edit(replica, `insert into note values (5, 'one')`);
  await concord('sync', '--replica', replica);
  await going.end();
  expect(await kept()).toHaveLength(1);
  for (const place of [office, replica]) expect(rowsIn(place, 'note').at(-1)).toEqual([5, 'one too']);
});
