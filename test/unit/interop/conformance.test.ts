// The table of scenarios with real peers names each of CONFORMANCE once, says why where one is missing, and the tests' titles name
// what it promises.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { held, idsIn } from '../../interop/conformance.ts';
import { scenarioIds } from '../../support/conformance.ts';

test('each scenario stands in the table once; where a place is missing it says why', () => {
  expect(held.map(({ id }) => id).toSorted()).toEqual(scenarioIds.toSorted());
  expect(held.filter(({ at, why }) => at !== 'spa' && why === '')).toEqual([]);
});

test('what the table promises is named in a test’s title', () => {
  const texts = ['interop', 'suites'].flatMap((folder) => {
    const at = new URL(`../../${folder}/`, import.meta.url);
    return readdirSync(at)
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => readFileSync(new URL(name, at), 'utf8').replaceAll(/^\/\/.*$/gm, ''));
  });
  const named = new Set(texts.flatMap(idsIn));
  // C1 to C34 are written as data (vectors/conformance-live.json).
  const promised = held.filter(({ id, at }) => at !== '' && !/^C\d/.test(id));
  expect(promised.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
});
