// Choices that were made and not yet decided, kept while somebody walks through the inbox.

import { isTouched, type Draft } from './compare/draft.ts';

/** The drafts of one window. */
export interface Drafts {
  /** Undefined where nothing was chosen yet. */
  get(no: number): Draft | undefined;
  set(no: number, draft: Draft): void;
  drop(no: number): void;
}

/** No drafts yet. */
export function createDrafts(): Drafts {
  const drafts = new Map<number, Draft>();
  return {
    get: (no) => drafts.get(no),
    set(no, draft) {
      if (isTouched(draft)) drafts.set(no, draft);
      else drafts.delete(no);
    },
    drop: (no) => void drafts.delete(no),
  };
}
