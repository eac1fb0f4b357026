// R-47…R-49: what each rule answers to each type of conflict.

import { describe, expect, test } from 'vitest';
import type { ConflictType } from '../../../main/sync/conflict.ts';
import type { Choice } from '../../../main/sync/resolution.ts';
import { conflictRules, ruleChoice, ruleSignature, type ConflictRule } from '../../../main/sync/rule.ts';

const mine: Choice = { keep: 'mine' };
const theirs: Choice = { keep: 'theirs' };
const joined = (...columns: string[]): Choice => ({
  keep: 'merged',
  take: Object.fromEntries(columns.map((column) => [column, 'mine'])),
  set: {},
});

/** Answers by rule: two updates apart, two updates that collide, my update of a deleted one, my delete of a changed one, two inserts. */
const table: Readonly<Record<ConflictRule, readonly (Choice | null)[]>> = {
  ask: [null, null, null, null, null],
  merge: [joined(), null, null, null, null],
  'last-column': [joined(), joined('status'), mine, mine, mine],
  device: [mine, mine, mine, mine, mine],
  hub: [theirs, theirs, theirs, theirs, theirs],
  updates: [null, null, mine, theirs, null],
};

const cases: readonly (readonly [ConflictType, readonly string[]])[] = [
  ['local-update/hub-update', []],
  ['local-update/hub-update', ['status']],
  ['local-update/hub-delete', []],
  ['local-delete/hub-update', []],
  ['local-insert/hub-insert', ['status']],
];

describe('a rule', () => {
  test.each(conflictRules)('R-47 %s answers each type as its words say', (rule) => {
    const answers = cases.map(([type, collisions]) => ruleChoice(rule, { type, collisions, theirsKnown: true }));
    expect(answers).toEqual(table[rule]);
  });

  test.each(conflictRules)('R-48 %s decides nothing against a version that is not known here', (rule) => {
    const unknown = cases.map(([type, collisions]) => ruleChoice(rule, { type, collisions, theirsKnown: false }));
    expect(unknown).toEqual(cases.map(() => null));
    expect(ruleChoice(rule, { type: 'local-update/hub-none', collisions: [], theirsKnown: true })).toBeNull();
  });

  test('R-49 each signs with a name of its own', () => {
    const names = conflictRules.map(ruleSignature);
    expect(new Set(names).size).toBe(conflictRules.length);
    for (const name of names) expect(name).toMatch(/^rule:[a-z-]+$/);
  });
});
