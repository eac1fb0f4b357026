// What fits a typed text, and how well (frame: command box).

import { expect, test } from 'vitest';
import { fit } from '../../../../renderer/command/match.ts';
import { addRecent, readRecent } from '../../../../renderer/command/recent.ts';

const names = ['Work orders', 'Work order lines', 'Work offline', 'Stock movements', 'Sync now', 'Überweisungen'];
const best = (query: string): string[] =>
  names
    .flatMap((name) => ({ name, points: fit(name, query) }))
    .filter(({ points }) => points !== null)
    .toSorted((a, b) => (b.points ?? 0) - (a.points ?? 0))
    .map(({ name }) => name);

test.each([
  ['work', ['Work orders', 'Work order lines', 'Work offline']],
  ['wol', ['Work order lines']],
  ['lines work', ['Work order lines']],
  ['wo off', ['Work offline']],
  ['ORDERS', ['Work orders']],
  ['uber', ['Überweisungen']],
  ['now', ['Sync now']],
  ['orders now', []],
])('%s finds %j', (query, found) => {
  expect(best(query)).toEqual(found);
});

test('an empty text fits everything alike', () => {
  expect(names.map((name) => fit(name, '  '))).toEqual(names.map(() => 0));
});

test('six recent things, the newest first, each once; what cannot be read is nothing', () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
  const recent = (no: number) => ({ id: `place ${no}`, icon: 'screen', place: `#/feed/${no}`, name: '', about: '' });
  for (const no of [1, 2, 3, 4, 5, 6, 7, 3]) addRecent(store, recent(no));
  expect(readRecent(store).map(({ id }) => id)).toEqual([3, 7, 6, 5, 4, 2].map((no) => `place ${no}`));
  for (const text of [
    '{',
    '{}',
    '[1]',
    '[{"id":1}]',
    '[{"id":"a","icon":"","place":"https://x","name":"","about":""}]',
  ]) {
    expect(readRecent({ getItem: () => text })).toEqual([]);
  }
});
