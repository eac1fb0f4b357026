// The seals of a SQLite hub: one a moment that was told to somebody, kept as far back as the hub remembers.

import type { Reader, Writer } from '../../../sqlite/database.ts';
import { newSeal, sealFromText } from '../seal.ts';

/** True if the present moment has its seal, or no row was ever changed. */
export function isSealed(reader: Reader): boolean {
  const open = `select 1 from _concord_clock where stamp > coalesce((select max(stamp) from _concord_seal), 0)`;
  return reader.value(open) === undefined;
}

/** Seals the present moment, unless it is. */
export function seal(db: Writer): void {
  if (!isSealed(db)) db.run(`insert into _concord_seal select stamp, ? from _concord_clock`, newSeal());
}

/** The last seal in the reader's snapshot; null = there is none. */
export function lastSeal(reader: Reader): string | null {
  const text = `select stamp || '.' || seal from _concord_seal order by stamp desc limit 1`;
  return (reader.value(text) as string | undefined) ?? null;
}

/** True as well for what is no seal, and for one so old that it is forgotten. */
export function knowsSeal(reader: Reader, text: string): boolean {
  const asked = sealFromText(text);
  if (!asked || asked.time < (reader.big(`select max(up_to) from _concord_clean_up`) ?? 0n)) return true;
  return reader.value(`select seal from _concord_seal where stamp = ?`, asked.time) === asked.random;
}

/** They are forgotten with the rest. */
export function forgetSeals(db: Writer, upTo: bigint): void {
  db.run(`delete from _concord_seal where stamp < ?`, upTo);
}
