// How often each figure came, with three digits: medians of many days add up from these (TL-06, TL-10).

/** Occurrences by figure, as JSON keeps them. */
export type Histogram = Record<string, number>;

/** A figure with three digits; below 1,000 a whole number is exact. */
export function rounded(value: number): number {
  if (value === 0) return 0;
  const step = 10 ** Math.max(Math.floor(Math.log10(Math.abs(value))) - 2, 0);
  return Math.round(value / step) * step;
}

/** Counts one more figure. */
export function count(into: Histogram, value: number): void {
  const key = String(rounded(value));
  into[key] = (into[key] ?? 0) + 1;
}

/** Adds what another one counted. */
export function merge(into: Histogram, from: Histogram): void {
  for (const key of Object.keys(from)) into[key] = (into[key] ?? 0) + (from[key] ?? 0);
}

/** The middle figure, of an even number the mean of both; null where nothing was counted. */
export function median(of: Histogram): number | null {
  const figures = Object.keys(of)
    .map(Number)
    .toSorted((a, b) => a - b);
  const total = figures.reduce((sum, figure) => sum + (of[String(figure)] ?? 0), 0);
  if (total === 0) return null;
  const low = figureAt(of, figures, Math.floor((total - 1) / 2));
  const high = figureAt(of, figures, Math.floor(total / 2));
  return (low + high) / 2;
}

function figureAt(of: Histogram, figures: readonly number[], place: number): number {
  let passed = 0;
  for (const figure of figures) {
    passed += of[String(figure)] ?? 0;
    if (passed > place) return figure;
  }
  return figures.at(-1) ?? 0;
}
