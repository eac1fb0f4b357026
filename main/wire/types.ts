// Type codes of columns (`dt`) and database type numbers (`db`), and what they are called here (W-63, W-279).

import type { CellType } from '../sync/cell.ts';

const codes: Readonly<Record<CellType, string>> = {
  bool: '1',
  byte: '2',
  char: '3',
  double: '4',
  float: '5',
  int: '6',
  long: '7',
  short: '8',
  uint: '9',
  ulong: '10',
  ushort: '11',
  bytes: '12',
  datetime: '13',
  instant: '14',
  decimal: '15',
  guid: '16',
  text: '17',
  sbyte: '18',
  time: '19',
  chars: '20',
  date: '21',
  any: '-1',
};

const types: ReadonlyMap<string, CellType> = new Map(
  Object.entries(codes).map(([type, code]) => [code, type as CellType]),
);

/** Database type numbers, by their names (§6). */
export const databaseTypes = {
  ansiString: 0,
  binary: 1,
  byte: 2,
  boolean: 3,
  currency: 4,
  date: 5,
  dateTime: 6,
  decimal: 7,
  double: 8,
  guid: 9,
  int16: 10,
  int32: 11,
  int64: 12,
  object: 13,
  sbyte: 14,
  single: 15,
  string: 16,
  time: 17,
  uint16: 18,
  uint32: 19,
  uint64: 20,
  varNumeric: 21,
  ansiStringFixedLength: 22,
  stringFixedLength: 23,
  xml: 25,
  dateTime2: 26,
  dateTimeOffset: 27,
} as const;

const knownDatabaseTypes: ReadonlySet<number> = new Set(Object.values(databaseTypes));

const databaseTypeOfCell: Readonly<Record<CellType, number>> = {
  bool: databaseTypes.boolean,
  byte: databaseTypes.byte,
  sbyte: databaseTypes.sbyte,
  short: databaseTypes.int16,
  ushort: databaseTypes.uint16,
  int: databaseTypes.int32,
  uint: databaseTypes.uint32,
  long: databaseTypes.int64,
  ulong: databaseTypes.uint64,
  decimal: databaseTypes.decimal,
  double: databaseTypes.double,
  float: databaseTypes.single,
  text: databaseTypes.string,
  char: databaseTypes.stringFixedLength,
  chars: databaseTypes.string,
  guid: databaseTypes.guid,
  bytes: databaseTypes.binary,
  datetime: databaseTypes.dateTime2,
  instant: databaseTypes.dateTimeOffset,
  time: databaseTypes.time,
  date: databaseTypes.date,
  any: databaseTypes.object,
};

/** The type of a column as domain members; a code that is none of ours is kept beside `any` (W-63). */
export function typeFromCode(code: string | undefined): { readonly type: CellType; readonly foreignType?: string } {
  if (code === undefined) return { type: 'any' };
  const type = types.get(code);
  return type ? { type } : { type: 'any', foreignType: code };
}

/** The code of a column's type; a foreign one goes back as it came (W-63). */
export function codeOf(column: { readonly type: CellType; readonly foreignType?: string }): string {
  return column.foreignType ?? codes[column.type];
}

/** The database type number that a hub of ours states for a type (W-61, W-279). */
export function databaseTypeOf(type: CellType): number {
  return databaseTypeOfCell[type];
}

/** A database type number to act on: an unknown one counts as Object (W-63). */
export function knownDatabaseType(number: number): number {
  return knownDatabaseTypes.has(number) ? number : databaseTypes.object;
}
