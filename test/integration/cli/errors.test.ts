// Sync errors by commands alone: listed, shown, tried again, cleaned up, with the exit codes that go with them (CL-01, CL-02,
// ER-01, ER-04, ER-10).

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { edit } from '../../support/replica-app.ts';
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
