// Compacting the replica's file while it is in use: the room is given back, nothing is lost, and a program that writes is told
// of in plain words (AD-03, SF-07).

import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { compactFile } from '../../../main/sqlite/compact.ts';
import { rowsIn, sync } from '../../support/replica-app.ts';
import { openInboxScene, rowsUpTo } from '../conflicts/scene.ts';

test('AD-03 what nothing uses any more is given back; rows, conflicts and waiting changes stay', async () => {
  const { app, file, call, db } = await openInboxScene(rowsUpTo(40));
  db.exec(`create table ballast (text); insert into ballast values (zeroblob(2000000)); drop table ballast`);
  const rows = rowsIn(file, 'category');
  const { unused, files } = await call('settings.read', {});
  expect(unused).toBeGreaterThan(1_900_000);
  const { freed } = await call('settings.compact', {});
  expect(freed).toBeGreaterThan(1_900_000);
  const after = await call('settings.read', {});
  expect(after.unused).toBe(0);
  expect(after.files[0]?.bytes).toBeLessThan((files[0]?.bytes ?? 0) - 1_900_000);
  expect(rowsIn(file, 'category')).toEqual(rows);
  expect((await call('conflicts.list', { limit: 1, offset: 0 })).shown).toBe(40);
  await call('conflicts.resolveAll', { filter: {}, keep: 'mine' });
  await sync(app);
  expect((await call('conflicts.list', { tab: 'confirmed', limit: 1, offset: 0 })).shown).toBe(40);
});

test('AD-03 the log gives its room back in slices, and records meanwhile', async () => {
  const { app, call } = await openInboxScene(rowsUpTo(1));
  const text = 'x'.repeat(4000);
  const path = `${app.replica.file}-concord-log`;
  for (let n = 0; n < 500; n++) app.log.record({ name: 'ballast', level: 'info', session: null, data: { text } });
  const log = new Sqlite(path);
  log.exec(`delete from event where name = 'ballast'`);
  const before = await call('settings.read', {});
  expect(before.unused).toBeGreaterThan(1_900_000);
  const compacting = call('settings.compact', {});
  app.log.record({ name: 'meanwhile', level: 'info', session: null, data: {} });
  expect((await compacting).freed).toBeGreaterThan(1_900_000);
  expect((await call('settings.read', {})).unused).toBeLessThan(50_000);
  expect(log.prepare(`select count(*) from event where name = 'meanwhile'`).pluck().get()).toBe(1);
  log.close();
});

test('AD-03 SF-07 while somebody writes to the file it is refused with a code, and works when they have ended', async () => {
  const { file, db } = await openInboxScene(rowsUpTo(1));
  db.exec('begin immediate');
  await expect(compactFile(file, 50)).rejects.toMatchObject({ code: 'file-in-use' });
  const isDone = compactFile(file);
  db.exec('commit');
  await isDone;
});
