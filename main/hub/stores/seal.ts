// Seals: a random text that the hub gives to a moment of its time before it tells it. A database that does not know the seal which a
// client was told was restored from a back-up made before, however far its time has gone since (R-89, L22).

import { randomBytes } from 'node:crypto';

/** A seal in its parts; as text `TIME.RANDOM`. */
export interface Seal {
  readonly time: bigint;
  readonly random: string;
}

/** Random digits for a new one. */
export function newSeal(): string {
  return randomBytes(8).toString('hex');
}

/** Null for a text that is none. */
export function sealFromText(text: string): Seal | null {
  const [, time, random] = /^(\d{1,18})\.([0-9a-f]{16})$/.exec(text) ?? [];
  return time === undefined || random === undefined ? null : { time: BigInt(time), random };
}

/** The text. */
export function sealToText({ time, random }: Seal): string {
  return `${time}.${random}`;
}
