// A waiting record in words: its title, its cells from what to what, and what a new or deleted record held.

import type { TFunction } from 'i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { cellText, type CellText, type WindowColumn } from '../format/cells.ts';
import { recordTitle } from '../format/names.ts';
import type { Line } from './use-changes.ts';

/** The tables of the replica. */
export type Tables = CallOutput<'data.tables'>;

/** What cells are put into words with. */
export interface Words {
  readonly t: TFunction;
  readonly tables: Tables;
}

/** One side of a change. */
export type Side = 'old' | 'new';

/** A record's title. */
export function titleOf({ key, name }: Pick<Line, 'key' | 'name'>): { readonly id: string; readonly name: string } {
  return recordTitle(key, name === null ? {} : { name });
}

/** The description of a column; null where the table is not known. */
export function columnOf(tables: Tables, line: Line, name: string): WindowColumn | null {
  const table = tables.find(({ table: item }) => item.name === line.table.name && item.schema === line.table.schema);
  return table?.columns.find((column) => column.name === name) ?? null;
}

/** One cell of a change; a record that it points to by name. */
export function sideText({ t, tables }: Words, line: Line, { column, side }: { column: string; side: Side }): CellText {
  const name = (side === 'old' ? line.oldNames : line.newNames)[column];
  if (name !== undefined) return { text: name, quiet: false };
  const cell = line.columns.find((item) => item.column === column)?.[side];
  const known = columnOf(tables, line, column);
  const { text, quiet } = cellText(known ?? { type: 'any', scale: 0, scaleSpecified: false }, cell, t);
  return { text: text.replace(/\s*\n\s*/g, ' · '), quiet };
}

const told = 4;

/** What a new record holds, or a deleted one held, in few words: what a person would name it by. */
export function summaryOf(words: Words, line: Line): string {
  const { tables } = words;
  const side = line.operation === 'delete' ? 'old' : 'new';
  const names = side === 'old' ? line.oldNames : line.newNames;
  const texts = line.columns.flatMap(({ column, [side]: cell }): string[] => {
    const known = columnOf(tables, line, column);
    const isSaid = cell === undefined || cell === null || cell === '' || typeof cell === 'object';
    if (isSaid || known?.isKey || cell === line.name || typeof cell === 'boolean') return [];
    if (names[column] === undefined && known?.type === 'guid') return [];
    return [sideText(words, line, { column, side }).text];
  });
  return texts.slice(0, told).join(', ');
}
