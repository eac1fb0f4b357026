// Data inside our sentences does not turn the words beside it.

import { expect, test } from 'vitest';
import { isolated } from '../../../renderer/format/isolated.ts';

test.each([
  ['Anna Berger', 'Anna Berger'],
  ['', ''],
  ['שרה לוי', '\u2068שרה לוי\u2069'],
  ['مريم', '\u2068مريم\u2069'],
  ['\u202Eevil\u202C', '\u2068evil\u2069'],
  ['a\u2069b', '\u2068ab\u2069'],
  ['a\u2067b', '\u2068a\u2067b\u2069\u2069'],
  ['\u2068שרה\u2069, 3', '\u2068\u2068שרה\u2069, 3\u2069'],
])('%j becomes %j', (text, shown) => {
  expect(isolated(text)).toBe(shown);
});
