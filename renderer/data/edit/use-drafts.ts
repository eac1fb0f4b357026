// The drafts as the components see them.

import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Draft } from './draft.ts';
import { createDrafts, type Drafts } from './drafts.ts';

/** Given by the screen. */
export const DraftsContext = createContext<Drafts>(createDrafts(window.sessionStorage));

/** One draft, and how to change it. */
export function useDraft(id: string): [Draft | null, (draft: Draft | null) => void] {
  const drafts = useContext(DraftsContext);
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(id));
  return [draft, (next) => drafts.put(id, next)];
}

/** Ids of the drafts in which something was typed. */
export function useTouched(): ReadonlySet<string> {
  const drafts = useContext(DraftsContext);
  return useSyncExternalStore(drafts.subscribe, drafts.touched);
}
