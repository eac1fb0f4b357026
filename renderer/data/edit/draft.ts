// What a person has typed of a record and not saved yet: by column, beside the cells that they saw (PD-05, RS-25).

import { bytesFromBase64 } from '../../../main/sync/base64.ts';
import { cellFromJson, cellToJson, sameValue, type Cell } from '../../../main/sync/cell.ts';
import { cellFault, cellFromTyped } from '../../../main/sync/value.ts';
import type { WindowColumn } from '../../format/cells.ts';
import { ruleColumn, type DataTable, type JsonCell, type JsonRecord } from '../data-table.ts';

/** A value in its control: text as typed, yes or no, a file, or no value. */
export type Value = null | boolean | string | { readonly base64: string };

/** Edits of one record. `expected`: the cells as they were seen; empty for a new record. */
export interface Draft {
  readonly expected: JsonRecord;
  readonly values: Readonly<Record<string, Value>>;
}

/** A column under a draft. */
export interface FieldState {
  readonly value: Value;
  readonly isChanged: boolean;
  /** Why the value cannot be saved; null = it can. */
  readonly fault: string | null;
}

/** What a draft would write. */
export interface Changes {
  readonly set: JsonRecord;
  /** The cells of the same columns as they were seen. */
  readonly expected: JsonRecord;
  /** Columns whose values cannot be saved. */
  readonly faulty: readonly string[];
}

/** A draft with nothing typed. */
export function startDraft(expected: JsonRecord): Draft {
  return { expected, values: {} };
}

/** The draft with one more value. */
export function typeValue(draft: Draft, column: string, value: Value): Draft {
  return { ...draft, values: { ...draft.values, [column]: value } };
}

/** The draft with a column as it was seen. */
export function takeBack(draft: Draft, column: string): Draft {
  return { ...draft, values: Object.fromEntries(Object.entries(draft.values).filter(([name]) => name !== column)) };
}

/** The draft upon the record as it is now: what was typed stays. */
export function rebase(draft: Draft, row: JsonRecord): Draft {
  return { ...draft, expected: row };
}

/** A column as its control shows it. */
export function fieldOf(column: WindowColumn, draft: Draft): FieldState {
  const seen = draft.expected[column.name] ?? null;
  const typed = draft.values[column.name];
  const value = typed === undefined ? valueOfCell(column, seen) : typed;
  const cell = cellOfValue(column, value);
  const rule = ruleColumn(column);
  const isChanged = typed !== undefined && !sameValue(rule.type, cell, cellFromJson(seen, rule.type));
  return { value, isChanged, fault: isChanged || isNewRecord(draft) ? cellFault(rule, cell) : null };
}

/** What saving would write: of a record that is there the columns that differ, of a new one all that have a value. */
export function changesOf(table: Pick<DataTable, 'columns'>, draft: Draft): Changes {
  const isNew = isNewRecord(draft);
  const fields = table.columns.map((column) => ({ column, ...fieldOf(column, draft) }));
  const changed = fields.filter((field) => (isNew ? field.value !== null : field.isChanged));
  return {
    set: Object.fromEntries(changed.map(({ column, value }) => [column.name, cellToJson(cellOfValue(column, value))])),
    expected: isNew
      ? {}
      : Object.fromEntries(changed.map(({ column }) => [column.name, draft.expected[column.name] ?? null])),
    faulty: fields.filter((field) => field.fault !== null).map((field) => field.column.name),
  };
}

/** True for the draft of a record that is not there yet. */
export function isNewRecord({ expected }: Draft): boolean {
  return Object.keys(expected).length === 0;
}

/** Columns in which two versions of a record differ. */
export function movedColumns(table: Pick<DataTable, 'columns'>, before: JsonRecord, after: JsonRecord): WindowColumn[] {
  return table.columns.filter((column) => {
    const { type } = ruleColumn(column);
    const cells = [before, after].map((row) => cellFromJson(row[column.name] ?? null, type));
    return !sameValue(type, cells[0] ?? null, cells[1] ?? null);
  });
}

/** A cell as its control shows it. */
export function valueOfCell(column: WindowColumn, cell: JsonCell): Value {
  if (cell === null || typeof cell === 'object') return cell;
  if (column.type === 'bool' && (cell === 0 || cell === 1)) return cell === 1;
  return typeof cell === 'boolean' ? cell : String(cell);
}

/** A control's value as a cell. Emptied, a text is empty text; anything else has no value. */
export function cellOfValue(column: WindowColumn, value: Value): Cell {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'object') return bytesFromBase64(value.base64);
  if (value.trim() === '' && !holdsWords(column)) return null;
  const whole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(value) && column.type === 'datetime' ? `${value}:00` : value;
  return cellFromTyped(ruleColumn(column), whole);
}

/** True where empty text and no value are two things. */
export function holdsWords({ type, pointsTo }: Pick<WindowColumn, 'type' | 'pointsTo'>): boolean {
  return pointsTo === null && (type === 'text' || type === 'char' || type === 'chars' || type === 'any');
}
