// The choices of the open conflict: what was taken and typed, which column the keys act on, and what came in while
// somebody looked (RS-03, RS-25).

import { useMemo, useState } from 'react';
import type { Side } from '../../../main/sync/resolution.ts';
import type { Drafts } from '../drafts.ts';
import { isEqualState } from '../../../main/sync/merge.ts';
import { compare, compareDecided, prepare, type Comparison, type Prepared } from './comparison.ts';
import { isEditable, isOneSided, type Detail } from './detail.ts';
import { emptyDraft, keepWhole, takeColumn, typeColumn, type Draft, type Typed } from './draft.ts';
import { newsOf, type News } from './news.ts';
import { sectionsOf } from './sections.ts';

/** The choices and how to make them. */
export interface Choices {
  readonly prepared: Prepared;
  readonly comparison: Comparison;
  readonly draft: Draft;
  readonly canChoose: boolean;
  readonly news: News | null;
  readonly focused: string | null;
  readonly editing: string | null;
  readonly isUnfolded: boolean;
  focus(column: string): void;
  /** Moves the focus by columns that are shown. */
  step(by: 1 | -1): string | null;
  keep(side: Draft['whole']): void;
  /** Takes a side for a column; the focus goes on to the next open one. */
  take(column: string, side: Side): string | null;
  type(column: string, typed: Typed): void;
  edit(column: string | null): void;
  unfold(unfolded: boolean): void;
  /** What came in has been looked at. */
  see(): void;
  /** Opens an undone decision for another one. */
  decideAgain(): void;
}

/** The choices of one conflict; mount anew for another. */
export function useChoices(detail: Detail, drafts: Drafts, missing: ReadonlySet<string>): Choices {
  const [seen, setSeen] = useState(detail);
  const [focusedName, setFocused] = useState<string | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const [isUnfolded, setUnfolded] = useState(false);
  const prepared = useMemo(() => prepare(detail), [detail]);
  const [isAgain, setAgain] = useState(false);
  const canChoose = isEditable(detail) && (detail.state !== 'undone' || isAgain);
  const [draft, change] = useDraft(prepared, drafts);
  const comparison = useMemo(() => comparisonOf(prepared, canChoose ? draft : null), [prepared, draft, canChoose]);
  if (!canChoose && seen !== detail) setSeen(detail);

  const { collided, oneSide, equal } = sectionsOf(prepared, comparison, missing);
  const shown = [...collided, ...oneSide, ...(isUnfolded ? equal.filter((row) => !row.isGone) : [])];
  const names = shown.map((row) => row.column.name);
  const focused =
    focusedName !== null && names.includes(focusedName) ? focusedName : (comparison.open[0] ?? names[0] ?? null);
  const { differing } = prepared;

  const goOn = (column: string): string | null => {
    const at = comparison.open.indexOf(column);
    const rest = comparison.open.filter((name) => name !== column);
    const next = at === -1 ? column : (rest[at] ?? rest[0] ?? column);
    setFocused(next);
    return next;
  };
  return {
    prepared,
    comparison,
    draft,
    canChoose,
    news: canChoose ? newsOf(seen, detail) : null,
    focused,
    editing,
    isUnfolded,
    focus: setFocused,
    step(by) {
      const next = names[Math.min(names.length - 1, Math.max(0, names.indexOf(focused ?? '') + by))] ?? null;
      setFocused(next);
      return next;
    },
    keep: (side) => change(keepWhole(draft, side)),
    take(column, side) {
      if (isOneSided(prepared.shape) && side !== 'base' && !prepared.versions[side]) return null;
      change(takeColumn(draft, { column, side, differing }));
      return goOn(column);
    },
    type(column, typed) {
      change(typeColumn(draft, { column, typed, differing }));
      goOn(column);
    },
    edit: setEditing,
    unfold: setUnfolded,
    see: () => setSeen(detail),
    decideAgain: () => setAgain(true),
  };
}

/** A null draft: nothing can be chosen. What was undone leaves the hub's version. */
function comparisonOf(prepared: Prepared, draft: Draft | null): Comparison {
  if (draft) return compare(prepared, draft);
  return prepared.detail.state === 'undone'
    ? compare(prepared, keepWhole(emptyDraft, 'theirs'))
    : compareDecided(prepared);
}

/** The draft. What was chosen for another kind of conflict means nothing any more; after a decision it begins anew. */
function useDraft(prepared: Prepared, drafts: Drafts): readonly [Draft, (draft: Draft) => void] {
  const { detail, shape } = prepared;
  const [draft, setDraft] = useState(() => drafts.get(detail.no) ?? startDraft(prepared));
  const [known, setKnown] = useState(shape);
  if (known !== shape || (!isEditable(detail) && draft !== emptyDraft)) {
    setKnown(shape);
    setDraft(emptyDraft);
  }
  const change = (next: Draft): void => {
    setDraft(next);
    drafts.set(detail.no, next);
  };
  return [draft, change];
}

/** A decision that was refused is where the next one starts from. */
function startDraft(prepared: Prepared): Draft {
  const { state, decision } = prepared.detail;
  if (state !== 'parked' || !decision) return emptyDraft;
  if (decision.keep !== 'merged') return keepWhole(emptyDraft, decision.keep);
  const rows = compareDecided(prepared).rows.filter((row) => !row.isGone);
  return rows.reduce((draft, { column, state: rowState, result }) => {
    const { from, typed } = result;
    if (typed) return typeColumn(draft, { column: column.name, typed, differing: [] });
    const isSide = from === 'mine' || from === 'theirs' || from === 'base';
    return isSide && !isEqualState(rowState)
      ? takeColumn(draft, { column: column.name, side: from, differing: [] })
      : draft;
  }, emptyDraft);
}
