// Turns a replica back into a plain database: no tracking, no scopes, no inbox; tables and rows stay (V6, W-208).

import { rmSync } from 'node:fs';
import { ConcordError } from '../sync/problem.ts';
import { openReader, openWriter, type Reader } from '../sqlite/database.ts';
import { dropOwn } from '../sqlite/drop-own.ts';
import { writeTransaction } from '../sqlite/transaction.ts';
import { assertReplica, isReplica } from './layout.ts';
import { lockSession } from './lock.ts';
import { witnessFile } from './witness.ts';

/**
 * Writes a whole copy to `backup`, then takes Concord out of the file. Throws `session-running`, `replica-not-connected` for
 * a file that is no replica, or why the copy cannot be written; then nothing was changed.
 */
export async function deprovisionReplica(file: string, backup: string): Promise<void> {
  const reader = openReader(file);
  try {
    await deprovision({ file, reader, backup });
  } finally {
    reader.close();
  }
  for (const ending of ['-concord-log', '-concord-lock'])
    for (const part of ['', '-wal', '-shm']) rmSync(`${file}${ending}${part}`, { force: true });
  rmSync(witnessFile(file), { force: true });
  rmSync(`${file}-concord-spool`, { recursive: true, force: true });
}

async function deprovision(work: {
  readonly file: string;
  readonly reader: Reader;
  readonly backup: string;
}): Promise<void> {
  const { file, reader, backup } = work;
  assertReplica(reader);
  if (!isReplica(reader)) throw new ConcordError('replica-not-connected');
  const lock = lockSession(file, reader);
  const db = openWriter(file);
  try {
    db.run(`vacuum into ?`, backup);
    await writeTransaction(db, () => dropOwn(db));
  } finally {
    db.close();
    lock.release();
  }
}
