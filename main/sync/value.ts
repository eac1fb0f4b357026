// Is this a value for that column? Asked at every door where a person types one (RS-04, PD-05, L25).

import { integerFromText, type Cell } from './cell.ts';
import { isDecimal, plainDecimal } from './decimal.ts';
import type { CellType } from './cell.ts';
import type { Column } from './schema.ts';

const integerRanges: Readonly<Partial<Record<CellType, readonly [bigint, bigint]>>> = {
  byte: [0n, 255n],
  sbyte: [-128n, 127n],
  short: [-32768n, 32767n],
  ushort: [0n, 65535n],
  int: [-2147483648n, 2147483647n],
  uint: [0n, 4294967295n],
  long: [-(2n ** 63n), 2n ** 63n - 1n],
  ulong: [0n, 2n ** 64n - 1n],
};

const date = /^\d{4}-\d{2}-\d{2}$/;
const dateTime = /^\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,7})?)?)?$/;
const instant =
  /^\d{4}-\d{2}-\d{2}[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,7})?)?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)$/;
const time = /^-?(\d{1,8}\.)?([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,7})?)?$/;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What must be known of a column to tell its values. */
export type ValueColumn = Pick<
  Column,
  'type' | 'nullable' | 'maxLength' | 'precisionSpecified' | 'precision' | 'scaleSpecified' | 'scale'
>;

/** why a cell is no value for the column, in words; null = it is one. */
export function cellFault(column: ValueColumn, cell: Cell): string | null {
  if (cell === null) return column.nullable ? null : 'a value is required';
  if (cell instanceof Uint8Array) return bytesFault(column, cell);
  const range = integerRanges[column.type];
  if (range) return integerFault(cell, range);
  if (typeof cell === 'string') return textFault(column, cell);
  if (column.type === 'bool')
    return cell === true || cell === false || cell === 0 || cell === 1 ? null : 'yes or no is expected';
  if (column.type === 'decimal' || column.type === 'double' || column.type === 'float' || column.type === 'any')
    return numberFault(column, cell);
  return 'a text is expected';
}

/** what a person typed as a cell of the column; check it with `cellFault`. Empty text stays text in text columns. */
export function cellFromTyped(column: ValueColumn, typed: string): Cell {
  const trimmed = typed.trim();
  if (integerRanges[column.type]) return integerFromText(trimmed) ?? typed;
  if (column.type === 'bool') return booleanWords.get(trimmed.toLowerCase()) ?? typed;
  if (column.type === 'decimal') return plainDecimal(trimmed) ?? typed;
  if (column.type === 'double' || column.type === 'float')
    return isDecimal(trimmed) && Number.isFinite(Number(trimmed)) ? Number(trimmed) : typed;
  return typed;
}

const booleanWords: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
]);

function integerFault(cell: Exclude<Cell, null | Uint8Array>, [low, high]: readonly [bigint, bigint]): string | null {
  if (typeof cell !== 'bigint' && !(typeof cell === 'number' && Number.isInteger(cell)))
    return 'a whole number is expected';
  return BigInt(cell) >= low && BigInt(cell) <= high ? null : `a number from ${low} to ${high} is expected`;
}

function bytesFault(column: ValueColumn, bytes: Uint8Array): string | null {
  if (column.type !== 'bytes') return 'this column holds no file';
  return column.maxLength > 0 && bytes.length > column.maxLength
    ? `at most ${column.maxLength} bytes are allowed`
    : null;
}

function numberFault(column: ValueColumn, cell: boolean | number | bigint): string | null {
  if (typeof cell === 'boolean') return column.type === 'any' ? null : 'a number is expected';
  if (typeof cell === 'number' && !Number.isFinite(cell)) return 'a finite number is expected';
  return column.type === 'decimal' ? decimalFault(column, String(cell)) : null;
}

function textFault(column: ValueColumn, text: string): string | null {
  switch (column.type) {
    case 'decimal':
      return isDecimal(text) ? decimalFault(column, text) : 'a number with a point is expected, such as 12.50';
    case 'double':
    case 'float':
      return 'a number is expected';
    case 'bool':
      return 'yes or no is expected';
    case 'bytes':
      return 'a file is expected';
    case 'date':
      return date.test(text) && isDay(text) ? null : 'a date is expected, such as 2026-06-15';
    case 'datetime':
      return dateTime.test(text) && isDay(text) ? null : 'a date and time is expected, such as 2026-06-15 14:30';
    case 'instant':
      return instant.test(text) && isDay(text)
        ? null
        : 'a date and time with offset is expected, such as 2026-06-15T14:30+02:00';
    case 'time':
      return time.test(text) ? null : 'a time is expected, such as 14:30';
    case 'guid':
      return guid.test(text) ? null : 'a GUID is expected';
    default:
      return column.maxLength > 0 && [...text].length > column.maxLength
        ? `at most ${column.maxLength} characters are allowed`
        : null;
  }
}

/** True if the text begins with a day that the calendar has; a hub would make NULL of another one (W-75). */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return year > 0 && day > 0 && day <= days;
}

function decimalFault(column: ValueColumn, text: string): string | null {
  const plain = plainDecimal(text) ?? text;
  const [whole = '', fraction = ''] = plain.replace('-', '').split('.');
  if (!column.precisionSpecified || column.precision === 0) return null;
  if (fraction.length > column.scale) return `at most ${column.scale} digits after the point are allowed`;
  const room = column.precision - column.scale;
  return whole.replace(/^0+/, '').length > room ? `at most ${room} digits before the point are allowed` : null;
}
