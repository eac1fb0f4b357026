// Rows to containers: the text of one row, and of whole parts up to a size (W-67, W-72…W-74, W-80, W-86).

import type { Cell, Row } from '../sync/cell.ts';
import type { ChangeKind } from '../sync/conflict.ts';
import { keyPositions, syncColumns, type Table } from '../sync/schema.ts';
import { CellMisfit, type CellOptions } from './cell-misfit.ts';
import { cellWriter } from './cells.ts';
import { kindToWire } from './enums.ts';
import { writeJson } from './json.ts';
import type { ContainerColumn } from './messages/container.ts';
import { codeOf } from './types.ts';

/** The container that says "no rows" (W-46, W-50). */
export const emptyContainer = '{"t":[]}';

const end = ']}]}';

/** A finished part: the text of one ContainerSet, with its rows and its size in UTF-8. */
export interface ContainerPart {
  readonly text: string;
  readonly rows: number;
  readonly bytes: number;
}

/** What a part is made of. */
export interface PartInput {
  readonly table: Table;
  readonly kind: ChangeKind;
  /** A part is finished by the row that takes it beyond this many bytes (W-86). */
  readonly limitBytes: number;
  readonly options: CellOptions;
}

/** Collects rows of one table and kind into parts (W-68, W-85). */
export interface PartWriter {
  /** Rows and bytes of the part that is being collected; 0 rows = nothing to flush. */
  readonly rows: number;
  readonly bytes: number;
  /** Adds a row; gives the finished part when the limit was exceeded. A CellMisfit leaves the part as it was. */
  add(row: Row): ContainerPart | null;
  /** Adds rows that are JSON already, as `rowWriter` would have written them, with commas between them. */
  addText(text: string, rows?: number): ContainerPart | null;
  /** Finishes what is left; null without rows: a container never has an empty row list (W-46). */
  flush(): ContainerPart | null;
}

/** The columns of a table's rows as a container names them (W-72, W-83). */
export function containerColumns(table: Table): readonly ContainerColumn[] {
  return syncColumns(table).map((column) => ({
    n: column.name,
    t: codeOf(column),
    ...(table.key.includes(column.name) && { p: 1 as const }),
  }));
}

/**
 * Writes rows of a table as JSON: `[16,…]`, or `[8,key…,null…]` whatever else a deleted row holds (W-73, W-74). Throws a
 * CellMisfit for a cell that cannot travel and for a key cell that is null (W-78).
 */
export function rowWriter(table: Table, options: CellOptions): (row: Row, kind: ChangeKind) => string {
  const isKey = keyFlags(table);
  const cells = syncColumns(table).map((column, i) =>
    isKey[i] ? notNull(column.name, cellWriter(column, options)) : cellWriter(column, options),
  );
  return (row, kind) => {
    const all = kind === 'upsert';
    let text = `[${kindToWire(kind)}`;
    for (let i = 0; i < cells.length; i++) {
      text += ',';
      text += (all || isKey[i] ? cells[i]?.(row[i] ?? null) : null) ?? 'null';
    }
    return `${text}]`;
  };
}

/** Makes the parts of one table and kind (W-68, W-80, W-85, W-86). */
export function createPartWriter({ table, kind, limitBytes, options }: PartInput): PartWriter {
  const start = containerStart(table);
  const write = rowWriter(table, options);
  const emptyBytes = Buffer.byteLength(start) + end.length;
  let texts: string[] = [];
  let rows = 0;
  let bytes = emptyBytes;
  const flush = (): ContainerPart | null => {
    if (texts.length === 0) return null;
    const part = { text: start + texts.join(',') + end, rows, bytes };
    texts = [];
    rows = 0;
    bytes = emptyBytes;
    return part;
  };
  const addText = (text: string, added = 1): ContainerPart | null => {
    bytes += Buffer.byteLength(text) + (texts.length > 0 ? 1 : 0);
    texts.push(text);
    rows += added;
    return bytes > limitBytes ? flush() : null;
  };
  return {
    get rows() {
      return rows;
    },
    get bytes() {
      return bytes;
    },
    add: (row) => addText(write(row, kind)),
    addText,
    flush,
  };
}

/** The container up to its rows; `r` comes last (W-80). */
function containerStart(table: Table): string {
  const columns = writeJson(containerColumns(table).map((column) => ({ ...column })));
  return `{"t":[{"n":${writeJson(table.name)},"s":${writeJson(table.schema)},"c":${columns},"r":[`;
}

function keyFlags(table: Table): readonly boolean[] {
  const key = keyPositions(table);
  return syncColumns(table).map((_, i) => key.includes(i));
}

function notNull(column: string, write: (cell: Cell) => string): (cell: Cell) => string {
  return (cell) => {
    if (cell === null) throw new CellMisfit(column, 'is null in a key');
    return write(cell);
  };
}
