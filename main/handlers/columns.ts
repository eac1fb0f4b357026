// Columns and records in the form that the window is given.

import type { Cell, CellRecord, JsonCell } from '../sync/cell.ts';
import { cellFromJson, cellToJson, recordToJson } from '../sync/cell.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Column, TableName } from '../sync/schema.ts';
import { linksOf } from '../data/links.ts';
import type { Reader } from '../sqlite/database.ts';
import type { CallOutput } from '../window/contract.ts';
import type { TrackedTable } from '../replica/tracked-table.ts';

type WindowColumn = CallOutput<'data.tables'>[number]['columns'][number];

/** The columns of a table as the window needs them. */
export function windowColumns(reader: Reader, table: TrackedTable, tables: Iterable<TrackedTable>): WindowColumn[] {
  const links = linksOf(reader, table, tables).filter((link) => link.toKey);
  return table.columns.map((column) => {
    const parent = links.find((link) => link.column === column.name)?.parent;
    const { name, type, nullable, maxLength, precisionSpecified, precision, scaleSpecified, scale } = column;
    return {
      name,
      type,
      nullable,
      maxLength,
      precisionSpecified,
      precision,
      scaleSpecified,
      scale,
      isKey: table.key.includes(name),
      pointsTo: parent?.name ?? null,
    };
  });
}

/** A record in JSON form; null stays null. */
export function jsonRecord(record: CellRecord | null): Record<string, JsonCell> | null {
  return record && recordToJson(record);
}

/** A record from the window, typed by the table's columns. Throws `column-unknown` or `value-invalid`. */
export function typedRecord(
  table: { readonly physical: string; readonly columns: readonly Column[] },
  record: Readonly<Record<string, JsonCell>>,
): CellRecord {
  return Object.fromEntries(
    Object.entries(record).map(([name, cell]) => {
      const column = table.columns.find((item) => item.name === name);
      if (!column) {
        throw new ConcordError('column-unknown', {
          table: table.physical,
          column: name,
          columns: table.columns.map((item) => item.name).join(', '),
        });
      }
      return [name, typedCell(column, cell)];
    }),
  );
}

/** A cell from the window, of the column's type where it can be one. Throws `value-invalid` for a blob that is none. */
export function typedCell({ name, type }: Pick<Column, 'name' | 'type'>, cell: JsonCell): Cell {
  try {
    return cellFromJson(cell, type);
  } catch (thrown) {
    if (thrown instanceof SyntaxError)
      throw new ConcordError('value-invalid', { column: name, reason: 'bytes in Base64 are expected' });
    throw thrown;
  }
}

/** A key from the window in the order of the table's key. Throws `column-unknown` when a part of it is missing. */
export function typedKey(table: TrackedTable, key: Readonly<Record<string, JsonCell>>): CellRecord {
  const typed = typedRecord(table, key);
  const missing = table.key.find((name) => !Object.hasOwn(typed, name));
  if (missing !== undefined)
    throw new ConcordError('column-unknown', { table: table.physical, column: missing, columns: table.key.join(', ') });
  return Object.fromEntries(table.key.map((name) => [name, typed[name] ?? null]));
}

const sampleLimit = 200;

/** A record for a title: long texts and blobs cut. */
export function sampleOf(record: CellRecord | null): CallOutput<'conflicts.list'>['entries'][number]['sample'] {
  return Object.fromEntries(Object.entries(record ?? {}).map(([name, cell]) => [name, sampleCell(cell)]));
}

function sampleCell(cell: Cell): CallOutput<'conflicts.list'>['entries'][number]['sample'][string] {
  if (cell instanceof Uint8Array) return { cut: { kind: 'bytes', size: cell.length, start: '' } };
  if (typeof cell === 'string' && cell.length > sampleLimit)
    return { cut: { kind: 'text', size: cell.length, start: cell.slice(0, sampleLimit) } };
  return cellToJson(cell);
}

/** A table's tracked description by its name. Throws `table-unknown`. */
export function trackedTable(tables: ReadonlyMap<string, TrackedTable>, name: TableName): TrackedTable {
  const table = [...tables.values()].find((item) => item.name.name === name.name && item.name.schema === name.schema);
  if (table) return table;
  throw new ConcordError('table-unknown', {
    table: name.name,
    tables: [...tables.values()].map((item) => item.physical).join(', '),
  });
}
