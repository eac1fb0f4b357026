// Sync errors by commands alone: listed, shown, tried again, cleaned up, with the exit codes that go with them (CL-01, CL-02,
// ER-01, ER-04, ER-10).

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { edit, rowsIn } from '../../support/replica-app.ts';
import { concord, object, setDesk } from './commands.ts';

const schema = `create table note (id varchar(10) primary key, title varchar(40) not null unique);
  insert into note values ('n1', 'Start')`;

test('CL-01 CL-02 errors list → show → retry → clean, by commands only', async () => {
  const { url, file, hubFile } = await setDesk(schema, 'note');
  const replica = file('a.db');
  await object('sync', '--replica', replica, '--hub', url);
  edit(replica, `insert into note values ('n2', 'Start'), ('n3', 'Other')`);
  expect((await concord('sync', '--replica', replica)).code).toBe(4);
  const listed = await concord('errors', 'list', '--replica', replica, '--type', 'exists', '--json');
  expect(listed.lines).toMatchObject([
    {
      id: 1,
      message: 'another record has the same title',
      type: 'exists',
      table: 'note',
      key: { id: 'n2' },
      action: 'insert',
      actionData: { id: 'n2', title: 'Start' },
      requestData: { scope: 'DefaultScope', session: 2, rowState: 'inserted' },
      errorCode: 2003,
      state: 'open',
      tries: 1,
      fixer: 'you',
    },
  ]);
  expect((await concord('errors', 'show', '1', '--replica', replica)).out).toContain(
    'wanted: {"id":"n2","title":"Start"}',
  );
  const again = await concord('errors', 'retry', '1', '--replica', replica);
  expect([again.code, again.out]).toEqual([
    1,
    expect.stringContaining('1 failed-again: another record has the same title'),
  ]);
  edit(hubFile, `update note set title = 'Begin' where id = 'n1'`);
  expect(await object('errors', 'retry', '--all', '--replica', replica)).toMatchObject({ accepted: 1, failedAgain: 0 });
  const cleaned = await object('errors', 'clean', '--all', '--yes', '--replica', replica);
  expect(cleaned).toMatchObject({ deleted: 1, kept: 0 });
  expect(readFileSync(String(cleaned['file']), 'utf8')).toContain('"message":"another record has the same title"');
  const wrong = await Promise.all([
    concord('errors', 'list', '--state', 'broken', '--replica', replica),
    concord('errors', 'clean', '--all', '--replica', replica),
  ]);
  expect(wrong.map(({ code }) => code)).toEqual([2, 2]);
});

test('CL-02 ER-11 errors refused chooses what becomes of a refused change; taken back, it is tried again from its error', async () => {
  const { url, file, hubFile } = await setDesk(schema, 'note');
  const replica = file('a.db');
  await object('sync', '--replica', replica, '--hub', url);
  const refused = (...more: readonly string[]): ReturnType<typeof object> =>
    object('errors', 'refused', ...more, '--replica', replica);
  expect(await refused()).toEqual({ all: 'keep', tables: [] });
  expect(await refused('revert', '--table', 'note')).toEqual({
    all: 'keep',
    tables: [{ table: 'note', policy: 'revert' }],
  });
  expect(await refused('revert')).toEqual({ all: 'revert', tables: [{ table: 'note', policy: 'revert' }] });
  expect(await refused('as-all', '--table', 'note')).toEqual({ all: 'revert', tables: [] });
  edit(replica, `insert into note values ('n2', 'Start')`);
  await concord('sync', '--replica', replica);
  await concord('sync', '--replica', replica);
  expect(rowsIn(replica, 'note')).toEqual([['n1', 'Start']]);
  const { lines } = await concord('errors', 'list', '--replica', replica, '--json');
  expect(lines).toMatchObject([{ id: 1, state: 'parked', tries: 2, takenBack: expect.any(String) }]);
  expect((await concord('errors', 'list', '--replica', replica)).out).toContain('(2 tries, taken back here)');
  edit(hubFile, `update note set title = 'Begin' where id = 'n1'`);
  expect(await object('errors', 'retry', '1', '--replica', replica)).toMatchObject({ accepted: 1 });
  expect(rowsIn(hubFile, 'note')).toEqual(rowsIn(replica, 'note'));
  const wrong = await Promise.all([
    concord('errors', 'refused', 'drop', '--replica', replica),
    concord('errors', 'refused', 'as-all', '--replica', replica),
  ]);
  expect(wrong.map(({ code }) => code)).toEqual([2, 2]);
});
