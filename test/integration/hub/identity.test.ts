// A hub's own id: made with its first scope, kept in its file, told in every answer (W-286), so that a replica knows its hub
// again at whatever address.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../../main/hub/stores/sqlite/sqlite-store.ts';
import { migrateHub } from '../../../main/hub/stores/sqlite/layout.ts';
import { openWriter } from '../../../main/sqlite/database.ts';
import { writeTransaction } from '../../../main/sqlite/transaction.ts';
import { temporaryFile } from '../../support/files.ts';
import { edit } from '../../support/replica-app.ts';
import { categorySql, storeBench } from './bench.ts';
import { serve } from './serve.ts';
import { wireClient } from './wire-client.ts';

const now = (): Date => new Date();

async function idOf(file: string): Promise<string | null> {
  const store = await openSqliteStore(file, { now });
  const id = store.id();
  await store.close();
  return id;
}

test('it is made with the first scope and stays; an older hub is given one', async () => {
  const { store, file } = await storeBench('create table t (id integer primary key)', 't');
  const id = store.id();
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  await store.close();
  expect(await idOf(file)).toBe(id);
  const older = temporaryFile('older.db');
  edit(older, 'create table t (id integer primary key)');
  const db = openWriter(older);
  await writeTransaction(db, () => migrateHub(db, 1));
  db.close();
  const given = await idOf(older);
  expect([/^[0-9a-f]{32}$/.test(given ?? ''), given === id, await idOf(older)]).toEqual([true, false, given]);
});

test('a database that serves nothing has none, and is not written to', async () => {
  const file = temporaryFile('plain.db');
  edit(file, 'create table t (id integer primary key)');
  const before = readFileSync(file);
  expect([await idOf(file), readFileSync(file).equals(before)]).toEqual([null, true]);
});

test('W-286 every good answer tells it, beside the version of the extras', async () => {
  const { bench, url } = await serve({}, categorySql);
  const { headers } = await wireClient(url).open();
  expect([headers.get('concord-hub'), headers.get('concord-hub-id')]).toEqual(['1', bench.store.id()]);
});
