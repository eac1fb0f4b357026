// The cells of a row as a list shows them: long texts and blobs are cut inside SQLite, so that a page of photos stays small.

import type { Cell } from '../sync/cell.ts';
import type { Column } from '../sync/schema.ts';
import { rowReader, selectCell } from '../sqlite/cells.ts';
import type { SqlValue } from '../sqlite/database.ts';
import { quote } from '../sqlite/names.ts';

/** A value too large for a list: its size and how it begins (CF-08). */
export interface Cut {
  readonly cut: { readonly kind: 'text' | 'bytes'; readonly size: number; readonly start: string };
}

/** Characters of a text, and bytes of a blob, that a list shows whole. */
const listLimit = 400;

/** The cells in a select list; `prefix` names where they are selected from. */
export function listCells(columns: readonly Column[], prefix: string): string {
  return columns.map((column) => listCell(column, prefix)).join(', ');
}

/** How many values of a row `listCells` yields. */
export function listWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + (mayBeLong(column) ? 2 : 1), 0);
}

/** Turns what `listCells` yields into cells. */
export function listReader(columns: readonly Column[]): (values: readonly SqlValue[]) => (Cell | Cut)[] {
  const readers = columns.map((column) => rowReader([column]));
  return (values) => {
    let next = 0;
    return columns.map((column, at): Cell | Cut => {
      const value = values[next++] ?? null;
      if (column.type === 'bytes')
        return value === null ? null : { cut: { kind: 'bytes', size: Number(value), start: '' } };
      const size = mayBeLong(column) ? (values[next++] ?? null) : null;
      if (size !== null) return { cut: { kind: 'text', size: Number(size), start: String(value) } };
      return readers[at]?.([value])[0] ?? null;
    });
  };
}

function listCell(column: Column, prefix: string): string {
  const name = prefix + quote(column.name);
  if (column.type === 'bytes') return `length(${name})`;
  if (!mayBeLong(column)) return selectCell(column, prefix);
  const isLong = `typeof(${name}) = 'text' and length(${name}) > ${listLimit}`;
  return `case when ${isLong} then substr(${name}, 1, 200) else ${selectCell(column, prefix)} end,
    case when ${isLong} then length(${name}) end`;
}

function mayBeLong(column: Column): boolean {
  return column.type === 'text' || column.type === 'any';
}
