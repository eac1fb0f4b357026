// Beside a replica's file lies a witness of its last session: a file that was put back from a back-up since then does not know what
// its witness says. So an older copy is noticed whatever the hub (R-88, L20).

import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Reader, Writer } from '../sqlite/database.ts';
import { clientId, meta } from './layout.ts';

/** Name of the witness's file. */
export function witnessFile(file: string): string {
  return `${file}-concord-witness`;
}

/** True if the witness has seen a later session of this client than the file knows. Without a witness nobody can tell. */
export function wasPutBack(db: Reader): boolean {
  const [client, session] = saidBeside(db.file);
  return client === clientId(db) && session !== undefined && !sessionsOf(db).includes(session);
}

/**
 * Gives the session that is being written a name. The one before stays known: a program that dies before it tells the witness is
 * no back-up. Part of the session's transaction.
 */
export function nameSession(db: Writer): void {
  const [last = ''] = sessionsOf(db);
  const name = randomBytes(8).toString('hex');
  db.run(`insert or replace into _concord_meta values ('witness', ?)`, `${name} ${last}`);
}

/** Tells the witness; where that cannot be written, an older copy goes unnoticed, and nothing else. */
export function tellWitness(db: Reader): void {
  const [session] = sessionsOf(db);
  const said = `${clientId(db)} ${session}`;
  const file = witnessFile(db.file);
  if (session === undefined || saidBeside(db.file).join(' ') === said) return;
  try {
    writeFileSync(`${file}.new`, said);
    renameSync(`${file}.new`, file);
  } catch {
    // The session itself is on the disk.
  }
}

/** Names of the last session and of the one before. */
function sessionsOf(db: Reader): string[] {
  return words(meta(db, 'witness') ?? '');
}

function saidBeside(file: string): string[] {
  try {
    return words(readFileSync(witnessFile(file), 'utf8'));
  } catch {
    return [];
  }
}

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
