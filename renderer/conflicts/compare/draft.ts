// What a person has chosen so far for one conflict, before it is decided (RS-03).

import type { Side } from '../../../main/sync/resolution.ts';

/** A value that no side holds. `text` null = no value. */
export interface Typed {
  readonly text: string | null;
  readonly how: 'typed' | 'joined' | 'summed';
}

/** The choices. `whole` keeps a side as it is; the choices by column wait beneath it and come back with *Merge*. */
export interface Draft {
  readonly whole: 'mine' | 'theirs' | null;
  readonly take: Readonly<Record<string, Side>>;
  readonly typed: Readonly<Record<string, Typed>>;
}

/** Nothing chosen yet. */
export const emptyDraft: Draft = { whole: null, take: {}, typed: {} };

/** True if the person has chosen anything. */
export function isTouched(draft: Draft): boolean {
  return draft.whole !== null || Object.keys(draft.take).length > 0 || Object.keys(draft.typed).length > 0;
}

/** The whole record from one side; null = by column. */
export function keepWhole(draft: Draft, whole: Draft['whole']): Draft {
  return { ...draft, whole };
}

/** One column from one side. A side kept whole becomes the choice of each of its columns in `differing` first. */
export function takeColumn(
  draft: Draft,
  { column, side, differing }: { column: string; side: Side; differing: readonly string[] },
): Draft {
  const by = byColumn(draft, differing);
  return { ...by, take: { ...by.take, [column]: side }, typed: without(by.typed, column) };
}

/** A value of its own for one column. */
export function typeColumn(
  draft: Draft,
  { column, typed, differing }: { column: string; typed: Typed; differing: readonly string[] },
): Draft {
  const by = byColumn(draft, differing);
  return { ...by, take: without(by.take, column), typed: { ...by.typed, [column]: typed } };
}

function byColumn(draft: Draft, differing: readonly string[]): Draft {
  const { whole } = draft;
  if (whole === null) return draft;
  return { whole: null, take: Object.fromEntries(differing.map((name) => [name, whole])), typed: {} };
}

function without<T>(record: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}
