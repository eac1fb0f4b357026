// What is kept while the data move: small things are as of now, large ones are made anew aside (law 6, PD-07).

import { expect, test } from 'vitest';
import { createKeeper, type Way } from '../../../main/data/keeper.ts';

interface Scene {
  /** Asks for the sum of all that was written. */
  ask(): Promise<number>;
  write(): void;
  /** Resolves with the next word that the sum is another one. */
  news(): Promise<void>;
  readonly made: () => number;
  readonly fail: (is: boolean) => void;
}

function scene({ isLarge }: { readonly isLarge: boolean }): Scene {
  let [version, made, isFailing] = [1, 0, false];
  let tell = (): void => undefined;
  const keeper = createKeeper({ version: () => version, renewed: () => tell(), most: 2 });
  const way: Way<number> = {
    async make() {
      made++;
      const now = version;
      await Promise.resolve();
      if (isFailing) throw new Error('cannot be read');
      return now;
    },
    isSmall: () => !isLarge,
    isSame: (one, other) => one === other,
  };
  return {
    ask: () => keeper.get('sum', way),
    write: () => void version++,
    news: () => new Promise((resolve) => (tell = resolve)),
    made: () => made,
    fail: (is) => void (isFailing = is),
  };
}

test('a small thing is made once for as long as nothing is written, and is as of now for all who ask', async () => {
  const { ask, write, made } = scene({ isLarge: false });
  expect([await ask(), await ask(), made()]).toEqual([1, 1, 1]);
  write();
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([2, 2, 2]);
  expect(made()).toBe(2);
});

test('a large thing is given out as it was, made anew aside, and told when it differs', async () => {
  const { ask, write, news } = scene({ isLarge: true });
  expect(await ask()).toBe(1);
  write();
  const told = news();
  expect(await ask()).toBe(1);
  await told;
  expect(await ask()).toBe(2);
});

test('what is written while a large thing is made anew is not lost: it is told later', async () => {
  const { ask, write, news } = scene({ isLarge: true });
  await ask();
  write();
  const first = news();
  await ask();
  await first;
  const second = news();
  write();
  expect(await ask()).toBe(2);
  write();
  expect(await ask()).toBe(2);
  await second;
  expect(await ask()).toBe(4);
});

test('what cannot be made is told to who asks, and tried again for the next', async () => {
  const { ask, write, fail } = scene({ isLarge: false });
  fail(true);
  await expect(ask()).rejects.toThrow('cannot be read');
  fail(false);
  expect(await ask()).toBe(1);
  fail(true);
  write();
  await expect(ask()).rejects.toThrow('cannot be read');
  fail(false);
  expect(await ask()).toBe(2);
});
