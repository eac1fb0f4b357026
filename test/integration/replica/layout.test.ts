// Steps that bring a replica's file up to date, each on a file that an older Concord left (ARCHITECTURE, Decisions 1).

import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { temporaryFile } from '../../support/files.ts';
import { openTestApp } from '../../support/replica-app.ts';

test('a file of an older Concord gets the key of its pseudonyms once, and keeps it (TL-11)', async () => {
  const file = temporaryFile();
  await (await openTestApp({ file })).close();
  const db = new Sqlite(file);
  db.exec(`delete from _concord_meta where name = 'setting.pseudonyms';
    update _concord_meta set value = '3' where name = 'version'`);
  const key = db.prepare(`select value from _concord_meta where name = 'setting.pseudonyms'`).pluck();
  await (await openTestApp({ file })).close();
  const made = key.get();
  expect(made).toMatch(/^"[0-9a-f]{64}"$/);
  await (await openTestApp({ file })).close();
  expect(key.get()).toBe(made);
  db.close();
});
