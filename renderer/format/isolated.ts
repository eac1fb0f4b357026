// Data inside our sentences: a name written from right to left, or one that holds signs of direction, must not turn the words
// beside it around.

/** Strong right-to-left letters and every sign of direction. */
const turning =
  /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u200E\u200F\u202A-\u202E\u2066-\u2069]|[\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
/** Embeddings and overrides; isolates are kept where they are closed. */
const overrides = /[\u202A-\u202E]/g;
const open = /[\u2066-\u2068]/;
const close = '\u2069';

/** The text, closed in itself where it holds anything that turns; otherwise as it is. */
export function isolated(text: string): string {
  if (!turning.test(text)) return text;
  return `\u2068${balanced(text.replace(overrides, ''))}${close}`;
}

/** Without closing signs that close nothing, and with those that are missing. */
function balanced(text: string): string {
  let depth = 0;
  const kept = [...text].filter((sign) => {
    if (open.test(sign)) depth++;
    else if (sign === close && depth-- === 0) {
      depth = 0;
      return false;
    }
    return true;
  });
  return kept.join('') + close.repeat(depth);
}
