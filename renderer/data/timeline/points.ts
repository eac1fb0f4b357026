// The points of a timeline as the card works with them: which are compared, and what putting one back would write (PD-08).

import { cellFromJson, sameValue } from '../../../main/sync/cell.ts';
import type { CallOutput } from '../../../main/window/contract.ts';
import type { WindowColumn } from '../../format/cells.ts';
import { ruleColumn, type DataTable, type JsonCell, type JsonRecord } from '../data-table.ts';

/** A point. */
export type TimelinePoint = CallOutput<'data.timeline'>['points'][number];

/** One column of two versions. */
export interface Difference {
  readonly column: WindowColumn;
  readonly older: JsonCell | undefined;
  readonly newer: JsonCell | undefined;
}

/** Two points side by side; `newer` null = the record as it is now. */
export interface Pair {
  readonly older: TimelinePoint;
  readonly newer: TimelinePoint | null;
}

/** At most two points are compared; choosing a third lets the first go. */
export function togglePoint(chosen: readonly string[], id: string): string[] {
  if (chosen.includes(id)) return chosen.filter((item) => item !== id);
  return [...chosen, id].slice(-2);
}

/** The points that are chosen, the older one first: `points` come newest first. One alone is compared with now. */
export function pairOf(points: readonly TimelinePoint[], chosen: readonly string[]): Pair | null {
  const found = points.filter((point) => point.hasVersion && chosen.includes(point.id)).toReversed();
  const [older, newer] = found;
  return older ? { older, newer: newer ?? null } : null;
}

/** The columns in which two versions differ; a cell that one of them does not know is left out. */
export function differences(
  table: Pick<DataTable, 'columns'>,
  older: JsonRecord | null,
  newer: JsonRecord | null,
): Difference[] {
  return table.columns.flatMap((column) => {
    const pair = { column, older: older?.[column.name], newer: newer?.[column.name] };
    if (older && newer && (pair.older === undefined || pair.newer === undefined)) return [];
    return isSame(column, pair.older ?? null, pair.newer ?? null) ? [] : [pair];
  });
}

/** What must be written so that the record is again as it was; never its key. */
export function putBackSet(table: DataTable, version: JsonRecord, present: JsonRecord): JsonRecord {
  const changed = differences(table, version, present).filter(({ column }) => !table.key.includes(column.name));
  return Object.fromEntries(changed.map(({ column, older }) => [column.name, older ?? null]));
}

/** True where a version holds a cell for each column: it can be added again. */
export function isWhole(table: Pick<DataTable, 'columns'>, version: JsonRecord): boolean {
  return table.columns.every(({ name }) => Object.hasOwn(version, name));
}

function isSame(column: WindowColumn, a: JsonCell, b: JsonCell): boolean {
  const { type } = ruleColumn(column);
  return sameValue(type, cellFromJson(a, type), cellFromJson(b, type));
}
