// A replica that a newer Concord has made: every door says so and touches nothing (SF-07).

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createApp } from '../../../main/app.ts';
import { temporaryFile } from '../../support/files.ts';
import { startProgram } from '../../support/program.ts';
import { startTestEngine } from './lines.ts';

const identity = { user: 'Ann', device: 'Desk 1' };

/** Name and content of every file beside the replica; SQLite’s own empty notes of a reader tell nothing. */
function seenAt(file: string): unknown {
  const folder = dirname(file);
  const names = readdirSync(folder).filter((name) => !name.endsWith('-shm') && statSync(`${folder}/${name}`).size > 0);
  return names.map((name) => [
    name,
    createHash('sha256')
      .update(readFileSync(`${folder}/${name}`))
      .digest('hex'),
  ]);
}

async function newerFile(): Promise<string> {
  const file = temporaryFile();
  await (await createApp({ ...identity, file, create: true })).close();
  const db = new Sqlite(file);
  db.exec(`update _concord_meta set value = '9999' where name = 'version'`);
  db.close();
  return file;
}

test('the engine of a window refuses it with its code and its cure; every file stays as it is', async () => {
  const file = await newerFile();
  const before = seenAt(file);
  await expect(startTestEngine({ ...identity, file })).rejects.toMatchObject({ code: 'replica-newer' });
  expect(seenAt(file)).toEqual(before);
});

test('`concord serve` says so in a sentence and ends; every file stays as it is (CL-06)', async () => {
  const file = await newerFile();
  const before = seenAt(file);
  const { code, out, err } = await startProgram('serve', '--replica', file).ended();
  expect(err).toContain(`${basename(file)} was made by a newer Concord. Update Concord; nothing was changed.`);
  expect([code === 0, out]).toEqual([false, '']);
  expect(seenAt(file)).toEqual(before);
});
