// What the replica tells the inbox inside its apply transaction. The inbox (main/conflicts) is handed to the replica by
// the composition root, so that a conflict and the row that caused it are written together (SF-02).

import type { CellRecord } from './cell.ts';
import type { ChangeKind, ConflictType } from './conflict.ts';
import type { Versions } from './merge.ts';
import type { Author, RefusedRow } from './orchestrator.ts';
import type { ComparedColumn, TableName } from './schema.ts';

/** A record named by its key, by column. */
export interface RecordName {
  readonly table: TableName;
  readonly key: CellRecord;
}

/** A conflict met while applying. `versions.theirs` is the row that now stands in the table. */
export interface RaisedConflict extends RecordName {
  readonly columns: readonly ComparedColumn[];
  readonly type: ConflictType;
  readonly versions: Versions;
  /** When the local change was made, ISO; null where not known. */
  readonly mineAt: string | null;
  readonly author: Author | null;
  readonly session: number;
  /** False where the hub kept a row that it does not send (upload-only tables, L34). */
  readonly theirsKnown: boolean;
}

/** The hub's row moved under an entry without a new local change. */
export interface HubMove extends RecordName {
  readonly columns: readonly ComparedColumn[];
  readonly theirs: CellRecord | null;
  readonly author: Author | null;
  readonly session: number;
  /** True if the hub took this replica's change in the same session and stored it in its own way (L30). */
  readonly accepted: boolean;
}

/** What a good session proves about decided entries (Decisions 13). */
export interface Settlement {
  readonly session: number;
  readonly refused: readonly RefusedRow[];
  /** True if the session offered the record's present change. */
  offered(record: RecordName): boolean;
  /** True unless the record is known to be as on the hub: no change of it is left here. */
  waits(record: RecordName): boolean;
  /** True if the hub proved that it took the session's rows of this table and kind. */
  proved(table: TableName, kind: ChangeKind): boolean;
}

/** What became of a raised conflict. */
export type RaiseOutcome = 'raised' | 'reopened' | 'updated' | 'same' | 'closed';

/** The inbox as the replica knows it. Every call runs inside the replica's transaction. */
export interface Inbox {
  /** Opens an entry, reopens a decided one or updates an open one. `same`: it brings nothing that counts; `closed`: both sides are equal. */
  raise(conflict: RaisedConflict): RaiseOutcome;
  /** A newer hub row came for a key with an open entry; `closed` if it equals mine. */
  hubMoved(move: HubMove): 'updated' | 'reopened' | 'closed' | 'none';
  /** Both sides hold the same: an entry of this record, if any, is closed. */
  becameEqual(record: RecordName & { readonly session: number }): void;
  /** Called once at the end of a good session. */
  settle(settlement: Settlement): void;
  /** Records of these tables with an entry that still stands for its key. */
  openRecords(): readonly RecordName[];
}
