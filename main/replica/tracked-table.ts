// One table that is kept in step: its domain description, its name in the file, and the names of its tracking tables.

import type { Cell, CellRecord, Row } from '../sync/cell.ts';
import {
  keyPositions,
  syncColumns,
  tableKey,
  type ComparedColumn,
  type Direction,
  type Table,
  type TableName,
} from '../sync/schema.ts';
import type { Reader, Writer } from '../sqlite/database.ts';
import { quote } from '../sqlite/names.ts';
import { noiseOf } from './noise.ts';

/** A tracked table, with the SQL names that its statements are made of. */
export interface TrackedTable {
  readonly no: number;
  readonly name: TableName;
  readonly physical: string;
  readonly direction: Direction;
  /** The columns that travel, in order; those that a person chose not to count are marked (CF-12). */
  readonly columns: readonly ComparedColumn[];
  readonly key: readonly string[];
  readonly keyAt: readonly number[];
  /** Quoted name of the table in the file. */
  readonly base: string;
  /** Tracking entries, base rows, sent images, notes of replaced rows (Decisions 4, 5; W-287). */
  readonly entries: string;
  readonly bases: string;
  readonly images: string;
  readonly notes: string;
  /** k0, k1 … and c0, c1 …: the column names of those tables. */
  readonly keyNames: readonly string[];
  readonly cellNames: readonly string[];
}

interface RegistryRow {
  readonly no: number;
  readonly physical: string;
  readonly schema_name: string;
  readonly table_name: string;
  readonly columns: string;
  readonly key: string;
  readonly direction: Direction;
}

/** All tracked tables of the file, in the order of their registration. */
export function loadTables(db: Reader): TrackedTable[] {
  return db.all<RegistryRow>(`select * from _concord_table order by no`).map(describing(db));
}

/** Writes a table into the registry, or its new columns and direction, and returns it. */
export function registerTable(db: Writer, table: Table, physical: string, direction: Direction): TrackedTable {
  db.run(
    `insert into _concord_table (physical, schema_name, table_name, columns, key, direction) values (?, ?, ?, ?, ?, ?)
     on conflict (physical) do update set columns = excluded.columns, key = excluded.key, direction = excluded.direction`,
    physical,
    table.schema,
    table.name,
    JSON.stringify(syncColumns(table)),
    JSON.stringify(table.key),
    direction,
  );
  const row = db.get<RegistryRow>(`select * from _concord_table where physical = ?`, physical);
  if (!row) throw new Error(`table ${physical} was not registered`);
  return describing(db)(row);
}

/** A map from table name to tracked table. */
export function indexTables(tables: readonly TrackedTable[]): ReadonlyMap<string, TrackedTable> {
  return new Map(tables.map((table) => [tableKey(table.name), table]));
}

/** The key cells of a row. */
export function keyOfRow(table: TrackedTable, row: Row): Row {
  return table.keyAt.map((at) => row[at] ?? null);
}

/** A row by column name. */
export function toRecord(table: TrackedTable, row: Row): CellRecord {
  return named(table.columns, row);
}

/** The key cells by column name, in one spelling: guids compare without case (W-78). */
export function toKeyRecord(table: TrackedTable, key: Row): CellRecord {
  const spell = (cell: Cell, at: number): Cell =>
    typeof cell === 'string' && table.columns[table.keyAt[at] ?? -1]?.type === 'guid' ? cell.toLowerCase() : cell;
  return Object.fromEntries(table.key.map((name, at) => [name, spell(key[at] ?? null, at)]));
}

/** Cells by the names of their columns; every row of a session may pass here. */
function named(columns: TrackedTable['columns'], row: Row): CellRecord {
  const record: Record<string, Cell> = {};
  for (let at = 0; at < columns.length; at++) {
    const name = columns[at]?.name ?? '';
    // A column of this name is a column: assigned, it would be the record's ancestor.
    if (name === '__proto__') return Object.fromEntries(columns.map((column, i) => [column.name, row[i] ?? null]));
    record[name] = row[at] ?? null;
  }
  return record;
}

/** The key cells of a record, in the order of the key. */
export function keyOfRecord(table: TrackedTable, record: CellRecord): Row {
  return table.key.map((name) => record[name] ?? null);
}

function describing(db: Reader): (row: RegistryRow) => TrackedTable {
  const noise = noiseOf(db);
  return (row) => describe(row, noise({ name: row.table_name, schema: row.schema_name }));
}

function describe(row: RegistryRow, noise: ReadonlySet<string>): TrackedTable {
  const columns = (JSON.parse(row.columns) as ComparedColumn[]).map((column) =>
    noise.has(column.name) ? { ...column, noise: true } : column,
  );
  const key = JSON.parse(row.key) as string[];
  const name = { name: row.table_name, schema: row.schema_name };
  return {
    no: row.no,
    name,
    physical: row.physical,
    direction: row.direction,
    columns,
    key,
    keyAt: keyPositions({ ...name, columns, key }),
    base: quote(row.physical),
    entries: `_concord_t${row.no}`,
    bases: `_concord_b${row.no}`,
    images: `_concord_i${row.no}`,
    notes: `_concord_n${row.no}`,
    keyNames: key.map((_, at) => `k${at}`),
    cellNames: columns.map((_, at) => `c${at}`),
  };
}
