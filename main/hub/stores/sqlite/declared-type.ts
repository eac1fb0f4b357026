// What a column's declared SQLite type means on the wire (W-60, W-61, W-203). SQLite itself checks nothing of it.

import { affinityOf } from '../../../sqlite/affinity.ts';
import type { CellType } from '../../../sync/cell.ts';

/** A declared type in the wire's terms. */
export interface DeclaredType {
  readonly type: CellType;
  /** One of the names that a stock SQLite client accepts (W-203); it creates its column with it. */
  readonly typeName: string;
  /** Characters of a text; 0 = unlimited. */
  readonly maxLength: number;
  /** Digits of a decimal, and those behind the point; null where none are declared. */
  readonly precision: number | null;
  readonly scale: number | null;
}

/**
 * Types by declared name. `integer` alone makes a stock client's key the row number, so other whole numbers become
 * `bigint`. Dates without a time of day are texts: a stock client would add one to a `datetime`.
 */
const known: ReadonlyMap<string, readonly [CellType, string]> = new Map([
  ['integer', ['long', 'integer']],
  ['smallint', ['short', 'smallint']],
  ['tinyint', ['short', 'smallint']],
  ['int2', ['short', 'smallint']],
  ['bit', ['bool', 'bit']],
  ['bool', ['bool', 'bit']],
  ['boolean', ['bool', 'bit']],
  ['real', ['double', 'real']],
  ['double', ['double', 'real']],
  ['double precision', ['double', 'real']],
  ['float', ['double', 'float']],
  ['numeric', ['decimal', 'numeric']],
  ['number', ['decimal', 'numeric']],
  ['decimal', ['decimal', 'decimal']],
  ['money', ['decimal', 'decimal']],
  ['smallmoney', ['decimal', 'decimal']],
  ['datetime', ['datetime', 'datetime']],
  ['datetime2', ['datetime', 'datetime']],
  ['smalldatetime', ['datetime', 'datetime']],
  ['timestamp', ['datetime', 'datetime']],
  ['timestamp without time zone', ['datetime', 'datetime']],
  ['time', ['time', 'time']],
  ['time without time zone', ['time', 'time']],
  ['blob', ['bytes', 'blob']],
  ['binary', ['bytes', 'blob']],
  ['varbinary', ['bytes', 'blob']],
  ['bytea', ['bytes', 'blob']],
  ['image', ['bytes', 'image']],
]);

/** Reads a declaration such as `VARCHAR(25)`, `decimal(10, 2)` or none at all (W-203). */
export function readDeclaredType(declared: string): DeclaredType {
  const name = declared
    .replace(/\([^)]*\)/g, ' ')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();
  const [first = null, second = null] = numbersOf(declared);
  const [type, typeName] = known.get(name) ?? byAffinity(declared);
  const isDecimal = type === 'decimal';
  return {
    type,
    typeName: type === 'text' && first !== null ? 'varchar' : typeName,
    maxLength: type === 'text' ? (first ?? 0) : 0,
    precision: isDecimal ? first : null,
    scale: isDecimal && first !== null ? (second ?? 0) : null,
  };
}

function byAffinity(declared: string): readonly [CellType, string] {
  return affinityOf(declared) === 'integer' ? ['long', 'bigint'] : ['text', 'text'];
}

function numbersOf(declared: string): number[] {
  const inside = /\(([^)]*)\)/.exec(declared)?.[1] ?? '';
  return inside
    .split(',')
    .map((part) => Number(part.trim() === '' ? NaN : part.trim()))
    .filter((number) => Number.isInteger(number) && number >= 0 && number < 2 ** 31);
}
