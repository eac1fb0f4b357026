// Cells as SQLite stores them: reading without rounding, binding without a change of kind (SF-09).

import { integerFromText, isInteger, type Cell } from '../sync/cell.ts';
import { plainDecimal } from '../sync/decimal.ts';
import type { Column } from '../sync/schema.ts';
import { quote } from './names.ts';
import type { SqlValue } from './database.ts';

/** The expression that selects a column so that integers beyond 2^53 arrive whole, as text. */
export function selectCell(column: Column, prefix = ''): string {
  const name = prefix + quote(column.name);
  if (column.type === 'text' || column.type === 'bytes' || column.type === 'guid') return name;
  return `case when typeof(${name}) = 'integer' and ${name} not between -9007199254740991 and 9007199254740991 then cast(${name} as text) else ${name} end`;
}

/** All cells of a row in one select list. */
export function selectCells(columns: readonly Column[], prefix = ''): string {
  return columns.map((column) => selectCell(column, prefix)).join(', ');
}

/** Turns what `selectCells` yields into cells, in place: the array is the reader's own. */
export function rowReader(columns: readonly Column[]): (values: SqlValue[]) => Cell[] {
  const work = columns.flatMap((column, at) => {
    const read = cellReader(column);
    return read ? [{ at, read }] : [];
  });
  return (values) => {
    const cells = values as Cell[];
    for (const { at, read } of work) cells[at] = read(cells[at] as SqlValue);
    return cells;
  };
}

/** Cells as values to bind. */
export function bindRow(cells: readonly Cell[]): SqlValue[] {
  return cells.map(bindCell);
}

/**
 * One cell as a value to bind. Whole numbers go as bigint: the driver binds a number as a float, which a column of text or of
 * no type would keep as `9.0`. Those beyond SQLite's 64 bits go as text, which is how a column of them is made (W-202).
 */
export function bindCell(cell: Cell): SqlValue {
  if (typeof cell === 'number') return Number.isSafeInteger(cell) && !Object.is(cell, -0) ? BigInt(cell) : cell;
  if (typeof cell === 'bigint') return BigInt.asIntN(64, cell) === cell ? cell : cell.toString();
  return typeof cell === 'boolean' ? BigInt(cell) : cell;
}

/** The converter of one column; null where the stored value is the cell. */
function cellReader(column: Column): ((value: SqlValue) => Cell) | null {
  if (column.type === 'ulong') return wideIntegerCell;
  if (isInteger(column.type)) return integerCell;
  if (column.type === 'bool') return (value) => (value === 0 || value === 1 ? value === 1 : value);
  if (column.type === 'decimal') return decimalCell;
  return null;
}

function integerCell(value: SqlValue): Cell {
  return typeof value === 'string' && /^-?\d{16,19}$/.test(value) ? BigInt(value) : value;
}

/** Columns of unsigned 64 bits are kept as text (W-202). */
function wideIntegerCell(value: SqlValue): Cell {
  return typeof value === 'string' && /^(0|[1-9]\d{0,19})$/.test(value) ? integerFromText(value) : value;
}

function decimalCell(value: SqlValue): Cell {
  return typeof value === 'number' ? (plainDecimal(String(value)) ?? value) : value;
}
