// How wide the columns are: by their type, their head and what the first rows hold; the same until another table is opened.

import type { TFunction } from 'i18next';
import { inOrder, withinLimits, type LayOut } from '../../parts/columns/lay-out.ts';
import { cellText, isNumeric, type WindowColumn } from '../../format/cells.ts';
import { titleOf, type DataTable, type GridRow } from '../data-table.ts';

/** A column in the grid. */
export interface Track {
  readonly column: WindowColumn;
  /** Its place among a row's cells. */
  readonly at: number;
  /** Least width in px; texts grow beyond it where there is room. */
  readonly width: number;
  readonly grows: boolean;
  readonly isRight: boolean;
}

/** Width of the column that tells what waits. */
export const syncWidth = 104;

const letter = 7.3;
const boldLetter = 8.2;
const padding = 18;
const widest = 300;
const narrowest = 64;

/** The columns with their widths, in reading order. */
export function tracksOf(
  t: TFunction,
  table: DataTable,
  columns: readonly WindowColumn[],
  rows: readonly GridRow[],
): Track[] {
  return columns.map((column, place) => {
    const at = table.columns.findIndex((item) => item.name === column.name);
    const isRight = isNumeric(column) && !column.isKey && column.pointsTo === null;
    const head = titleOf(column).length * 6.4 + padding + 16;
    const body = longest(t, column, at, rows) * (place === 0 ? boldLetter : letter) + padding;
    const width = Math.round(Math.min(widest, Math.max(narrowest, head, body)));
    return { column, at, width, grows: isWords(column) && !isRight, isRight };
  });
}

/** The tracks as CSS grid columns, the sync column last; it takes the room that no other wants. */
export function template(tracks: readonly Track[]): string {
  const columns = tracks.map(({ width, grows }) => (grows ? `minmax(${width}px, ${width}fr)` : `${width}px`));
  const isFilled = tracks.some(({ grows }) => grows);
  return [...columns, isFilled ? `${syncWidth}px` : `minmax(${syncWidth}px, 1fr)`].join(' ');
}

/** The least width of all columns together. */
export function leastWidth(tracks: readonly Track[]): number {
  return tracks.reduce((sum, track) => sum + track.width, syncWidth);
}

/** The longest text, or, where there are long ones, the length that nine of ten keep to. */
function longest(t: TFunction, column: WindowColumn, at: number, rows: readonly GridRow[]): number {
  const lengths = rows
    .map((row) => (row.names[column.name] ?? cellText(column, row.cells[at], t).text).length)
    .sort((a, b) => a - b);
  const most = lengths.at(-1) ?? 8;
  return most <= 24 ? most : Math.max(24, lengths[Math.floor(lengths.length * 0.9)] ?? 24);
}

/** Tracks at least as wide as those before: a new query may widen columns, never narrow them. */
export function widened(tracks: readonly Track[], before: readonly Track[]): Track[] {
  return tracks.map((track) => {
    const old = before.find((item) => item.column.name === track.column.name);
    return old && old.width > track.width ? { ...track, width: old.width } : track;
  });
}

/** All tracks in the chosen order and widths. */
export function laidOut(tracks: readonly Track[], layOut: LayOut): Track[] {
  const wide = tracks.map((track) => {
    const width = layOut.widths[track.column.name];
    return width === undefined ? track : { ...track, width: withinLimits(width), grows: false };
  });
  return inOrder(wide, layOut, ({ column }) => column.name);
}

function isWords(column: WindowColumn): boolean {
  if (column.isKey) return false;
  return column.pointsTo !== null || ((column.type === 'text' || column.type === 'chars') && column.maxLength !== 1);
}
