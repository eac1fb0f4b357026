import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffWords, joinWords, worthMarking } from '../../../../renderer/conflicts/compare/word-diff.ts';

const base = 'Burner cleaned. Gasket to follow.';
const mine = 'Burner cleaned and nozzle replaced. Gasket fitted.';
const theirs = 'Burner cleaned. Gasket to follow. Call Ms Vogel before the visit.';
const text = fc
  .array(fc.constantFrom('a', 'b', 'c', ' ', '.', 'word', '\n'), { maxLength: 30 })
  .map((all) => all.join(''));

describe('differences by words (CF-09)', () => {
  it('names what was added and removed', () => {
    expect(diffWords(base, mine)).toEqual([
      { kind: 'same', text: 'Burner cleaned' },
      { kind: 'added', text: ' and nozzle replaced' },
      { kind: 'same', text: '. Gasket ' },
      { kind: 'removed', text: 'to follow' },
      { kind: 'added', text: 'fitted' },
      { kind: 'same', text: '.' },
    ]);
  });

  it('loses no character of either text', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const runs = diffWords(before, after);
        const of = (...kinds: string[]): string =>
          runs
            .filter((run) => kinds.includes(run.kind))
            .map((run) => run.text)
            .join('');
        expect(of('same', 'removed')).toBe(before);
        expect(of('same', 'added')).toBe(after);
      }),
    );
  });

  it('takes very long texts as replaced where they differ', () => {
    const long = (word: string): string => Array.from({ length: 3000 }, (_, at) => `${word}${at}`).join(' ');
    expect(diffWords(`same ${long('a')} end`, `same ${long('b')} end`).map((run) => run.kind)).toEqual([
      'same',
      'removed',
      'added',
      'same',
    ]);
  });

  it('marks prose only', () => {
    expect(worthMarking(base, mine)).toBe(true);
    expect(worthMarking('Open', 'On hold')).toBe(false);
    expect(worthMarking('Dana Holm', 'Ole Brandt, night porter')).toBe(false);
  });
});

describe('the join of two texts (RS-04)', () => {
  it('holds both sides’ words with who added them', () => {
    expect(joinWords(base, mine, theirs)).toEqual([
      { text: 'Burner cleaned', by: null },
      { text: ' and nozzle replaced', by: 'mine' },
      { text: '. Gasket ', by: null },
      { text: 'fitted', by: 'mine' },
      { text: '.', by: null },
      { text: ' Call Ms Vogel before the visit.', by: 'theirs' },
    ]);
  });

  it('is refused where the edits touch', () => {
    expect(joinWords('one two three', 'one 2 three', 'one zwei three')).toBeNull();
    expect(joinWords('one two', 'one two three', 'one two drei')).toBeNull();
  });

  it('of one side’s edits alone is that side', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const joined = (runs: ReturnType<typeof joinWords>): string | undefined =>
          runs?.map((run) => run.text).join('');
        expect(joined(joinWords(before, after, before))).toBe(after);
        expect(joined(joinWords(before, before, after))).toBe(after);
      }),
    );
  });
});
