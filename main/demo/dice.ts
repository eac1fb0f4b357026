// Chance that can be repeated: the same seed gives the same office, and the same colleague.

/** Choices drawn from one stream of numbers. */
export interface Dice {
  /** A number from 0 (inclusive) to 1 (exclusive). */
  readonly next: () => number;
  /** A whole number from `low` to `high`, both inclusive. */
  readonly int: (low: number, high: number) => number;
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  /** One item of a list that is not empty. */
  readonly pick: <T>(items: readonly T[]) => T;
  /** One item, as likely as its weight says. */
  readonly weighted: <T>(items: readonly (readonly [T, number])[]) => T;
  /** Up to `count` different items, in random order. */
  readonly some: <T>(items: readonly T[], count: number) => T[];
  /** A random (version 4) guid, lower case. */
  readonly guid: () => string;
}

/** Numbers from a seed (splitmix32); `stream` keeps tables apart, so that one more row here moves nothing there. */
export function createRandom(seed: number, stream = ''): () => number {
  let state = Array.from(stream).reduce(
    (hash, sign) => Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193),
    seed | 0,
  );
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296;
  };
}

/** Dice over any source of numbers from 0 to 1. */
export function createDice(next: () => number): Dice {
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[int(0, items.length - 1)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    weighted: (items) => weighted(items, next()),
    some: (items, count) => shuffled(items, int).slice(0, count),
    guid: () => guid(int),
  };
}

function weighted<T>(items: readonly (readonly [T, number])[], at: number): T {
  let rest = at * items.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [item, weight] of items) {
    rest -= weight;
    if (rest < 0) return item;
  }
  const last = items.at(-1);
  if (!last) throw new RangeError('nothing to pick from');
  return last[0];
}

function shuffled<T>(items: readonly T[], int: (low: number, high: number) => number): T[] {
  const keyed = items.map((item) => ({ item, at: int(0, 0x7fffffff) }));
  return keyed.sort((a, b) => a.at - b.at).map(({ item }) => item);
}

function guid(int: (low: number, high: number) => number): string {
  const hex = (digits: number): string => Array.from({ length: digits }, () => int(0, 15).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'.charAt(int(0, 3))}${hex(3)}-${hex(12)}`;
}
