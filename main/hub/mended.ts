// A row as a rule of the hub's owner mends it: the cells that it names, where they are its to set.

import { cellFromJson, sameValue, type Cell, type Row } from '../sync/cell.ts';
import type { Column } from '../sync/schema.ts';
import { cellFault, type ValueColumn } from '../sync/value.ts';
import type { RuleRow } from './rule-answer.ts';

/** What must be known of the table of a row. */
export interface MendingTable {
  /** The columns that travel. */
  readonly columns: readonly (Pick<Column, 'name'> & ValueColumn)[];
  /** Positions of the key among them. */
  readonly keyAt: readonly number[];
}

/** The row with the cells that are set; null = they mean what it holds already. Or why it cannot be written. */
export function mended(
  { columns, keyAt }: MendingTable,
  row: Row | null,
  set: RuleRow,
): { readonly row: Row } | { readonly code: 'rule-failed' | 'value-invalid'; readonly message: string } | null {
  if (!row) return failed('a rule of the hub would set cells of a record that is deleted');
  const cells: Cell[] = [...row];
  let isOther = false;
  for (const [name, json] of Object.entries(set)) {
    const at = columns.findIndex((column) => column.name === name);
    const column = columns[at];
    if (!column) return failed(`a rule of the hub sets ${name}, which is no column of this scope`);
    if (keyAt.includes(at)) return failed(`a rule of the hub sets ${name}, which belongs to the key`);
    const cell = cellFromJson(json, column.type);
    if (sameValue(column.type, cell, row[at] ?? null)) continue;
    const fault = cellFault(column, cell);
    if (fault !== null) return { code: 'value-invalid', message: `${name}: ${fault}` };
    cells[at] = cell;
    isOther = true;
  }
  return isOther ? { row: cells } : null;
}

function failed(message: string): { readonly code: 'rule-failed'; readonly message: string } {
  return { code: 'rule-failed', message };
}
