// The rows of an upload as a list that can be sent in parts: in an order in which each part can be applied by itself.

import type { Cell, Row } from './cell.ts';
import type { ChangeKind } from './conflict.ts';
import type { RowBatch, Upload } from './orchestrator.ts';
import {
  findTable,
  keyPositions,
  parentsFirst,
  syncColumns,
  tableKey,
  type Relation,
  type Schema,
  type TableName,
} from './schema.ts';

/** One row of an upload, without its cells. */
export interface UploadRow {
  /** Its place among the rows as `batches` gives them. */
  readonly at: number;
  readonly table: TableName;
  readonly kind: ChangeKind;
  readonly key: Row;
  /** The records that it points to, and what it is called by those that point to it. */
  readonly parents: readonly string[];
  readonly names: readonly string[];
}

/** parents before children, also within a table; then deletes, children before parents. */
export async function uploadRows(upload: Upload, schema: Schema): Promise<UploadRow[]> {
  const order = parentsFirst(schema).map(tableKey);
  const rows: UploadRow[] = [];
  const shapes = new Map<string, Shape>();
  for await (const { table, kind, rows: cells } of upload.batches()) {
    const shape = shapes.get(tableKey(table)) ?? shapeOf(schema, table);
    shapes.set(tableKey(table), shape);
    for (const row of cells) {
      rows.push({
        at: rows.length,
        table,
        kind,
        key: shape.key.map((at) => row[at] ?? null),
        parents: kind === 'upsert' ? pointers(shape.asChild, row) : [],
        names: kind === 'upsert' ? pointers(shape.asParent, row) : [],
      });
    }
  }
  const placeOf = ({ table, kind }: UploadRow): number => {
    const place = order.indexOf(tableKey(table));
    return kind === 'upsert' ? place : 2 * order.length - place;
  };
  return parentsBefore(rows.toSorted((a, b) => placeOf(a) - placeOf(b) || a.at - b.at));
}

/** The rows that cannot be applied without one of these. */
export function dependentsOf(rows: readonly UploadRow[], first: UploadRow): Set<UploadRow> {
  const missing = new Set(first.names);
  const found = new Set<UploadRow>();
  for (let before = -1; found.size > before;) {
    before = found.size;
    for (const row of rows) {
      if (found.has(row) || !row.parents.some((parent) => missing.has(parent))) continue;
      found.add(row);
      for (const name of row.names) missing.add(name);
    }
  }
  return found;
}

/** The upload of these rows alone. */
export function partOf(upload: Upload, rows: readonly UploadRow[]): Upload {
  const taken = new Set(rows.map(({ at }) => at));
  const count = (table: TableName, kind: ChangeKind): number =>
    rows.filter((row) => row.kind === kind && tableKey(row.table) === tableKey(table)).length;
  return {
    ...upload,
    counts: upload.counts
      .map(({ table }) => ({ table, upserts: count(table, 'upsert'), deletes: count(table, 'delete') }))
      .filter(({ upserts, deletes }) => upserts + deletes > 0),
    batches: () => only(upload, taken),
  };
}

async function* only(upload: Upload, taken: ReadonlySet<number>): AsyncIterable<RowBatch> {
  if (taken.size === 0) return;
  let at = 0;
  for await (const batch of upload.batches()) {
    const rows = batch.rows.filter(() => taken.has(at++));
    if (rows.length > 0) yield { ...batch, rows };
  }
}

interface Shape {
  readonly key: readonly number[];
  readonly asChild: readonly Link[];
  readonly asParent: readonly Link[];
}

interface Link {
  readonly relation: string;
  readonly at: readonly number[];
}

function shapeOf(schema: Schema, name: TableName): Shape {
  const table = findTable(schema, name);
  const columns = table ? syncColumns(table).map((column) => column.name) : [];
  const links = (side: (relation: Relation) => readonly [TableName, readonly string[]]): Link[] =>
    schema.relations.flatMap((relation) => {
      const [of, names] = side(relation);
      if (tableKey(of) !== tableKey(name)) return [];
      return [{ relation: relation.name, at: names.map((column) => columns.indexOf(column)) }];
    });
  return {
    key: table ? keyPositions(table) : [],
    asChild: links(({ child, childColumns }) => [child, childColumns]),
    asParent: links(({ parent, parentColumns }) => [parent, parentColumns]),
  };
}

function pointers(links: readonly Link[], row: Row): string[] {
  return links.flatMap(({ relation, at }) => {
    const cells = at.map((place): Cell => row[place] ?? null);
    return cells.includes(null) ? [] : [JSON.stringify([relation, ...cells.map((cell) => String(cell).toLowerCase())])];
  });
}

/** A row that points to a later one of its own table comes after it; what goes in a circle stays as it is. */
function parentsBefore(rows: readonly UploadRow[]): UploadRow[] {
  const byName = new Map(rows.flatMap((row) => row.names.map((name) => [name, row] as const)));
  const placed = new Set<UploadRow>();
  const place = (row: UploadRow, path: ReadonlySet<UploadRow>): void => {
    if (placed.has(row) || path.has(row)) return;
    for (const parent of row.parents) {
      const found = byName.get(parent);
      if (found && found !== row) place(found, new Set([...path, row]));
    }
    placed.add(row);
  };
  for (const row of rows) place(row, new Set());
  return [...placed];
}
