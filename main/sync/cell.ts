// What a cell can hold, when two cells are equal in value, and how a cell is written in JSON.
// Integers are numbers while they are safe and bigint beyond; decimals, dates, times and guids stay the text they were.

import { base64FromBytes, bytesFromBase64 } from './base64.ts';
import { sameDecimal } from './decimal.ts';

/** One value of a row. Bytes are blobs; a bigint appears only beyond ±(2^53−1). */
export type Cell = null | boolean | number | bigint | string | Uint8Array;

/** Cells of one row, in the order of the table's synchronised columns (W-72). */
export type Row = readonly Cell[];

/** Cells by column name. A column that is not a member is *absent*, which is not null (P3). */
export type CellRecord = Readonly<Record<string, Cell>>;

/** The JSON form of a cell: unsafe integers as text, blobs as `{ base64 }` (CL-03). */
export type JsonCell = null | boolean | number | string | { readonly base64: string };

/** The neutral data types of a column; the wire's codes for them stand in main/wire. */
export type CellType =
  | 'bool'
  | 'byte'
  | 'sbyte'
  | 'short'
  | 'ushort'
  | 'int'
  | 'uint'
  | 'long'
  | 'ulong'
  | 'decimal'
  | 'double'
  | 'float'
  | 'text'
  | 'char'
  | 'chars'
  | 'guid'
  | 'bytes'
  | 'datetime'
  | 'instant'
  | 'time'
  | 'date'
  | 'any';

const integerTypes: ReadonlySet<CellType> = new Set([
  'byte',
  'sbyte',
  'short',
  'ushort',
  'int',
  'uint',
  'long',
  'ulong',
]);

/** True for the whole-number types. */
export function isInteger(type: CellType): boolean {
  return integerTypes.has(type);
}

/** True if both cells are the same value of the same kind. A number equals a bigint of the same value. */
export function sameCell(a: Cell, b: Cell): boolean {
  if (a === b) return true;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return sameBytes(a, b);
  if (typeof a === 'bigint' && typeof b === 'number') return Number.isInteger(b) && a === BigInt(b);
  if (typeof a === 'number' && typeof b === 'bigint') return sameCell(b, a);
  return typeof a === 'number' && typeof b === 'number' && Number.isNaN(a) && Number.isNaN(b);
}

/** True if both cells mean the same in a column of this type, whatever their spelling. */
export function sameValue(type: CellType, a: Cell, b: Cell): boolean {
  if (sameCell(a, b)) return true;
  if (a === null || b === null) return false;
  if (type === 'decimal') return sameDecimal(String(a), String(b));
  if (type === 'bool') return truth(a) !== null && truth(a) === truth(b);
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  if (type === 'guid') return a.toLowerCase() === b.toLowerCase();
  if (type === 'datetime' || type === 'instant' || type === 'time') return plainTime(a) === plainTime(b);
  return false;
}

/** two rows of one table are equal if their cells mean the same in each column that counts (CF-12). */
export function sameRow(
  columns: readonly { readonly type: CellType; readonly noise?: boolean }[],
  a: Row,
  b: Row,
): boolean {
  return columns.every(({ type, noise }, i) => noise || sameValue(type, a[i] ?? null, b[i] ?? null));
}

/** the cell of a column; undefined where it is absent, which is not null (P3). Names such as `constructor` are looked up as columns only. */
export function cellOf(record: CellRecord | null, column: string): Cell | undefined {
  return record && Object.hasOwn(record, column) ? record[column] : undefined;
}

/** writes a cell as JSON can carry it without loss. */
export function cellToJson(cell: Cell): JsonCell {
  if (typeof cell === 'bigint') return safeNumber(cell) ?? cell.toString();
  if (cell instanceof Uint8Array) return { base64: base64FromBytes(cell) };
  return cell;
}

/** reads what `cellToJson` wrote, or a person's JSON, for a column of this type. */
export function cellFromJson(json: JsonCell, type: CellType): Cell {
  if (json !== null && typeof json === 'object') return bytesFromBase64(json.base64);
  if (typeof json === 'string' && isInteger(type)) return integerFromText(json) ?? json;
  return json;
}

/** the integer that a text of decimal digits spells, as number or bigint; null if it spells none. */
export function integerFromText(text: string): number | bigint | null {
  if (!/^[+-]?\d+$/.test(text)) return null;
  const value = BigInt(text);
  return safeNumber(value) ?? value;
}

/** A record in JSON form; itself where every cell is its own form. */
export function recordToJson(record: CellRecord): Readonly<Record<string, JsonCell>> {
  if (isPlain(record)) return record;
  return Object.fromEntries(Object.entries(record).map(([name, cell]) => [name, cellToJson(cell)]));
}

function isPlain(record: CellRecord): record is Readonly<Record<string, null | boolean | number | string>> {
  return Object.values(record).every((cell) => typeof cell !== 'bigint' && !(cell instanceof Uint8Array));
}

/** reads a record that `recordToJson` wrote; columns without a known type count as `any`. */
export function recordFromJson(
  json: Readonly<Record<string, JsonCell>>,
  columns: readonly { readonly name: string; readonly type: CellType }[],
): CellRecord {
  const cells = Object.values(json);
  const spelled = (name: string): boolean => Object.hasOwn(json, name) && typeof json[name] === 'string';
  const isAsWritten =
    cells.every((cell) => cell === null || typeof cell !== 'object') &&
    !columns.some(({ name, type }) => isInteger(type) && spelled(name));
  if (isAsWritten) return json as CellRecord;
  const types = new Map(columns.map((column) => [column.name, column.type]));
  return Object.fromEntries(
    Object.entries(json).map(([name, cell]) => [name, cellFromJson(cell, types.get(name) ?? 'any')]),
  );
}

function safeNumber(value: bigint): number | null {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : null;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function truth(cell: Cell): boolean | null {
  if (cell === true || cell === 1 || cell === '1' || cell === 'true' || cell === 'True') return true;
  if (cell === false || cell === 0 || cell === '0' || cell === 'false' || cell === 'False') return false;
  return null;
}

/** `T` for the blank, midnight for no time, :00 for no seconds, no zeros at the end of a fraction, an offset for Z. */
function plainTime(text: string): string {
  const spaced = text.replace(/^(\d{4}-\d{2}-\d{2})(?: |$)/, '$1T').replace(/T$/, 'T00:00');
  const whole = spaced.replace(/^((?:\d{4}-\d{2}-\d{2}T|-?(?:\d+\.)?)\d{2}:\d{2})(?=$|[Z+-])/, '$1:00');
  const short = whole.replace(/(\.\d*?)0+(?=$|[Z+-])/, '$1').replace(/\.(?=$|[Z+-])/, '');
  return short.replace(/Z$/, '+00:00');
}
