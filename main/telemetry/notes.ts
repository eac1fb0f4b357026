// Small notes of a log: its salt, when it was last cleaned, how far the inbox was followed; and the times without recording.

import { randomBytes } from 'node:crypto';
import type { Reader, Writer } from '../sqlite/database.ts';

/** A time in which nothing was recorded; `to` null = still. Instants are ISO (TL-09). */
export interface Gap {
  readonly from: string;
  readonly to: string | null;
}

/** The value noted under a name; null if there is none. */
export function readNote(db: Reader, name: string): string | null {
  const value = db.value(`select value from telemetry_note where name = ?`, name);
  return value === undefined ? null : String(value);
}

/** Notes a value under a name. */
export function saveNote(db: Writer, name: string, value: string): void {
  db.run(
    `insert into telemetry_note values (?, ?) on conflict (name) do update set value = excluded.value`,
    name,
    value,
  );
}

const keyNote = 'pseudonyms';

/** The key of the pseudonyms where the log itself keeps it, as a hub's does; null = it has none yet. */
export function findKey(db: Reader): string | null {
  return readNote(db, keyNote);
}

/** The same, made where there is none. */
export function ownKey(db: Writer): string {
  db.run(`insert or ignore into telemetry_note values (?, ?)`, keyNote, randomBytes(32).toString('hex'));
  return findKey(db) ?? '';
}

/** All gaps, oldest first. */
export function listGaps(db: Reader): Gap[] {
  return db.all<Gap>(`select since as "from", until as "to" from telemetry_gap order by no`);
}

/** Opens a gap where none is open. */
export function openGap(db: Writer, from: string): void {
  db.run(
    `insert into telemetry_gap (since) select ? where not exists (select 1 from telemetry_gap where until is null)`,
    from,
  );
}

/** Closes the open gap, if any. */
export function closeGap(db: Writer, to: string): void {
  db.run(`update telemetry_gap set until = ? where until is null`, to);
}
