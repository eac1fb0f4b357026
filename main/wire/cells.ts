// Cells by column: each column is compiled once into a writer and a reader (§8, W-45, W-75).

import type { Cell } from '../sync/cell.ts';
import type { Column } from '../sync/schema.ts';
import { CellMisfit, type CellOptions, type Misfit } from './cell-misfit.ts';
import { peerReader } from './cell-readers.ts';
import { peerWriter } from './cell-writers.ts';
import type { JsonValue } from './json-value.ts';
import { stockReader } from './stock-cell-readers.ts';
import { stockWriter } from './stock-cell-writers.ts';

/**
 * Writes the cells of a column as JSON text (§8, W-75, W-279, W-280, W-288). Throws a CellMisfit for what cannot travel:
 * NaN, infinities, bytes in another column or anything else in a bytes column; to a stock peer also for all that would
 * not convert exactly to the column's type.
 */
export function cellWriter(column: Column, { stock }: CellOptions): (cell: Cell) => string {
  const write = (stock ? stockWriter : peerWriter)(column.type, misfitOf(column));
  return (cell) => (cell === null ? 'null' : write(cell));
}

/**
 * Reads the cells of a column (§8, W-41, W-45). From a stock peer they become what the column's type asks for; from a
 * Concord peer they come back as they were written. Throws a CellMisfit for what cannot be.
 */
export function cellReader(column: Column, { stock }: CellOptions): (json: JsonValue) => Cell {
  const read = (stock ? stockReader : peerReader)(column.type, misfitOf(column));
  return (json) => (json === null ? null : read(json));
}

function misfitOf(column: Column): Misfit {
  return (reason) => new CellMisfit(column.name, reason);
}
