// A scope's table as SQL of the replica's file: its name there, its columns and their types (W-201, W-202, W-206, W-263).

import type { CellType } from '../sync/cell.ts';
import {
  findTable,
  syncColumns,
  tableKey,
  type Column,
  type Relation,
  type Schema,
  type Table,
  type TableName,
} from '../sync/schema.ts';
import { quote, quoteAll } from '../sqlite/names.ts';

/** Schemas that stores use when none is named; their tables keep their plain name (W-206). */
const defaultSchemas = new Set(['', 'public', 'dbo', 'main']);

/** Names SQLite itself takes; the hub's declared types are used verbatim only if they are among these (W-203, W-263). */
const knownTypes =
  /^(integer|int|bigint|smallint|tinyint|float|real|double|decimal|numeric|bit|boolean|blob|image|datetime|date|time|text|varchar|nvarchar|char)\b[ \w]*(\(\s*\d+\s*(,\s*\d+\s*)?\))?$/i;

/** The name of a table in the file. */
export function physicalName(table: TableName): string {
  return defaultSchemas.has(table.schema) ? table.name : `${table.schema}.${table.name}`;
}

/** The statement that makes a table of a scope. */
export function createTable(schema: Schema, table: Table): string {
  const travels = new Set(syncColumns(table).map((column) => column.name));
  const columns = table.columns.map((column) => {
    const required = !column.nullable && travels.has(column.name);
    return declaration(table, column, required);
  });
  const relations = schema.relations.filter((relation) => tableKey(relation.child) === tableKey(table));
  const foreign = relations.flatMap((relation) => foreignKey(schema, relation));
  return `create table ${quote(physicalName(table))} (${[...columns, `primary key (${quoteAll(table.key)})`, ...foreign].join(', ')})`;
}

/** A column as it is declared. */
export function declaration(table: Table, column: Column, required: boolean): string {
  const collation = column.type === 'guid' ? ' collate nocase' : '';
  return `${quote(column.name)} ${declaredType(table, column)}${required ? ' not null' : ''}${collation}`;
}

function foreignKey(schema: Schema, relation: Relation): string[] {
  const parent = findTable(schema, relation.parent);
  if (!parent) return [];
  return [
    `foreign key (${quoteAll(relation.childColumns)}) references ${quote(physicalName(parent))} (${quoteAll(relation.parentColumns)})`,
  ];
}

/** W-202: the hub's own type where the hub is SQLite too; else the type that holds the cell as received. */
function declaredType(table: Table, column: Column): string {
  const original = column.originalTypeName ?? '';
  if (table.provider?.includes('SqliteSyncProvider') && knownTypes.test(original)) return original;
  return typeNames[column.type];
}

const typeNames: Readonly<Record<CellType, string>> = {
  bool: 'integer',
  byte: 'integer',
  sbyte: 'integer',
  short: 'integer',
  ushort: 'integer',
  int: 'integer',
  uint: 'integer',
  long: 'integer',
  ulong: 'text',
  decimal: 'text',
  double: 'real',
  float: 'real',
  text: 'text',
  char: 'text',
  chars: 'text',
  guid: 'text',
  bytes: 'blob',
  datetime: 'text',
  instant: 'text',
  time: 'text',
  date: 'text',
  any: '',
};
