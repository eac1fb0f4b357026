// The list as it is read: a window of lines around what is seen (law 6).

import { useState } from 'react';
import type { CallOutput, ReplyProblem } from '../../../main/window/contract.ts';
import { useRead } from '../../bridge/use-read.ts';

/** A line. */
export type RemovedLine = CallOutput<'removed.list'>['records'][number];

/** The list. */
export interface Removed {
  /** Null before the first answer. */
  readonly shown: number | null;
  readonly left: number | null;
  readonly problem: ReplyProblem | null;
  /** The line at a place; undefined while it is read. */
  line(at: number): RemovedLine | undefined;
  see(first: number): void;
}

interface Held {
  readonly offset: number;
  readonly page: CallOutput<'removed.list'>;
}

const step = 100;
const limit = 3 * step;

/** Reads the list; `session` null = of all sessions. */
export function useRemoved(session: number | null): Removed {
  const [offset, setOffset] = useState(0);
  const [held, setHeld] = useState<Held | null>(null);
  const input = { limit, offset, ...(session !== null && { session }) };
  const { value, problem } = useRead('removed.list', input, ['feed']);
  if (value && held?.page !== value) setHeld({ offset, page: value });
  const lines = held?.page.records ?? [];
  const start = held?.offset ?? 0;
  return {
    shown: held?.page.shown ?? null,
    left: held?.page.left ?? null,
    problem,
    line: (at) => lines[at - start],
    see: (first) => setOffset(Math.max(0, Math.floor(first / step) - 1) * step),
  };
}
