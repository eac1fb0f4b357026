// What a decision will do on both sides, as facts: the sentence before the click and after it is built from these (RS-05).

import type { JsonCell } from './detail.ts';
import { isOneSided } from './detail.ts';
import { isEqualState } from '../../../main/sync/merge.ts';
import type { Comparison, Prepared, Row } from './comparison.ts';

/** A column with the value that will be, or that gives way. */
export interface Item {
  readonly row: Row;
  readonly cell: JsonCell | undefined;
}

/** What the decision amounts to. */
export type Outcome =
  | 'open' // columns are undecided
  | 'invalid' // a typed value cannot be written
  | 'unchosen' // one of two outcomes is still to be chosen
  | 'nothing' // the hub's record stands; nothing is sent
  | 'sends' // the hub gets a changed record
  | 'restore' // the hub gets the record again
  | 'accept-delete' // the record goes here too
  | 'delete-too' // the record goes on the hub as well
  | 'take-back' // the record comes back here as the hub has it
  | 'take-back-changed' // the same, with changes
  | 'overwrite' // the hub's version is not known and is written over
  | 'leave'; // the hub's version is not known and stays

/** Where the hub's new values come from, and what gives way. */
export interface Forecast {
  readonly outcome: Outcome;
  readonly mine: readonly Item[];
  readonly theirs: readonly Item[];
  /** Back to what it was before both changed it. */
  readonly before: readonly Item[];
  readonly typed: readonly Item[];
  readonly joined: readonly Item[];
  readonly summed: readonly Item[];
  readonly open: readonly Item[];
  readonly invalid: readonly Item[];
  /** Values that stay in the history only. */
  readonly givesMine: readonly Item[];
  readonly givesTheirs: readonly Item[];
}

/** The facts of the choices made so far, or of the decision. */
export function forecastOf(prepared: Prepared, comparison: Comparison): Forecast {
  const { rows } = comparison;
  const items = (test: (row: Row) => boolean): readonly Item[] =>
    rows.filter((row) => !row.isGone && test(row)).map((row) => ({ row, cell: row.result.cell }));
  const from = (name: Row['result']['from']): readonly Item[] =>
    items((row) => row.result.from === name && row.result.fault === null);
  const both = !isOneSided(prepared.shape);
  return {
    outcome: outcomeOf(prepared, comparison),
    mine: items((row) => row.result.from === 'mine' && (row.state === 'mine-only' || row.state === 'both-different')),
    theirs: items(
      (row) => row.result.from === 'theirs' && (row.state === 'theirs-only' || row.state === 'both-different'),
    ),
    before: items((row) => isBefore(row, both)),
    typed: from('typed'),
    joined: from('joined'),
    summed: from('summed'),
    open: items((row) => comparison.open.includes(row.column.name)),
    invalid: items((row) => comparison.faulty.includes(row.column.name)),
    givesMine: gives(rows, 'mine'),
    givesTheirs: gives(rows, 'theirs'),
  };
}

function outcomeOf({ shape, versions }: Prepared, { open, faulty, outcome }: Comparison): Outcome {
  if (open.length > 0) return 'open';
  if (faulty.length > 0) return 'invalid';
  if (!outcome) return 'unchosen';
  if (shape === 'theirs-unknown') return outcome.writes ? 'overwrite' : 'leave';
  if (versions.theirs === null) return outcome.row ? 'restore' : 'accept-delete';
  if (outcome.row === null) return 'delete-too';
  if (versions.mine === null) return outcome.writes ? 'take-back-changed' : 'take-back';
  return outcome.writes ? 'sends' : 'nothing';
}

/** Theirs changed it, and the result is what it was before. */
function isBefore(row: Row, both: boolean): boolean {
  const { from } = row.result;
  if (isEqualState(row.state)) return false;
  if (from === 'base') return true;
  return both && from === 'mine' && row.state === 'theirs-only';
}

/** A side's changes that the result does not hold; joined and summed ones are held. */
function gives(rows: readonly Row[], side: 'mine' | 'theirs'): readonly Item[] {
  return rows
    .filter(({ state, result, isGone }) => {
      if (isGone || (state !== `${side}-only` && state !== 'both-different')) return false;
      return !['open', 'waits', 'joined', 'summed', side].includes(result.from);
    })
    .filter((row) => row.result.from === 'none' || row.result.cell !== row[side])
    .map((row) => ({ row, cell: row[side] }));
}
