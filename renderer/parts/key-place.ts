// Where the keys that every list knows lead (AX-01).

/** The place that a key leads to in a list of so many, `page` of them a screen; null = it is no key of a list. */
export function placeByKey(key: string, at: number, { count, page }: { count: number; page: number }): number | null {
  const places: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const to = Object.hasOwn(places, key) ? places[key] : undefined;
  return to === undefined ? null : Math.max(0, Math.min(to, count - 1));
}
