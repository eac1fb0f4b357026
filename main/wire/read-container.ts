// Containers to rows: which table, which columns, one kind, every width and cell checked (W-67, W-68, W-78, W-83, W-262).

import type { Cell, Row } from '../sync/cell.ts';
import type { ChangeKind } from '../sync/conflict.ts';
import type { RowBatch } from '../sync/orchestrator.ts';
import { ConcordError } from '../sync/problem.ts';
import { keyPositions, syncColumns, type Schema, type Table } from '../sync/schema.ts';
import { CellMisfit, type CellOptions } from './cell-misfit.ts';
import { cellReader } from './cells.ts';
import type { JsonValue } from './json-value.ts';
import type { ContainerColumn, ContainerSet, ContainerTable } from './messages/container.ts';

/** A row of a container with a cell that cannot be. */
export interface MisfitRow {
  /** Position in the container. */
  readonly index: number;
  readonly misfit: CellMisfit;
  /** The row's key; null where the key itself is at fault. */
  readonly key: Row | null;
}

/** How a container is read. */
export interface ContainerOptions extends CellOptions {
  /** Told of a row that is left out because of a cell; without it such a row is thrown as its CellMisfit. */
  readonly misfit?: (row: MisfitRow) => void;
}

/**
 * The rows of a container, in the table's order of synchronised columns; null if it is empty (W-50). Throws
 * `table-not-in-scope`, `row-width` (W-67) or, for several tables, mixed or unknown states and columns that are not the
 * table's, `hub-answer-broken` (W-68, W-148).
 */
export function readContainer(schema: Schema, container: ContainerSet, options: ContainerOptions): RowBatch | null {
  const [found, ...more] = container.t ?? [];
  if (more.length > 0) throw broken('rows of more than one table');
  if (!found || found.r.length === 0) return null;
  const table = tableOf(schema, found);
  const kind = kindOf(found);
  const read = rowReader({ table, kind, order: columnOrder(table, found.c ?? []), options });
  const rows = found.r.map(read).filter((row) => row !== null);
  return { table: { name: table.name, schema: table.schema }, kind, rows };
}

/** W-83: the name exactly, else without case; a container without schema means any. */
function tableOf(schema: Schema, { n, s }: ContainerTable): Table {
  const fits = (same: (a: string, b: string) => boolean): Table | undefined =>
    schema.tables.find((table) => same(table.name, n) && (s === undefined || same(table.schema, s)));
  const table = fits((a, b) => a === b) ?? fits(sameName);
  if (!table) throw new ConcordError('table-not-in-scope', { table: s ? `${s}.${n}` : n });
  return table;
}

function kindOf({ r: rows }: ContainerTable): ChangeKind {
  const state = rows[0]?.[0];
  if (state !== 16 && state !== 8) throw broken('a row of an unknown state');
  if (rows.some((row) => row[0] !== state)) throw broken('rows of more than one state');
  return state === 16 ? 'upsert' : 'delete';
}

/** For each column of the table the position of its cell in the container's rows; without `c` the table's own order. */
function columnOrder(table: Table, given: readonly ContainerColumn[]): readonly number[] {
  const columns = syncColumns(table);
  if (given.length === 0) return columns.map((_, i) => i);
  if (given.length !== columns.length) throw widthError(table, given.length);
  const order = columns.map(({ name }) => {
    const exact = given.findIndex((item) => item.n === name);
    return exact >= 0 ? exact : given.findIndex((item) => sameName(item.n, name));
  });
  if (order.includes(-1) || new Set(order).size < order.length)
    throw broken(`columns that table ${table.name} does not have`);
  return order;
}

interface RowReaderInput {
  readonly table: Table;
  readonly kind: ChangeKind;
  readonly order: readonly number[];
  readonly options: ContainerOptions;
}

type JsonRow = readonly JsonValue[];

/** Reads one row; null if it was reported as a misfit. */
function rowReader(input: RowReaderInput): (row: JsonRow, index: number) => Row | null {
  const { table, order, options } = input;
  const readCells = cellsReader(input);
  return (row, index) => {
    if (row.length !== order.length + 1) throw widthError(table, row.length - 1);
    try {
      return readCells(row);
    } catch (error) {
      if (!(error instanceof CellMisfit) || !options.misfit) throw error;
      options.misfit({ index, misfit: error, key: keyOf(input, row) });
      return null;
    }
  };
}

/** W-74: of a deleted row only the key is read. */
function cellsReader({ table, kind, order, options }: RowReaderInput): (row: JsonRow) => Cell[] {
  const readers = columnReaders(table, options);
  const wanted = kind === 'upsert' ? readers : readers.map((reader) => (reader.isKey ? reader : null));
  return (row) => {
    const cells: Cell[] = [];
    for (let i = 0; i < wanted.length; i++) {
      cells.push(wanted[i]?.read(row[(order[i] ?? 0) + 1] ?? null) ?? null);
    }
    return cells;
  };
}

interface ColumnReader {
  readonly isKey: boolean;
  readonly read: (json: JsonValue) => Cell;
}

/** W-78: a key cell is never null. */
function columnReaders(table: Table, options: CellOptions): readonly ColumnReader[] {
  const key = keyPositions(table);
  return syncColumns(table).map((column, i) => {
    const read = cellReader(column, options);
    if (!key.includes(i)) return { isKey: false, read };
    return {
      isKey: true,
      read: (json) => {
        if (json === null) throw new CellMisfit(column.name, 'is null in a key');
        return read(json);
      },
    };
  });
}

function keyOf({ table, order, options }: RowReaderInput, row: JsonRow): Row | null {
  const readers = columnReaders(table, options);
  try {
    return keyPositions(table).map((i) => readers[i]?.read(row[(order[i] ?? 0) + 1] ?? null) ?? null);
  } catch (error) {
    if (error instanceof CellMisfit) return null;
    throw error;
  }
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function widthError(table: Table, found: number): ConcordError {
  return new ConcordError('row-width', { table: table.name, found, expected: syncColumns(table).length });
}

function broken(details: string): ConcordError {
  return new ConcordError('hub-answer-broken', {}, details);
}
