// The language that nobody speaks: every letter is changed, nothing that is filled in (AX-05).

import { expect, test } from 'vitest';
import { pseudoCatalogue, pseudoText } from '../../../renderer/app/pseudo.ts';

test('letters wear accents and texts grow; placeholders, nested texts and marks stay', () => {
  expect(pseudoText('<b>{{n}} record</b> goes to the hub {{when}}.')).toBe(
    '[<b>{{n}} ŕééçööŕð</b> ĝööééš ţöö ţĥéé ĥüüƀ {{when}}.]',
  );
  expect(pseudoText('{{count, number}} of $t(app:count) × 2')).toBe('[{{count, number}} ööƒ $t(app:count) × 2]');
});

test('no letter of the alphabet is left bare', () => {
  const all = 'abcdefghijklmnopqrstuvwxyz';
  expect(pseudoText(`${all}${all.toUpperCase()}`)).not.toMatch(/[a-z]/i);
});

test('keys stay, however deep; texts grow by two fifths', () => {
  const text = 'Nothing waits to be sent with the next session';
  const { a } = pseudoCatalogue({ a: { b_one: text } }) as { a: { b_one: string } };
  expect(a.b_one.length / text.length).toBeGreaterThan(1.3);
});
