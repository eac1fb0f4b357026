// How well a name fits what was typed: every typed word must begin a word of the name, stand inside one, or be made of the
// beginnings of several ("wol" finds "Work order lines").

/** A text without case and accents, so that "über" is found by "uber". */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The better the higher; null where a word of the query is not found. An empty query fits everything alike. */
export function fit(name: string, query: string): number | null {
  const words = wordsOf(name);
  let sum = 0;
  for (const typed of wordsOf(query)) {
    const points = Math.max(...words.map((word, at) => wordPoints(word, typed, at)), initialPoints(words, typed));
    if (points <= 0) return null;
    sum += points;
  }
  return sum;
}

function wordPoints(word: string, typed: string, at: number): number {
  if (word === typed) return 8;
  if (word.startsWith(typed)) return at === 0 ? 6 : 5;
  return typed.length > 1 && word.includes(typed) ? 2 : 0;
}

function initialPoints(words: readonly string[], typed: string): number {
  if (typed.length < 2) return 0;
  const initials = words.map((word) => word.charAt(0)).join('');
  return initials.startsWith(typed) ? 3 : 0;
}

function wordsOf(text: string): string[] {
  return folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}
