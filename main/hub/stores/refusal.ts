// A row that its table refuses (HB-08, W-286), and what one text names its key.

import { cellToJson, type Row } from '../../sync/cell.ts';
import type { ChangeKind } from '../../sync/conflict.ts';
import type { StoredTable } from './table.ts';

/** Codes of a refused row (W-286): the table's rules, a cell's value, the table's direction, a parent kept (L33),
 * a rule of the hub's owner (HB-08), a client that was away for longer than the hub remembers (L9). */
export type RefusalCode =
  | 'row-refused'
  | 'value-invalid'
  | 'table-read-only'
  | 'parent-kept'
  | 'rule-refused'
  | 'rule-failed'
  | 'not-remembered';

/**
 * L9: where the sender last heard of the hub before its memory begins, nobody can say whether others have changed since what it
 * sends. The hub's own record stays, and what was sent goes into the hub's error set, since a stock client is about to drop it.
 */
export const notRemembered = {
  code: 'not-remembered',
  message: 'its client was away for longer than the hub remembers; the hub keeps its own record',
} as const;

/** HB-08: what a rule of the hub's owner has refused it refuses again: it is asked once an upload. */
export function isOfRule({ code }: { readonly code: RefusalCode }): boolean {
  return code === 'rule-refused' || code === 'rule-failed';
}

/** `retry` = states 32 and 64, `failed` = 128 and 256: only a newer version of the row ends it (W-242). */
export type ParkedState = 'retry' | 'failed';

/** Why a row is refused. */
export interface RowFault {
  readonly code: RefusalCode;
  /** In words; a column stands before them: `phone: at most 20 letters`. */
  readonly message: string;
}

/** A row that its table refuses. */
export interface Refusal<T extends StoredTable = StoredTable> extends RowFault {
  readonly table: T;
  readonly kind: ChangeKind;
  readonly row: Row;
}

/** a row that a rule of the hub's owner may mend; a delete has nothing to mend, and the rest is not the table's word. */
export function isMendable({ kind, code }: Pick<Refusal, 'kind' | 'code'>): boolean {
  return kind === 'upsert' && (code === 'row-refused' || code === 'value-invalid');
}

/** the reason that stands where a row could not be mended: the first one, unless the rule has put it in its words. */
export function standingFault(first: RowFault, second: RowFault): RowFault {
  return second.code === 'rule-refused' ? second : { code: first.code, message: first.message };
}

/** Thrown while a row is applied: this row is at fault, the others go on. */
export class RowRefused extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = 'RowRefused';
    this.code = code;
  }
}

/** One text for a key, the same however its guids are spelt (W-78). */
export function keyText(table: StoredTable, key: Row): string {
  const cells = key.map((cell, at) => {
    const guid = table.travels[table.keyAt[at] ?? -1]?.type === 'guid';
    return guid && typeof cell === 'string' ? cell.toLowerCase() : cellToJson(cell);
  });
  return JSON.stringify(cells);
}
