// Differences inside long text, by words (CF-09), and the join of two sides whose edits do not touch (RS-04).

/** A piece of a version against its base. */
export interface Run {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** A piece of a joined text, with the side that added it. */
export interface JoinedRun {
  readonly text: string;
  readonly by: 'mine' | 'theirs' | null;
}

interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly put: readonly string[];
}

/** Beyond this many comparisons the changed middle counts as replaced whole. */
const largestTable = 4_000_000;

/** The runs that lead from one text to the other: what stays, what was removed, what was added. */
export function diffWords(before: string, after: string): readonly Run[] {
  const base = words(before);
  const runs: Run[] = [];
  let at = 0;
  for (const hunk of hunksOf(base, words(after))) {
    push(runs, 'same', base.slice(at, hunk.from));
    push(runs, 'removed', base.slice(hunk.from, hunk.to));
    push(runs, 'added', hunk.put);
    at = hunk.to;
  }
  push(runs, 'same', base.slice(at));
  return runs;
}

/** Both sides' edits in one text; null where they touch each other. */
export function joinWords(base: string, mine: string, theirs: string): readonly JoinedRun[] | null {
  const tokens = words(base);
  const hunks = [
    ...hunksOf(tokens, words(mine)).map((hunk) => ({ ...hunk, by: 'mine' as const })),
    ...hunksOf(tokens, words(theirs)).map((hunk) => ({ ...hunk, by: 'theirs' as const })),
  ].toSorted((a, b) => a.from - b.from || a.to - b.to);
  const runs: JoinedRun[] = [];
  let at = 0;
  for (const [index, hunk] of hunks.entries()) {
    const before = hunks[index - 1];
    if (before && before.by !== hunk.by && before.to >= hunk.from) return null;
    runs.push({ text: tokens.slice(at, hunk.from).join(''), by: null }, { text: hunk.put.join(''), by: hunk.by });
    at = hunk.to;
  }
  runs.push({ text: tokens.slice(at).join(''), by: null });
  return runs.filter((run) => run.text !== '');
}

/** True where marking words helps: texts of several words that share some. */
export function worthMarking(before: string, after: string): boolean {
  if (Math.max(before.length, after.length) < 24 || !/\s/.test(before.trim())) return false;
  const kept = diffWords(before, after).reduce((sum, run) => sum + (run.kind === 'same' ? letters(run.text) : 0), 0);
  return kept * 4 >= Math.min(letters(before), letters(after));
}

function letters(text: string): number {
  return text.replace(/[^\p{L}\p{N}]/gu, '').length;
}

function words(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu) ?? [];
}

function push(runs: Run[], kind: Run['kind'], tokens: readonly string[]): void {
  if (tokens.length > 0) runs.push({ kind, text: tokens.join('') });
}

/** What `after` puts in place of which tokens of `before`, first to last. */
function hunksOf(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  const left = before.slice(start, before.length - end);
  const right = after.slice(start, after.length - end);
  if (left.length === 0 && right.length === 0) return [];
  const pairs = left.length * right.length > largestTable ? [] : commonTokens(left, right);
  return bridged(gaps(left, right, pairs), left).map((hunk) => ({
    ...hunk,
    from: hunk.from + start,
    to: hunk.to + start,
  }));
}

/** The longest common subsequence as pairs of positions. */
function commonTokens(left: readonly string[], right: readonly string[]): readonly (readonly [number, number])[] {
  const width = right.length + 1;
  const best = new Uint32Array((left.length + 1) * width);
  const cell = (i: number, j: number): number => best[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const same = left[i] === right[j];
      best[i * width + j] = same ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) pairs.push([i++, j++]);
    else if (cell(i + 1, j) >= cell(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

function gaps(
  left: readonly string[],
  right: readonly string[],
  pairs: readonly (readonly [number, number])[],
): Hunk[] {
  const hunks: Hunk[] = [];
  let from = 0;
  let put = 0;
  for (const [i, j] of [...pairs, [left.length, right.length] as const]) {
    if (i > from || j > put) hunks.push({ from, to: i, put: right.slice(put, j) });
    from = i + 1;
    put = j + 1;
  }
  return hunks;
}

/** Changes with nothing but blanks between them read better as one. */
function bridged(hunks: readonly Hunk[], tokens: readonly string[]): readonly Hunk[] {
  const joined: Hunk[] = [];
  for (const hunk of hunks) {
    const last = joined.at(-1);
    const between = last ? tokens.slice(last.to, hunk.from) : [];
    if (last && between.every((token) => /^\s+$/.test(token)))
      joined[joined.length - 1] = { from: last.from, to: hunk.to, put: [...last.put, ...between, ...hunk.put] };
    else joined.push(hunk);
  }
  return joined;
}
