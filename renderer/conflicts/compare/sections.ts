// Which columns stand where in the comparison.

import { isEqualState } from '../../../main/sync/merge.ts';
import type { Comparison, Prepared, Row } from './comparison.ts';
import { linkKey } from './value-words.ts';

/** The three parts of the table. */
export interface Sections {
  readonly collided: readonly Row[];
  readonly oneSide: readonly Row[];
  readonly equal: readonly Row[];
}

/**
 * The parts. A column whose result points to a record that is not here stands with those that one side changed; where
 * neither side changed anything that shows, so do the record's own values.
 */
export function sectionsOf(
  { versions }: Prepared,
  { rows }: Comparison,
  missing: ReadonlySet<string> = new Set(),
): Sections {
  const collided = rows.filter((row) => row.state === 'both-different');
  const isChanged = (row: Row): boolean => row.state === 'mine-only' || row.state === 'theirs-only';
  const isFilled = (row: Row): boolean => (row.mine ?? row.theirs ?? null) !== null;
  const showsAll = collided.length === 0 && !rows.some(isChanged) && !(versions.mine && versions.theirs);
  const isShown = (row: Row): boolean => isChanged(row) || pointsNowhere(row, missing) || (showsAll && isFilled(row));
  const rest = rows.filter((row) => row.state !== 'both-different');
  return {
    collided,
    oneSide: rest.filter(isShown),
    equal: rest.filter((row) => !isShown(row) && isEqualState(row.state)),
  };
}

/** True where the result points to a record that is not here. */
export function pointsNowhere({ column, result }: Row, missing: ReadonlySet<string>): boolean {
  return result.cell !== undefined && result.from !== 'none' && missing.has(linkKey(column.name, result.cell));
}
