// The seals of a PostgreSQL hub: made where a transaction gets its stamp, kept as far back as the hub remembers.

import { sealFromText } from '../seal.ts';
import type { Prepared, Querying } from './connection.ts';

/** The last seal, as an expression. */
export const lastSeal = `(select stamp || '.' || seal from _concord.seal order by stamp desc limit 1)`;

const known = {
  name: 'concord-seal',
  text: `select $1::bigint < coalesce((select max(up_to) from _concord.clean_up), 0)
      or exists (select from _concord.seal where stamp = $1 and seal = $2)`,
} satisfies Prepared;

/** True as well for what is no seal, and for one so old that it is forgotten. */
export async function knowsSeal(db: Querying, text: string): Promise<boolean> {
  const asked = sealFromText(text);
  return !asked || (await db.value(known, [asked.time, asked.random])) === 't';
}

/** They are forgotten with the rest. */
export async function forgetSeals(db: Querying, upTo: bigint): Promise<void> {
  await db.run(`delete from _concord.seal where stamp < $1`, [upTo]);
}
