// A text in pieces with the marks of the sides, for the cells of the comparison (DESIGN, Words in long text).

import type { Row } from './comparison.ts';
import { diffWords, joinWords, worthMarking } from './word-diff.ts';

/** A piece of a text; `mark` says who added it, or that it was removed. */
export interface MarkedRun {
  readonly text: string;
  readonly mark: 'mine' | 'theirs' | 'removed' | null;
  /** A blank that only the screen has. */
  readonly isGap?: boolean;
}

/** A side's text with what it added and removed; null where marking words does not help. */
export function sideRuns(row: Row, side: 'mine' | 'theirs'): readonly MarkedRun[] | null {
  const { base } = row;
  const text = row[side];
  if (typeof base !== 'string' || typeof text !== 'string' || base === text) return null;
  if (row.column.type === 'guid' || !worthMarking(base, text)) return null;
  return diffWords(base, text).flatMap((run, at, all) => {
    if (run.kind === 'same') return [{ text: run.text, mark: null }];
    const marked = tight(run.text, run.kind === 'removed' ? 'removed' : side);
    // What was removed and what came in its place would touch.
    const isFollowed = run.kind === 'removed' && all[at + 1]?.kind === 'added' && !/\s$/.test(run.text);
    return isFollowed ? [...marked, { text: ' ', mark: null, isGap: true }] : marked;
  });
}

/** The result's text with the marks of the sides that it comes from. */
export function resultRuns(row: Row): readonly MarkedRun[] | null {
  const { from } = row.result;
  if (from === 'mine' || from === 'theirs')
    return sideRuns(row, from)?.filter((run) => run.mark !== 'removed' && !run.isGap) ?? null;
  if (from !== 'joined') return null;
  return joinRuns(row)?.flatMap((run) => (run.by ? tight(run.text, run.by) : [{ text: run.text, mark: null }])) ?? null;
}

/** Both sides' words in one text; null where they touch each other, or where there is nothing to join. */
export function joinRuns(row: Row): ReturnType<typeof joinWords> {
  const { base, mine, theirs, state, column } = row;
  if (state !== 'both-different' || column.type === 'guid') return null;
  if (typeof base !== 'string' || typeof mine !== 'string' || typeof theirs !== 'string') return null;
  if (!worthMarking(base, mine) || !worthMarking(base, theirs)) return null;
  return joinWords(base, mine, theirs);
}

/** The joined text; null where there is none to propose. */
export function joinedText(row: Row): string | null {
  return (
    joinRuns(row)
      ?.map((run) => run.text)
      .join('') ?? null
  );
}

/** A marked text with only what stands around its marks; the rest is left out. */
export function aroundMarks(runs: readonly MarkedRun[], keep: number): readonly MarkedRun[] {
  return runs.map((run, at) => {
    const before = at === 0 ? 0 : keep;
    const after = at === runs.length - 1 ? 0 : keep;
    if (run.mark !== null || run.text.length <= before + after + keep) return run;
    const head = run.text.slice(0, before).replace(/\S*$/, '');
    const tail = after === 0 ? '' : run.text.slice(-after).replace(/^\S*/, '');
    return { text: `${head}…${tail}`, mark: null };
  });
}

/** Marks the words; the blanks around them stay bare. */
function tight(text: string, mark: MarkedRun['mark']): readonly MarkedRun[] {
  const [, before = '', words = '', after = ''] = /^(\s*)([^]*?)(\s*)$/.exec(text) ?? [];
  const runs: readonly MarkedRun[] = [
    { text: before, mark: null },
    { text: words, mark },
    { text: after, mark: null },
  ];
  return runs.filter((run) => run.text !== '');
}
