// Compacting the replica's file while it is in use: the room is given back, nothing is lost, and a program that writes is told
// of in plain words (AD-03, SF-07).

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
  expect([after.unused, after.files[0]?.bytes]).toEqual([0, (files[0]?.bytes ?? 0) - freed]);
  expect(rowsIn(file, 'category')).toEqual(rows);
  expect((await call('conflicts.list', { limit: 1, offset: 0 })).shown).toBe(40);
  await call('conflicts.resolveAll', { filter: {}, keep: 'mine' });
  await sync(app);
  expect((await call('conflicts.list', { tab: 'confirmed', limit: 1, offset: 0 })).shown).toBe(40);
});

test('AD-03 SF-07 while somebody writes to the file it is refused with a code, and works when they have ended', async () => {
  const { file, db } = await openInboxScene(rowsUpTo(1));
  db.exec('begin immediate');
  await expect(compactFile(file, 50)).rejects.toMatchObject({ code: 'file-in-use' });
  const isDone = compactFile(file);
  db.exec('commit');
  await isDone;
});
