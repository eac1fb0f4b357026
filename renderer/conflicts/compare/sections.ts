// Which columns stand where in the comparison.

import { isEqual, type Comparison, type Prepared, type Row } from './comparison.ts';

/** The three parts of the table. */
export interface Sections {
  readonly collided: readonly Row[];
  readonly oneSide: readonly Row[];
  readonly equal: readonly Row[];
}

/** The parts. Where neither side changed anything that shows, the record's own values are the middle part. */
export function sectionsOf({ versions }: Prepared, { rows }: Comparison): Sections {
  const collided = rows.filter((row) => row.state === 'both-different');
  const changed = rows.filter((row) => row.state === 'mine-only' || row.state === 'theirs-only');
  if (collided.length + changed.length > 0 || (versions.mine && versions.theirs))
    return { collided, oneSide: changed, equal: rows.filter((row) => isEqual(row.state)) };
  const isFilled = (row: Row): boolean => (row.mine ?? row.theirs ?? null) !== null;
  return { collided, oneSide: rows.filter(isFilled), equal: rows.filter((row) => !isFilled(row)) };
}
