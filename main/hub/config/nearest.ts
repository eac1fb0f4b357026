// The nearest right word to a mistyped one (CL-05).

/** The word that is meant, most likely; null if none is near. */
export function nearest(typed: string, words: readonly string[]): string | null {
  const wanted = typed.toLowerCase();
  const [best] = words
    .map((word) => ({ word, edits: editsBetween(wanted, word.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  return best && best.edits <= Math.max(2, Math.floor(wanted.length / 3)) ? best.word : null;
}

/** How many letters must be added, dropped, changed or swapped with the next. */
function editsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity;
      row[j] = Math.min((last[j - 1] ?? 0) + (same ? 0 : 1), (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, swapped);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
