// Concord is taken out of a replica and of a hub's database from the terminal (V6, SF-06, CL-02).

import Sqlite from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { edit } from '../../support/replica-app.ts';
import { concord, object, setDesk } from './commands.ts';

const objects = (file: string): unknown[] => {
  const db = new Sqlite(file, { readonly: true });
  try {
    return db.prepare('select name from sqlite_schema order by name').pluck().all();
  } finally {
    db.close();
  }
};

test('V6 SF-06 what would be lost is told and copied before; tables and rows stay, on both sides', async () => {
  const { hub, hubFile, url, file } = await setDesk('create table note (id integer primary key, title text)', 'note');
  const replica = ['--replica', file('anna.db')];
  await object('sync', ...replica, '--hub', url);
  edit(file('anna.db'), `insert into note values (1, 'waits')`);
  const unasked = await concord('deprovision', ...replica);
  expect([unasked.code, unasked.err]).toEqual([
    2,
    expect.stringMatching(/1 change in 1 record not sent[^]*--yes is needed/),
  ]);
  const backup = file('anna.db-concord-backup');
  expect(existsSync(backup)).toBe(false);
  expect(await object('deprovision', ...replica, '--yes')).toMatchObject({ backup, waiting: 1 });
  expect(objects(file('anna.db'))).toEqual(['note']);
  expect(existsSync(file('anna.db-concord-log'))).toBe(false);
  // The copy is a replica as before: what waited goes from there.
  expect(await object('sync', '--replica', backup)).toMatchObject({ uploaded: 1, appliedHub: 1 });
  const again = await concord('deprovision', ...replica, '--yes');
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('[replica-not-connected]')]);

  hub.signal('SIGTERM');
  await hub.ended();
  const database = ['--database', hubFile];
  expect(existsSync(`${hubFile}-concord-log`)).toBe(true);
  const asked = await concord('hub', 'deprovision', ...database);
  expect([asked.code, asked.err]).toEqual([2, expect.stringContaining('These have to begin with a new hub')]);
  expect(await object('hub', 'deprovision', ...database, '--yes')).toMatchObject({ scopes: ['DefaultScope'] });
  expect(objects(hubFile)).toEqual(['note']);
  expect(existsSync(`${hubFile}-concord-log`)).toBe(false);
});
