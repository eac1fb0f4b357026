// A decision turned into the record that both sides will hold (R-40… ).

import { cellOf, sameValue, type Cell, type CellRecord } from './cell.ts';
import { mergeColumns, type Versions } from './merge.ts';
import { ConcordError } from './problem.ts';
import type { ComparedColumn } from './schema.ts';

/** Which version a column is taken from. */
export type Side = 'base' | 'mine' | 'theirs';

/** What a person chose for one conflict. `take` and `set` name columns; the rest is merged by R-32. */
export type Choice =
  | { readonly keep: 'mine' }
  | { readonly keep: 'theirs' }
  | {
      readonly keep: 'merged';
      readonly take: Readonly<Record<string, Side>>;
      readonly set: CellRecord;
    };

/** The decided record: null means that the record is deleted on both sides. */
export interface Resolution {
  readonly row: CellRecord | null;
  /** False where the hub's row already stands as decided: nothing is written, nothing is sent (W-228). */
  readonly writes: boolean;
}

/** the record that a choice stands for. Throws `decision-incomplete`, `decision-one-sided` or `column-unknown`. */
export function resolve(columns: readonly ComparedColumn[], versions: Versions, choice: Choice): Resolution {
  if (choice.keep === 'theirs') return { row: versions.theirs, writes: false };
  if (choice.keep === 'mine') return outcome(columns, versions, versions.mine);
  // What a person chose by name counts, also where the column does not by itself.
  const isChosen = (name: string): boolean => Object.hasOwn(choice.take, name) || Object.hasOwn(choice.set, name);
  const counting = columns.map((column) => (isChosen(column.name) ? { ...column, noise: false } : column));
  return outcome(counting, versions, mergedRow(columns, versions, choice));
}

function mergedRow(
  columns: readonly ComparedColumn[],
  versions: Versions,
  choice: { readonly take: Readonly<Record<string, Side>>; readonly set: CellRecord },
): CellRecord {
  assertColumns(columns, [...Object.keys(choice.take), ...Object.keys(choice.set)]);
  if (!versions.mine && !versions.theirs) throw new ConcordError('decision-one-sided', { side: 'This conflict' });
  const row: [string, Cell][] = [];
  const open: string[] = [];
  for (const item of mergeColumns(columns, versions)) {
    const chosen = chosenCell(item.column, versions, choice);
    const cell = [chosen, oneSided(versions, item.column), item.proposed].find((value) => value !== undefined);
    if (cell === undefined && item.state === 'both-different') open.push(item.column);
    else if (cell !== undefined) row.push([item.column, cell]);
  }
  if (open.length > 0) throw new ConcordError('decision-incomplete', { columns: open.join(', ') });
  return Object.fromEntries(row);
}

const sideNames: Readonly<Record<Side, string>> = { base: 'The base', mine: 'Your side', theirs: 'The hub' };

/** where one side has no row, a merge starts from the other side's. */
function oneSided(versions: Versions, column: string): Cell | undefined {
  if (versions.mine && versions.theirs) return undefined;
  return cellOf(versions.mine ?? versions.theirs, column);
}

/** a typed value goes before a taken side. */
function chosenCell(
  column: string,
  versions: Versions,
  choice: { readonly take: Readonly<Record<string, Side>>; readonly set: CellRecord },
): Cell | undefined {
  if (Object.hasOwn(choice.set, column)) return choice.set[column];
  const side = Object.hasOwn(choice.take, column) ? choice.take[column] : undefined;
  if (side === undefined) return undefined;
  const version = versions[side];
  if (!version) throw new ConcordError('decision-one-sided', { side: sideNames[side] });
  return cellOf(version, column);
}

/** a decision equal to the hub's row writes nothing. */
function outcome(columns: readonly ComparedColumn[], versions: Versions, row: CellRecord | null): Resolution {
  return { row, writes: !sameRecord(columns, row, versions.theirs) };
}

/** two records are the same if equal in value in every column that both have and that counts, or if there is neither (CF-12, P3). */
export function sameRecord(columns: readonly ComparedColumn[], a: CellRecord | null, b: CellRecord | null): boolean {
  if (!a || !b) return a === b;
  return columns.every((column) => {
    if (column.noise) return true;
    const left = cellOf(a, column.name);
    const right = cellOf(b, column.name);
    return left === undefined || right === undefined || sameValue(column.type, left, right);
  });
}

function assertColumns(columns: readonly ComparedColumn[], names: readonly string[]): void {
  for (const name of names) {
    if (columns.some((column) => column.name === name)) continue;
    const known = columns.map((column) => column.name).join(', ');
    throw new ConcordError('column-unknown', { table: 'of this conflict', column: name, columns: known });
  }
}
