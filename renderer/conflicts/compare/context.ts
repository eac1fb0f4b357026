// What every part of the comparison needs: the conflict, the choices, the words, and what a person can do with them.

import { createContext, useContext } from 'react';
import type { Side } from '../../../main/sync/resolution.ts';
import type { Them } from '../people.ts';
import type { Comparison, Prepared } from './comparison.ts';
import type { Typed } from './draft.ts';
import type { News } from './news.ts';
import type { ValueWords } from './value-words.ts';

/** The comparison at hand. */
export interface CompareScope {
  readonly prepared: Prepared;
  readonly comparison: Comparison;
  readonly them: Them;
  readonly words: ValueWords;
  /** Values whose record is not here, by `linkKey`. */
  readonly missing: ReadonlySet<string>;
  readonly news: News | null;
  readonly isEditable: boolean;
  readonly isBaseShown: boolean;
  /** The column that the keys act on. */
  readonly focused: string | null;
  readonly editing: string | null;
  focus(column: string): void;
  take(column: string, side: Side): void;
  type(column: string, typed: Typed): void;
  edit(column: string | null): void;
}

/** Set by the pane. */
export const CompareContext = createContext<CompareScope | null>(null);

/** The comparison at hand. */
export function useCompareScope(): CompareScope {
  const scope = useContext(CompareContext);
  if (!scope) throw new Error('a part of the comparison stands outside of it');
  return scope;
}
