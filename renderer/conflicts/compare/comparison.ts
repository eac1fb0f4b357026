// The table of the compare pane: base, mine, theirs and the result by column (CF-09, RS-03). The rules are those of
// main/sync; here they are only laid out.

import { cellOf, cellToJson, sameValue, type Cell, type CellRecord } from '../../../main/sync/cell.ts';
import {
  isEqualState,
  mergeColumns,
  type ColumnState,
  type MergedColumn,
  type Versions,
} from '../../../main/sync/merge.ts';
import { resolve, type Choice, type Resolution, type Side } from '../../../main/sync/resolution.ts';
import type { Column } from '../../../main/sync/schema.ts';
import { cellFault, cellFromTyped } from '../../../main/sync/value.ts';
import type { CallInput } from '../../../main/window/contract.ts';
import { plainText } from '../../format/names.ts';
import {
  isOneSided,
  ruleColumn,
  ruleColumns,
  shapeOf,
  typedRecord,
  versionsOf,
  type Detail,
  type JsonCell,
  type JsonRecord,
  type Shape,
} from './detail.ts';
import { isTouched, type Draft, type Typed } from './draft.ts';
import { joinWords } from './word-diff.ts';

/** Where the result's cell comes from; `waits` = the outcome is not chosen, `none` = there will be no record. */
export type From = Side | Typed['how'] | 'same' | 'open' | 'waits' | 'none';

/** The result's cell of one column. */
export interface Result {
  readonly from: From;
  /** `undefined` where there is none (yet), or where the typed text is no value. */
  readonly cell: JsonCell | undefined;
  readonly typed: Typed | null;
  /** Why the typed text cannot be written; null = it can. */
  readonly fault: string | null;
}

/** One column of the comparison. An absent cell is `undefined`. */
export interface Row {
  readonly column: Column;
  readonly state: ColumnState;
  readonly base: JsonCell | undefined;
  readonly mine: JsonCell | undefined;
  readonly theirs: JsonCell | undefined;
  readonly result: Result;
  /** The table has no such column any more: shown, never written (Decisions 16). */
  readonly isGone: boolean;
}

/** A conflict made ready for comparing; made once for each version of it. */
export interface Prepared {
  readonly detail: Detail;
  readonly shape: Shape;
  readonly columns: readonly Column[];
  readonly versions: Versions;
  readonly merged: readonly MergedColumn[];
  /** Columns in which the sides differ. */
  readonly differing: readonly string[];
}

/** The comparison under the choices made so far. */
export interface Comparison {
  readonly rows: readonly Row[];
  /** Columns that still need the person. */
  readonly open: readonly string[];
  readonly faulty: readonly string[];
  /** What would be decided; null while something is open or faulty. */
  readonly choice: Choice | null;
  readonly outcome: Resolution | null;
}

/** Makes a conflict ready. */
export function prepare(detail: Detail): Prepared {
  const columns = ruleColumns(detail);
  const versions = versionsOf(detail);
  const merged = mergeColumns(columns, versions);
  const differing = merged.filter((item) => !isEqualState(item.state)).map((item) => item.column);
  return { detail, shape: shapeOf(detail), columns, versions, merged, differing };
}

/** The comparison of an open conflict. */
export function compare(prepared: Prepared, draft: Draft): Comparison {
  if (draft.whole) return wholeSide(prepared, draft.whole);
  if (isOneSided(prepared.shape) && !isTouched(draft))
    return { ...laidOut(prepared, () => result('waits')), open: [], faulty: [], choice: null, outcome: null };
  return byColumn(prepared, draft);
}

/** The comparison of a conflict that was decided: the result is the decided record. */
export function compareDecided(prepared: Prepared): Comparison {
  const { decision } = prepared.detail;
  const row = typedRecord(prepared.detail, decision?.row ?? null);
  return {
    ...laidOut(prepared, (item) => decidedResult(prepared, item, row)),
    open: [],
    faulty: [],
    choice: null,
    outcome: decision && { row, writes: decision.wrote },
  };
}

/** A choice as a call carries it. */
export function choiceToJson(choice: Choice): ChoiceJson {
  if (choice.keep !== 'merged') return choice;
  const set = Object.entries(choice.set).map(([name, cell]) => [name, cellToJson(cell)]);
  return { keep: 'merged', take: { ...choice.take }, set: Object.fromEntries(set) as Record<string, JsonCell> };
}

type ChoiceJson = CallInput<'conflicts.resolve'>['choice'];

function wholeSide(prepared: Prepared, keep: 'mine' | 'theirs'): Comparison {
  const { columns, versions } = prepared;
  const choice = { keep };
  const outcome = resolve(columns, versions, choice);
  const from = outcome.row === null ? 'none' : keep;
  const isSame = (item: MergedColumn): boolean =>
    from !== 'none' && item.state !== 'noise' && isEqualState(item.state) && !isOneSided(prepared.shape);
  const rows = laidOut(prepared, (item) => result(isSame(item) ? 'same' : from));
  return { ...rows, open: [], faulty: [], choice, outcome };
}

