// What the grid puts on the clipboard: the cell that the arrow keys stand in, or its whole row for a spreadsheet (PD-05).

import type { TFunction } from 'i18next';
import type { GridRow } from '../data-table.ts';
import { cellWords } from './cell-words.ts';
import type { Track } from './widths.ts';

/** Ctrl+C, or ⌘C; with Shift for the row. */
export function isCopy(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean {
  return event.key.toLowerCase() === 'c' && (event.ctrlKey || event.metaKey) && !event.altKey;
}

/** The text of a cell; of the row with a tab between cells where `column` is null or none of the table's. */
export function copyText(
  t: TFunction,
  { row, tracks, column }: { readonly row: GridRow; readonly tracks: readonly Track[]; readonly column: number | null },
): string {
  const one = column === null ? undefined : tracks[column];
  if (one) return textOf(t, one, row);
  return tracks.map((track) => textOf(t, track, row).replace(/[\t\r\n]+/g, ' ')).join('\t');
}

function textOf(t: TFunction, track: Track, row: GridRow): string {
  const words = cellWords(track, row, t);
  if (words.look === 'quiet' || words.look === 'said') return '';
  return row.names[track.column.name] ?? words.whole;
}
