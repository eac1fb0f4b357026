// What the cards of a record are given.

import type { Status } from '../../bridge/use-status.ts';
import type { WindowColumn } from '../../format/cells.ts';
import type { DataTable, JsonRecord } from '../data-table.ts';

/** The points of the timeline that are compared. */
export interface ChosenPoints {
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}

/** What a card of a record is given. */
export interface RecordCardProps {
  readonly table: DataTable;
  /** The columns as the grid shows them. */
  readonly shownColumns: readonly WindowColumn[];
  readonly recordKey: JsonRecord;
  readonly status: Status | null;
  readonly locked: string | null;
  readonly focusNo: number;
  readonly points: ChosenPoints;
  readonly onSaved: (set: JsonRecord, before: JsonRecord) => void;
  readonly onDeleted: (row: JsonRecord) => void;
  /** A version was put back; `before` null: the record was added again. */
  readonly onPutBack: (set: JsonRecord, before: JsonRecord | null) => void;
  readonly onClose: () => void;
}