function byColumn(prepared: Prepared, draft: Draft): Comparison {
  const { columns, versions, merged } = prepared;
  const take = Object.fromEntries(
    Object.entries(draft.take).filter(([name, side]) => versions[side] && columns.some((item) => item.name === name)),
  );
  const typed = new Map(
    columns.flatMap((column) => {
      const own = draft.typed[column.name];
      return own ? [[column.name, typedResult(column, own)] as const] : [];
    }),
  );
  const open = merged
    .filter((item) => item.state === 'both-different' && !Object.hasOwn(take, item.column) && !typed.has(item.column))
    .map((item) => item.column);
  const faulty = [...typed].filter(([, item]) => item.fault !== null).map(([name]) => name);
  const set = Object.fromEntries([...typed].map(([name, item]) => [name, item.value]));
  // What is open is filled with mine for a moment, so that the rules can lay out the rest.
  const filled = { ...Object.fromEntries(open.map((name) => [name, 'mine' as const])), ...take };
  const outcome = resolve(columns, versions, { keep: 'merged', take: filled, set });
  const lone = versions.mine && versions.theirs ? null : versions.mine ? 'mine' : 'theirs';
  const rows = laidOut(prepared, (item) => {
    const own = typed.get(item.column);
    if (own) return { from: own.typed.how, cell: own.cell, typed: own.typed, fault: own.fault };
    if (open.includes(item.column)) return result('open');
    return result(take[item.column] ?? lone ?? proposedFrom(item.state), outcome.row?.[item.column]);
  });
  const ready = open.length === 0 && faulty.length === 0;
  return {
    ...rows,
    open,
    faulty,
    choice: ready ? { keep: 'merged', take, set } : null,
    outcome: ready ? outcome : null,
  };
}

function typedResult(
  column: Column,
  typed: Typed,
): { value: Cell; cell: JsonCell; typed: Typed; fault: string | null } {
  const value = typed.text === null ? null : cellFromTyped(column, typed.text);
  return { value, cell: cellToJson(value), typed, fault: cellFault(column, value) };
}

function proposedFrom(state: ColumnState): From {
  if (state === 'mine-only') return 'mine';
  return state === 'theirs-only' ? 'theirs' : 'same';
}

function result(from: From, cell?: Cell): Result {
  return { from, cell: cell === undefined ? undefined : cellToJson(cell), typed: null, fault: null };
}

function laidOut(prepared: Prepared, resultOf: (item: MergedColumn) => Result): { readonly rows: readonly Row[] } {
  const { detail, columns, merged } = prepared;
  const rows = merged.map((item, at) => {
    const column = columns[at];
    if (!column) throw new Error('a merged column has no column');
    const cells = cellsOf(detail, item.column);
    const own = resultOf(item);
    const cell = own.cell === undefined && isShown(own.from) ? shownCell(cells, own.from) : own.cell;
    return { column, state: item.state, ...cells, result: { ...own, cell }, isGone: false };
  });
  return { rows: [...rows, ...goneRows(detail)] };
}

function isShown(from: From): from is Side | 'same' {
  return from === 'mine' || from === 'theirs' || from === 'base' || from === 'same';
}

function shownCell(cells: Record<Side, JsonCell | undefined>, from: Side | 'same'): JsonCell | undefined {
  return from === 'same' ? [cells.theirs, cells.mine, cells.base].find((cell) => cell !== undefined) : cells[from];
}

function cellsOf(detail: Detail, name: string): Record<Side, JsonCell | undefined> {
  const read = (record: JsonRecord | null): JsonCell | undefined =>
    record && Object.hasOwn(record, name) ? record[name] : undefined;
  return { base: read(detail.base), mine: read(detail.mine), theirs: read(detail.theirs) };
}

/** Columns that a version holds and the table no longer has. */
function goneRows(detail: Detail): readonly Row[] {
  const known = new Set(detail.tableColumns.map((column) => column.name));
  const names = new Set([detail.base, detail.mine, detail.theirs].flatMap((record) => Object.keys(record ?? {})));
  const model = ruleColumn({ ...anyColumn, name: '' });
  return [...names]
    .filter((name) => !known.has(name))
    .map((name) => ({
      column: { ...model, name },
      state: 'unchanged' as const,
      ...cellsOf(detail, name),
      result: result('none'),
      isGone: true,
    }));
}

const anyColumn = {
  type: 'any',
  nullable: true,
  maxLength: 0,
  precisionSpecified: false,
  precision: 0,
  scaleSpecified: false,
  scale: 0,
  isKey: false,
  pointsTo: null,
};

function decidedResult({ detail, columns }: Prepared, item: MergedColumn, row: CellRecord | null): Result {
  const { decision } = detail;
  if (!row || !decision) return result('none');
  const cell = cellOf(row, item.column);
  if (cell === undefined) return result('none');
  const type = columns.find((column) => column.name === item.column)?.type ?? 'any';
  const is = (other: Cell | undefined): boolean => other !== undefined && sameValue(type, cell, other);
  if (isEqualState(item.state) && is(item.theirs ?? item.mine)) return result('same', cell);
  const side = (['theirs', 'mine', 'base'] as const).find((name) => is(item[name]));
  const kept = decision.keep !== 'merged' && is(item[decision.keep]) ? decision.keep : side;
  if (kept) return result(kept, cell);
  const how = typeof cell === 'string' && cell === joinedText(item) ? 'joined' : 'typed';
  return { ...result(how, cell), typed: { text: cell === null ? null : plainText(cellToJson(cell)), how } };
}

function joinedText({ base, mine, theirs }: MergedColumn): string | null {
  if (typeof base !== 'string' || typeof mine !== 'string' || typeof theirs !== 'string') return null;
  return (
    joinWords(base, mine, theirs)
      ?.map((run) => run.text)
      .join('') ?? null
  );
}
