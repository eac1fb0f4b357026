// What was done last on the conflicts screen.

import type { Detail } from './compare/detail.ts';
import type { BulkDone } from './inbox/bulk-bar.tsx';

/** One conflict was decided or taken back, or many were decided. */
export type Said =
  | { readonly kind: 'one'; readonly no: number }
  /** `first` led the list at that time: it is about to leave it. */
  | { readonly kind: 'bulk'; readonly done: BulkDone; readonly first: number | null }
  | null;

/** True where the decision can be undone with one key. */
export function canTakeBack({ state, decision, theirsKnown }: Detail): boolean {
  return ['decided', 'sent', 'confirmed'].includes(state) && decision !== null && (!decision.wrote || theirsKnown);
}
