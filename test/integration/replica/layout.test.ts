// Steps that bring a replica's file up to date, each on a file that an older Concord left (ARCHITECTURE, Decisions 1).

import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { temporaryFile } from '../../support/files.ts';
import { withoutErrorFacts, withoutTakingBack } from '../../support/older-replica.ts';
import { openTestApp } from '../../support/replica-app.ts';

test('a file of an older Concord gets the key of its pseudonyms once, and keeps it (TL-11)', async () => {
  const file = temporaryFile();
  await (await openTestApp({ file })).close();
  const db = new Sqlite(file);
  db.exec(`${withoutErrorFacts} delete from _concord_meta where name = 'setting.pseudonyms';
    update _concord_meta set value = '3' where name = 'version'`);
  const key = db.prepare(`select value from _concord_meta where name = 'setting.pseudonyms'`).pluck();
  await (await openTestApp({ file })).close();
  const made = key.get();
  expect(made).toMatch(/^"[0-9a-f]{64}"$/);
  await (await openTestApp({ file })).close();
  expect(key.get()).toBe(made);
  db.close();
});

test('errors of an older file keep their places and are told with what is known of them (ER-01)', async () => {
  const file = temporaryFile();
  await (await openTestApp({ file })).close();
  const db = new Sqlite(file);
  db.exec(`${withoutErrorFacts} update _concord_meta set value = '4' where name = 'version';
    insert into _concord_error values (1, '', 'item', '{"id":1}', 'hub', 'delete', null, 'row-refused', 'no', 'open', 1, 1, 1, 'a', 'b'),
      (2, '', 'item', '{"id":2}', 'here', 'upsert', '{"id":2}', 'row-refused', 'no', 'resolved', 1, 1, 1, 'a', 'c')`);
  db.close();
  const app = await openTestApp({ file });
  const { errors, counts } = await app.handlers['errors.list']({ limit: 10, offset: 0 });
  expect(errors).toMatchObject([
    { no: 2, action: 'update', type: 'other', outcome: 'accepted', owner: null },
    { no: 1, action: 'delete', type: 'other', outcome: null, actionData: '' },
  ]);
  expect(counts).toEqual({ open: 1, parked: 0, resolved: 1, interrupted: 0 });
});

test('a file from before removals were noted gets their lists, and keeps what it holds (PR-06)', async () => {
  const file = temporaryFile();
  await (await openTestApp({ file })).close();
  const db = new Sqlite(file);
  db.exec(`${withoutTakingBack} drop table _concord_removed; drop table _concord_removal; update _concord_meta set value = '5' where name = 'version';
    insert into _concord_error (no, schema_name, table_name, key, side, kind, code, message, state, tries, first_session,
      last_session, first_at, last_at) values (1, '', 'item', '{}', 'hub', 'delete', 'row-refused', 'no', 'open', 1, 1, 1, 'a', 'b')`);
  db.close();
  const app = await openTestApp({ file });
  expect(await app.handlers['removed.list']({ limit: 10, offset: 0 })).toMatchObject({ records: [], shown: 0 });
  expect((await app.handlers['errors.list']({ limit: 10, offset: 0 })).shown).toBe(1);
});

test('errors of a file from before changes were taken back stand in their records (ER-11)', async () => {
  const file = temporaryFile();
  await (await openTestApp({ file })).close();
  const db = new Sqlite(file);
  db.exec(`${withoutTakingBack} update _concord_meta set value = '6' where name = 'version';
    insert into _concord_error (no, schema_name, table_name, key, side, kind, code, message, state, tries, first_session,
      last_session, first_at, last_at) values (1, '', 'item', '{}', 'hub', 'upsert', 'row-refused', 'no', 'parked', 2, 1, 1, 'a', 'b')`);
  db.close();
  const app = await openTestApp({ file });
  expect((await app.handlers['errors.list']({ limit: 10, offset: 0 })).errors).toMatchObject([
    { no: 1, takenBackAt: null },
  ]);
  expect((await app.handlers['settings.read']({})).refused).toEqual({ all: 'keep', tables: [] });
});
