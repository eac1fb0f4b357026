// The three-way merge of one record, column by column (R-30…R-35).

import { cellOf, sameValue, type Cell, type CellRecord } from './cell.ts';
import type { ComparedColumn } from './schema.ts';

/** How the two sides of a column relate to its base; `noise` = it differs, and does not count. */
export type ColumnState = 'unchanged' | 'mine-only' | 'theirs-only' | 'both-same' | 'both-different' | 'noise';

/** One column of a merge. An absent cell is `undefined`; null is a value. */
export interface MergedColumn {
  readonly column: string;
  readonly state: ColumnState;
  readonly base: Cell | undefined;
  readonly mine: Cell | undefined;
  readonly theirs: Cell | undefined;
  /** The value filled in beforehand; `undefined` where a person must choose (RS-03). */
  readonly proposed: Cell | undefined;
}

/** The versions of one record. Null = this side has no row. */
export interface Versions {
  readonly base: CellRecord | null;
  readonly mine: CellRecord | null;
  readonly theirs: CellRecord | null;
}

/** compares the versions column by column, in the order of the columns. */
export function mergeColumns(columns: readonly ComparedColumn[], versions: Versions): readonly MergedColumn[] {
  return columns.map((column) => mergeColumn(column, versions));
}

/** the columns that both sides changed to different values. */
export function collisions(columns: readonly ComparedColumn[], versions: Versions): readonly string[] {
  return namesOf(columns, (column) => stateOf(column, versions) === 'both-different');
}

/** the columns in which mine and theirs differ; all of the existing side's changes where one side has no row. */
export function differingColumns(columns: readonly ComparedColumn[], versions: Versions): readonly string[] {
  if (versions.mine && versions.theirs) {
    return namesOf(columns, (column) => !isEqualState(stateOf(column, versions)));
  }
  const present = versions.mine ?? versions.theirs;
  return namesOf(
    columns,
    (column) => !column.noise && changed(column, cellOf(versions.base, column.name), cellOf(present, column.name)),
  );
}

/** True for a column that gives nobody anything to decide: both sides hold it alike, or it does not count. */
export function isEqualState(state: ColumnState): boolean {
  return state === 'unchanged' || state === 'both-same' || state === 'noise';
}

function namesOf(columns: readonly ComparedColumn[], counts: (column: ComparedColumn) => boolean): string[] {
  return columns.filter(counts).map((column) => column.name);
}

/** The state of a column as it is told. */
function stateOf(column: ComparedColumn, versions: Versions): ColumnState {
  return told(column, columnState(column, versions, cellsOf(column, versions)));
}

function mergeColumn(column: ComparedColumn, versions: Versions): MergedColumn {
  const cells = cellsOf(column, versions);
  const state = columnState(column, versions, cells);
  // what does not count never collides: it is filled in like any other, and from the hub where both changed it.
  const proposed = column.noise && state === 'both-different' ? cells.theirs : proposal(state, cells);
  return { column: column.name, state: told(column, state), ...cells, proposed };
}

function told({ noise }: ComparedColumn, state: ColumnState): ColumnState {
  return noise && !isEqualState(state) ? 'noise' : state;
}

function cellsOf({ name }: ComparedColumn, { base, mine, theirs }: Versions): Cells {
  return { base: cellOf(base, name), mine: cellOf(mine, name), theirs: cellOf(theirs, name) };
}

interface Cells {
  readonly base: Cell | undefined;
  readonly mine: Cell | undefined;
  readonly theirs: Cell | undefined;
}

/** an absent cell has no say: it counts as the base's value (P3). Without a base cell every difference collides. */
function columnState(column: ComparedColumn, versions: Versions, cells: Cells): ColumnState {
  const same = (a: Cell | undefined, b: Cell | undefined): boolean => !changed(column, a, b);
  if (cells.base === undefined) {
    if (cells.mine === undefined || cells.theirs === undefined) return 'unchanged';
    return same(cells.mine, cells.theirs) ? 'both-same' : 'both-different';
  }
  const mineChanged = versions.mine !== null && !same(cells.base, cells.mine);
  const theirsChanged = versions.theirs !== null && !same(cells.base, cells.theirs);
  if (mineChanged && theirsChanged) return same(cells.mine, cells.theirs) ? 'both-same' : 'both-different';
  if (mineChanged) return 'mine-only';
  return theirsChanged ? 'theirs-only' : 'unchanged';
}

/** a column changed on one side is filled in from that side, null as well (P5); a collision is never filled in. */
function proposal(state: ColumnState, cells: Cells): Cell | undefined {
  if (state === 'both-different') return undefined;
  if (state === 'mine-only') return cells.mine;
  if (state === 'theirs-only') return cells.theirs;
  return [cells.theirs, cells.mine, cells.base].find((cell) => cell !== undefined);
}

function changed(column: ComparedColumn, before: Cell | undefined, after: Cell | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  return !sameValue(column.type, before, after);
}
