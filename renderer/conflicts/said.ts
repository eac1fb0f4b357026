// What was done last on the conflicts screen.

import type { CallOutput } from '../../main/window/contract.ts';
import type { Detail } from './compare/detail.ts';
import type { Tab } from './inbox/address.ts';
import type { BulkDone } from './inbox/bulk-bar.tsx';

/** What taking back a step for many did. */
export type BulkUndone = CallOutput<'conflicts.undoAll'>;

/** One conflict was decided or taken back, or many were decided. */
export type Said =
  /** `leaves`: the list that will soon be without it. */
  | { readonly kind: 'one'; readonly no: number; readonly leaves: Tab | null }
  /** `first` led the list at that time: it is about to leave it. */
  | { readonly kind: 'bulk'; readonly done: BulkDone; readonly first: number | null }
  /** A step for many was taken back. */
  | { readonly kind: 'bulk-undone'; readonly done: BulkUndone }
  | null;

/** True where the decision can be undone with one key. */
export function canTakeBack({ state, decision, theirsKnown }: Detail): boolean {
  return ['decided', 'sent', 'confirmed'].includes(state) && decision !== null && (!decision.wrote || theirsKnown);
}

/** True for the line that what was done last takes off the list, as long as it still stands there. */
export function isLeaving(said: Said, tab: Tab, no: number): boolean {
  if (said === null || said.kind === 'bulk-undone') return false;
  if (said.kind === 'one') return said.leaves === tab && said.no === no;
  return said.first === no && !said.done.refused.some(({ id }) => id === no);
}
