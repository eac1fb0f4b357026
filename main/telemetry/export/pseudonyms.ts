// Stable ids in place of names: the same person is the same id in every export of a replica, and nobody without the key can
// tell who it is (TL-11).

import { createHmac } from 'node:crypto';

/** The id that stands for a name of this kind. */
export type Pseudonyms = (kind: string, name: string) => string;

/** Pseudonyms of one replica; the key is hexadecimal text. */
export function createPseudonyms(key: string): Pseudonyms {
  const known = new Map<string, string>();
  return (kind, name) => {
    const whole = `${kind}\0${name}`;
    const seen = known.get(whole);
    if (seen !== undefined) return seen;
    const digest = createHmac('sha256', Buffer.from(key, 'hex')).update(whole).digest('hex');
    const id = `${kind}-${digest.slice(0, 12)}`;
    known.set(whole, id);
    return id;
  };
}
