// A cell of the grid in words: what it points to by name, no value as a dash, GUIDs short.

import type { TFunction } from 'i18next';
import { cellText, type WindowColumn } from '../../format/cells.ts';
import { plainText } from '../../format/names.ts';
import type { GridRow } from '../data-table.ts';
import type { Track } from './widths.ts';

/** How a cell is shown. `said`: words about the value, not the value itself. */
export interface CellWords {
  readonly text: string;
  /** The whole, for a tooltip, where the text is shorter. */
  readonly whole: string;
  readonly look: 'value' | 'quiet' | 'said' | 'mono';
}

/** The words of one cell of a row. */
export function cellWords({ column, at }: Pick<Track, 'column' | 'at'>, row: GridRow, t: TFunction): CellWords {
  const cell = row.cells[at];
  const name = row.names[column.name];
  if (name !== undefined) return { text: name, whole: `${name} · ${plainText(cell ?? null)}`, look: 'value' };
  const { text, quiet } = cellText(column, cell, t);
  if (cell === null || cell === undefined) return { text: '–', whole: text, look: 'quiet' };
  if (isGuid(column, cell)) return { text: cell.slice(0, 8), whole: cell, look: 'mono' };
  return { text: oneLine(text), whole: text, look: quiet ? 'said' : 'value' };
}

function isGuid(column: WindowColumn, cell: GridRow['cells'][number] | undefined): cell is string {
  return typeof cell === 'string' && (column.type === 'guid' || guid.test(cell));
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' · ');
}
