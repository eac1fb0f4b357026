// One inbox entry as stored and as read: versions are records by column name, so that a changed schema hides nothing
// (Decisions 16).

import { recordFromJson, recordToJson, type CellRecord, type JsonCell } from '../sync/cell.ts';
import type { ConflictType } from '../sync/conflict.ts';
import type { EntryState } from '../sync/entry.ts';
import type { Column, TableName } from '../sync/schema.ts';
import type { Versions } from '../sync/merge.ts';

/** A row of `_concord_conflict`. */
export interface EntryRow {
  readonly no: number;
  readonly schema_name: string;
  readonly table_name: string;
  readonly key: string;
  readonly type: ConflictType;
  readonly state: EntryState;
  readonly base: string | null;
  readonly mine: string | null;
  readonly theirs: string | null;
  readonly theirs_known: number;
  readonly columns: string;
  readonly collisions: string;
  readonly mine_at: string | null;
  readonly theirs_at: string | null;
  readonly theirs_user: string | null;
  readonly theirs_device: string | null;
  readonly raised_at: string;
  readonly raised_session: number;
  readonly last_session: number;
  readonly revision: number;
  readonly edit_stamp: string;
  readonly previous: number | null;
  readonly keep: 'mine' | 'theirs' | 'merged' | null;
  readonly choice: string | null;
  readonly decided: string | null;
  readonly wrote: number;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  readonly changed_at: string;
}

/** The table of an entry. */
export function tableOf(row: EntryRow): TableName {
  return { name: row.table_name, schema: row.schema_name };
}

/** The three versions of an entry. */
export function versionsOf(row: EntryRow, columns: readonly Column[]): Versions {
  return {
    base: readVersion(row.base, columns),
    mine: readVersion(row.mine, columns),
    theirs: readVersion(row.theirs, columns),
  };
}

/** A stored record; null where the side has no row. */
export function readVersion(text: string | null, columns: readonly Column[]): CellRecord | null {
  return text === null ? null : recordFromJson(JSON.parse(text) as Record<string, JsonCell>, columns);
}

/** A record as stored. */
export function writeVersion(record: CellRecord | null): string | null {
  return record && JSON.stringify(recordToJson(record));
}

/** A key as stored and compared: members in the order of the key. */
export function keyText(key: CellRecord): string {
  return JSON.stringify(recordToJson(key));
}
