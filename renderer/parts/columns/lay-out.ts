// How somebody has laid out the columns of a list: hidden, moved, sized; kept on this computer (PD-04, CF-02).

import { useState } from 'react';

/** A lay-out; columns that it does not name stand as they would without it. */
export interface LayOut {
  readonly hidden: readonly string[];
  /** Names in the order that was chosen; empty = the list's own. */
  readonly order: readonly string[];
  /** Chosen widths in px by name. */
  readonly widths: Readonly<Record<string, number>>;
}

/** What a column is asked to do. */
export type ColumnStep =
  | { readonly kind: 'size'; readonly width: number }
  | { readonly kind: 'move'; readonly beside: string }
  | { readonly kind: 'hide' };

/** A list as it is laid out at first. */
export const plainLayOut: LayOut = { hidden: [], order: [], widths: {} };

/** The lay-out kept under a name, and how to change it. */
export function useLayOut(name: string): readonly [LayOut, (layOut: LayOut) => void] {
  const [state, setState] = useState(() => ({ name, layOut: read(name) }));
  const present = state.name === name ? state : { name, layOut: read(name) };
  if (present !== state) setState(present);
  const change = (layOut: LayOut): void => {
    localStorage.setItem(name, JSON.stringify(layOut));
    setState({ name, layOut });
  };
  return [present.layOut, change];
}

/** Columns in the chosen order; those that came later stand at the end. */
export function inOrder<T>(columns: readonly T[], { order }: LayOut, nameOf: (column: T) => string): T[] {
  const place = (column: T): number => {
    const at = order.indexOf(nameOf(column));
    return at === -1 ? order.length : at;
  };
  return columns.toSorted((a, b) => place(a) - place(b));
}

/** The lay-out after a step of a column; `all` = the names of all columns in their present order, hidden ones too. */
export function afterStep(layOut: LayOut, all: readonly string[], column: string, step: ColumnStep): LayOut {
  if (step.kind === 'hide') return { ...layOut, hidden: [...layOut.hidden, column] };
  if (step.kind === 'size') return { ...layOut, widths: { ...layOut.widths, [column]: withinLimits(step.width) } };
  const isAfter = all.indexOf(step.beside) > all.indexOf(column);
  const others = all.filter((name) => name !== column);
  return { ...layOut, order: others.toSpliced(others.indexOf(step.beside) + (isAfter ? 1 : 0), 0, column) };
}

const narrowest = 48;
const widest = 900;

/** A width that can be read and leaves room for others, in whole px. */
export function withinLimits(width: number): number {
  return Math.round(Math.min(widest, Math.max(narrowest, width)));
}

/** The width at which nothing of a column is cut in the rows that are drawn; `index` = its `aria-colindex`. */
export function fitWidth(list: HTMLElement | null, index: number): number {
  const texts = list?.querySelectorAll<HTMLElement>(`[aria-colindex="${index}"] .cut`) ?? [];
  const widths = [...texts].map((text) => text.scrollWidth + (text.closest('button') ? iconRoom : 0));
  return Math.max(...widths, narrowest) + 18;
}

/** For the arrow of the order, and the way to the menu. */
const iconRoom = 40;

function read(name: string): LayOut {
  try {
    const saved = JSON.parse(localStorage.getItem(name) ?? '{}') as Partial<Record<keyof LayOut, unknown>>;
    const names = (list: unknown): string[] =>
      Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];
    const widths = Object.entries(saved.widths ?? {}).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number',
    );
    return { hidden: names(saved.hidden), order: names(saved.order), widths: Object.fromEntries(widths) };
  } catch {
    return plainLayOut;
  }
}
