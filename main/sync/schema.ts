// Tables, columns, relations and the setup of a scope, as both ends agree on them (W-60…W-66, W-72).

import type { CellType } from './cell.ts';

/** Which way a table's changes travel (W-209). */
export type Direction = 'both' | 'download-only' | 'upload-only' | 'none';

/** One column as the hub describes it; every member travels and comes back unchanged. */
export interface Column {
  readonly name: string;
  readonly type: CellType;
  /** The hub's own type code where it is none of ours (W-63). */
  readonly foreignType?: string;
  readonly nullable: boolean;
  readonly unique: boolean;
  readonly readOnly: boolean;
  readonly computed: boolean;
  readonly autoIncrement: boolean;
  readonly seed: number;
  readonly step: number;
  readonly unsigned: boolean;
  readonly unicode: boolean;
  /** Characters or bytes; 0 and −1 mean unlimited. */
  readonly maxLength: number;
  readonly precisionSpecified: boolean;
  readonly precision: number;
  readonly scaleSpecified: boolean;
  readonly scale: number;
  /** Number of the neutral database type (`db` on the wire). */
  readonly databaseType: number;
  readonly originalDatabaseType?: string;
  readonly originalTypeName?: string;
  readonly defaultValue?: string;
  readonly extra?: string;
}

/** A column as rows are compared by it. */
export interface ComparedColumn extends Column {
  /** True where a person chose that it does not count, such as *modified at* (CF-12, R-35). */
  readonly noise?: boolean;
}

/** One table of a scope. */
export interface Table {
  readonly name: string;
  /** Database schema; empty when the store has none. */
  readonly schema: string;
  /** The hub's provider, in the wire's spelling (W-60). */
  readonly provider?: string;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
}

/** One foreign key: child columns point to parent columns, by position. */
export interface Relation {
  readonly name: string;
  readonly parent: TableName;
  readonly parentColumns: readonly string[];
  readonly child: TableName;
  readonly childColumns: readonly string[];
}

/** A table's name with its database schema. */
export interface TableName {
  readonly name: string;
  readonly schema: string;
}

/** The shape of a scope's data. Filters travel as they came (they are the hub's business until issue "The protocol in full"). */
export interface Schema {
  readonly tables: readonly Table[];
  readonly relations: readonly Relation[];
  readonly filters: readonly unknown[];
}

/** One table of a setup: which columns (none named = all) and which direction. */
export interface SetupTable {
  readonly name: string;
  readonly schema: string;
  readonly columns: readonly string[];
  readonly direction: Direction;
}

/** What the hub's operator asked for; two peers of one scope must agree on it (W-64). */
export interface Setup {
  readonly tables: readonly SetupTable[];
  readonly filters: readonly unknown[];
  /** Prefixes and suffixes of stock peers' own objects, by wire name. */
  readonly affixes: Readonly<Record<string, string>>;
}

/** the columns that travel: all but computed, read-only and auto-increment ones; key columns always (W-72). */
export function syncColumns(table: Table): readonly Column[] {
  return table.columns.filter(
    (column) => table.key.includes(column.name) || !(column.computed || column.readOnly || column.autoIncrement),
  );
}

/** positions of the key columns within `syncColumns`, in the order of the key. */
export function keyPositions(table: Table): readonly number[] {
  const columns = syncColumns(table);
  return table.key.map((name) => columns.findIndex((column) => column.name === name));
}

/** One text for a table name, usable as a map key; it has no meaning beyond that. */
export function tableKey(table: TableName): string {
  return `${table.schema.length} ${table.schema} ${table.name}`;
}

/** the table of that name; names compare exactly. */
export function findTable(schema: Schema, name: TableName): Table | undefined {
  return schema.tables.find((table) => table.name === name.name && table.schema === name.schema);
}

/** the direction the setup gives a table; `both` when it does not say (W-209). */
export function directionOf(setup: Setup, table: TableName): Direction {
  return setup.tables.find((item) => item.name === table.name && item.schema === table.schema)?.direction ?? 'both';
}

/** true if a replica may send changes of a table with this direction. */
export function mayUpload(direction: Direction): boolean {
  return direction === 'both' || direction === 'upload-only';
}

/** true if a hub may send changes of a table with this direction. */
export function mayDownload(direction: Direction): boolean {
  return direction === 'both' || direction === 'download-only';
}

/** tables ordered parents before children (W-87); members of a cycle keep the order of the schema. */
export function parentsFirst(schema: Schema): readonly Table[] {
  const parents = new Map(schema.tables.map((table) => [table, parentsOf(schema, table)]));
  const above = new Map(schema.tables.map((table) => [table, ancestorsOf(parents, table)]));
  const inOneCycle = (a: Table, b: Table): boolean => (above.get(a)?.has(b) && above.get(b)?.has(a)) ?? false;
  const order = new Set<Table>();
  const visit = (table: Table): void => {
    if (order.has(table)) return;
    const earlier = schema.tables.slice(0, schema.tables.indexOf(table));
    earlier.filter((other) => inOneCycle(other, table)).forEach(visit);
    parents
      .get(table)
      ?.filter((parent) => !inOneCycle(parent, table))
      .forEach(visit);
    order.add(table);
  };
  schema.tables.forEach(visit);
  return [...order];
}

/** Every table that must come before this one; itself as well where it stands in a cycle. */
function ancestorsOf(parents: ReadonlyMap<Table, readonly Table[]>, table: Table): ReadonlySet<Table> {
  const found = new Set(parents.get(table));
  for (const parent of found) for (const next of parents.get(parent) ?? []) found.add(next);
  return found;
}

function parentsOf(schema: Schema, child: Table): Table[] {
  return schema.relations
    .filter((relation) => tableKey(relation.child) === tableKey(child))
    .flatMap((relation) => findTable(schema, relation.parent) ?? []);
}
