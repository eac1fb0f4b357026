// A conflict as the compare pane works with it: the versions typed, the columns as the rules want them.

import { cellFromJson, type CellRecord, type CellType } from '../../../main/sync/cell.ts';
import type { Versions } from '../../../main/sync/merge.ts';
import type { Column, ComparedColumn } from '../../../main/sync/schema.ts';
import type { CallOutput } from '../../../main/window/contract.ts';
import type { WindowColumn } from '../../format/cells.ts';

/** A conflict whole. */
export type Detail = CallOutput<'conflicts.get'>;

/** A cell as the window is given it. */
export type JsonCell = NonNullable<Detail['mine']>[string];

/** Cells by column name. */
export type JsonRecord = Readonly<Record<string, JsonCell>>;

/** What the shape of a conflict asks of a person. */
export type Shape = 'both-changed' | 'both-added' | 'deleted-there' | 'deleted-here' | 'gone-there' | 'theirs-unknown';

/** The shape by type and versions. */
export function shapeOf(detail: Pick<Detail, 'type' | 'mine' | 'theirs' | 'theirsKnown'>): Shape {
  if (!detail.theirsKnown) return 'theirs-unknown';
  if (detail.mine && detail.theirs) return detail.type === 'local-insert/hub-insert' ? 'both-added' : 'both-changed';
  if (detail.mine) return detail.type === 'local-update/hub-none' ? 'gone-there' : 'deleted-there';
  return 'deleted-here';
}

/** True where one of two outcomes is chosen, not a merge. */
export function isOneSided(shape: Shape): boolean {
  return shape !== 'both-changed' && shape !== 'both-added';
}

/** True where a decision can be made now: open, parked, or undone and free to be decided again. */
export function isEditable(detail: Pick<Detail, 'state'>): boolean {
  return ['undecided', 'reopened', 'parked', 'undone'].includes(detail.state);
}

/** The columns with all that the rules ask for. */
export function ruleColumns({
  tableColumns,
  noise,
}: Pick<Detail, 'tableColumns' | 'noise'>): readonly ComparedColumn[] {
  return tableColumns.map((column) => ({ ...ruleColumn(column), noise: noise.includes(column.name) }));
}

/** One column with all that the rules ask for. */
export function ruleColumn(column: WindowColumn): Column {
  const { name, nullable, maxLength, precisionSpecified, precision, scaleSpecified, scale } = column;
  return {
    name,
    type: column.type as CellType,
    nullable,
    maxLength,
    precisionSpecified,
    precision,
    scaleSpecified,
    scale,
    unique: false,
    readOnly: false,
    computed: false,
    autoIncrement: false,
    seed: 0,
    step: 0,
    unsigned: false,
    unicode: true,
    databaseType: 0,
  };
}

/** The versions with typed cells. */
export function versionsOf(detail: Pick<Detail, 'base' | 'mine' | 'theirs' | 'tableColumns'>): Versions {
  const read = (record: JsonRecord | null): CellRecord | null => typedRecord(detail, record);
  return { base: read(detail.base), mine: read(detail.mine), theirs: read(detail.theirs) };
}

/** A record with typed cells. */
export function typedRecord(detail: Pick<Detail, 'tableColumns'>, record: JsonRecord | null): CellRecord | null {
  if (!record) return null;
  const types = new Map(detail.tableColumns.map((column) => [column.name, column.type as CellType]));
  return Object.fromEntries(
    Object.entries(record).map(([name, cell]) => [name, cellFromJson(cell, types.get(name) ?? 'any')]),
  );
}
