// The list as it is read: a window of lines around what is seen; what comes later gathers outside it (law 6, AX-04).

import { useState } from 'react';
import type { CallOutput, ReplyProblem } from '../../main/window/contract.ts';
import { useRead } from '../bridge/use-read.ts';
import type { ErrorFilter } from './address.ts';

/** The answer for a page. */
export type ErrorPage = CallOutput<'errors.list'>;

/** A line. */
export type Line = ErrorPage['errors'][number];

/** An error whole. */
export type Detail = CallOutput<'errors.get'>;

/** The list. */
export interface ErrorList {
  /** Null before the first answer. */
  readonly page: ErrorPage | null;
  readonly problem: ReplyProblem | null;
  /** True where entries came after the list was opened. */
  readonly hasFresh: boolean;
  showFresh(): void;
  /** The line at a place; undefined while it is read. */
  line(at: number): Line | undefined;
  see(first: number): void;
}

interface Held {
  readonly key: string;
  readonly offset: number;
  readonly page: ErrorPage;
}

const step = 100;
const limit = 3 * step;

/** Reads the list under a filter; null = it is not known yet. */
export function useErrors(filter: ErrorFilter | null): ErrorList {
  const key = JSON.stringify(filter);
  const [offset, setOffset] = useState(0);
  const [mark, setMark] = useState<{ readonly key: string; readonly upTo: number } | null>(null);
  const [held, setHeld] = useState<Held | null>(null);
  const upTo = mark?.key === key ? mark.upTo : null;
  const { value, problem } = useRead(
    'errors.list',
    filter && { ...filter, limit, offset, ...(upTo !== null && { upTo }) },
    ['errors'],
  );
  if (value && held?.page !== value) setHeld({ key, offset, page: value });
  // What nobody looks at yet cannot be moved: the first entries of an empty list show at once.
  const isFirst = value?.shown === 0 && upTo !== null && value.newest > upTo;
  if (value && filter && (mark?.key !== key || isFirst)) setMark({ key, upTo: value.newest });
  if (held && held.key !== key && offset !== 0) setOffset(0);
  const lines = held?.page.errors ?? [];
  const start = held?.offset ?? 0;
  return {
    page: held?.page ?? null,
    problem,
    hasFresh: upTo !== null && held !== null && held.key === key && held.page.newest > upTo,
    showFresh: () => held && setMark({ key, upTo: held.page.newest }),
    line: (at) => lines[at - start],
    see: (first) => setOffset(Math.max(0, Math.floor(first / step) - 1) * step),
  };
}
