// Tables and columns for tests, with the members that a test cares about.

import type { CellType } from '../../../main/sync/cell.ts';
import type { Column, Schema, Table } from '../../../main/sync/schema.ts';

/** Every neutral type. */
export const cellTypes: readonly CellType[] = [
  'bool',
  'byte',
  'sbyte',
  'short',
  'ushort',
  'int',
  'uint',
  'long',
  'ulong',
  'decimal',
  'double',
  'float',
  'text',
  'char',
  'chars',
  'guid',
  'bytes',
  'datetime',
  'instant',
  'time',
  'date',
  'any',
];

/** A column of a type. */
export function column(name: string, type: CellType, more: Partial<Column> = {}): Column {
  return {
    name,
    type,
    nullable: true,
    unique: false,
    readOnly: false,
    computed: false,
    autoIncrement: false,
    seed: 0,
    step: 0,
    unsigned: false,
    unicode: false,
    maxLength: 0,
    precisionSpecified: false,
    precision: 0,
    scaleSpecified: false,
    scale: 0,
    databaseType: 16,
    ...more,
  };
}

/** A table whose first column is its key. */
export function table(name: string, ...columns: readonly Column[]): Table {
  return { name, schema: '', columns, key: columns.slice(0, 1).map((item) => item.name) };
}

/** A schema of these tables. */
export function schemaOf(...tables: readonly Table[]): Schema {
  return { tables, relations: [], filters: [] };
}
