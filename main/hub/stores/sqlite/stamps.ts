// Hub time inside one apply: each row gets a stamp of its own, in the order of writing (Decisions 3, W-163).

import type { Writer } from '../../../sqlite/database.ts';

/** Gives out stamps within a write transaction. */
export interface Stamps {
  next(): number;
  /** The stamp given out last. */
  last(): number;
  /** Writes the counter back. */
  save(): void;
}

/** Hub time as committed (W-114). */
export const hubTimeText = `select stamp from _concord_clock`;

/** Stamps counted here and saved once: only for an apply during which no trigger of ours counts. */
export function countedStamps(db: Writer): Stamps {
  let stamp = Number(db.value(hubTimeText) ?? 0);
  return {
    next: () => ++stamp,
    last: () => stamp,
    save: () => void db.run(`update _concord_clock set stamp = ?`, stamp),
  };
}

/** Stamps of the counter itself, which our triggers move as well (W-287 c). */
export function sharedStamps(db: Writer): Stamps {
  const read = (): number => Number(db.value(hubTimeText) ?? 0);
  return {
    next() {
      db.run(`update _concord_clock set stamp = stamp + 1`);
      return read();
    },
    last: read,
    save: () => undefined,
  };
}
