// How somebody has laid out a table's columns: hidden, moved, sized; kept on this computer (PD-04).

import { useMemo, useState } from 'react';
import { tableParam } from '../../app/addresses.ts';
import type { DataTable } from '../data-table.ts';
import type { Track } from './widths.ts';

/** A lay-out; columns that it does not name stand as they would without it. */
export interface LayOut {
  readonly hidden: readonly string[];
  /** Names in the order that was chosen; empty = the reading order. */
  readonly order: readonly string[];
  /** Chosen widths in px by name. */
  readonly widths: Readonly<Record<string, number>>;
}

/** A table as it is laid out at first. */
export const plainLayOut: LayOut = { hidden: [], order: [], widths: {} };

/** The table's lay-out, and how to change it. */
export function useLayOut(table: DataTable): readonly [LayOut, (layOut: LayOut) => void] {
  const name = `concord.columns.${tableParam(table.table)}`;
  const [state, setState] = useState(() => ({ name, layOut: read(name) }));
  const present = state.name === name ? state : { name, layOut: read(name) };
  if (present !== state) setState(present);
  const change = (layOut: LayOut): void => {
    localStorage.setItem(name, JSON.stringify(layOut));
    setState({ name, layOut });
  };
  return [present.layOut, change];
}

/** The tracks as they are laid out, the hidden ones left out; the key is always shown: it tells the records apart. */
export function useLaidOut(tracks: readonly Track[], layOut: LayOut): readonly Track[] {
  return useMemo(
    () => laidOut(tracks, layOut).filter(({ column }) => column.isKey || !layOut.hidden.includes(column.name)),
    [tracks, layOut],
  );
}

/** All tracks in the chosen order and widths; columns that came later stand at the end. */
export function laidOut(tracks: readonly Track[], { order, widths }: LayOut): Track[] {
  const place = ({ column }: Track): number => {
    const at = order.indexOf(column.name);
    return at === -1 ? order.length : at;
  };
  return tracks
    .map((track) => {
      const width = widths[track.column.name];
      return width === undefined ? track : { ...track, width: withinLimits(width), grows: false };
    })
    .toSorted((a, b) => place(a) - place(b));
}

/** The lay-out with a column of this width. */
export function sized(layOut: LayOut, column: string, width: number): LayOut {
  return { ...layOut, widths: { ...layOut.widths, [column]: withinLimits(width) } };
}

/** The lay-out with a column on the other side of its neighbour; `all` = the names in the present order. */
export function movedBeside(layOut: LayOut, all: readonly string[], column: string, neighbour: string): LayOut {
  const isAfter = all.indexOf(neighbour) > all.indexOf(column);
  const others = all.filter((name) => name !== column);
  return { ...layOut, order: others.toSpliced(others.indexOf(neighbour) + (isAfter ? 1 : 0), 0, column) };
}

const narrowest = 48;
const widest = 900;

function withinLimits(width: number): number {
  return Math.round(Math.min(widest, Math.max(narrowest, width)));
}

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
