// The history as the feed holds it: the newest page follows the log, older pages come as the reader scrolls (FD-02, FD-07,
// FD-09).

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { CallInput, ReplyProblem } from '../../main/window/contract.ts';
import { useEngine } from '../bridge/engine.tsx';
import { problemOf, useRead } from '../bridge/use-read.ts';
import type { Progress } from '../format/progress.ts';
import { appendOlder, mergeNewest, type SessionLine } from './lines.ts';

/** The history at hand. */
export interface History {
  /** Newest first, without gaps; null before the first answer. */
  readonly lines: readonly SessionLine[] | null;
  /** How many sessions the filter leaves, of how many. */
  readonly matched: number;
  readonly total: number;
  readonly progress: Progress | null;
  readonly hasOlder: boolean;
  readonly problem: ReplyProblem | null;
  /** Fetches the next older page; does nothing while one is on its way. */
  loadOlder(): void;
}

const pageSize = 200;

type Filter = NonNullable<CallInput<'feed.list'>['filter']>;

interface Held {
  /** The filter that these lines are of. */
  readonly key: string;
  readonly lines: readonly SessionLine[] | null;
  readonly older: 'more' | 'loading' | 'none';
  readonly problem: ReplyProblem | null;
}

/** The live history under a filter; null = not known yet which. */
export function useHistory(filter: Filter | null): History {
  const { client, generation } = useEngine();
  const key = JSON.stringify(filter);
  const asked = useMemo(() => JSON.parse(key) as Filter, [key]);
  const head = useRead('feed.list', filter && { limit: 1, filter }, ['feed']);
  const [state, setState] = useState<Held>({ key, lines: null, older: 'more', problem: null });
  const held: Held = state.key === key ? state : { key, lines: null, older: 'more', problem: null };
  // While another filter's answer is awaited, the figures stay.
  const [last, setLast] = useState(head.value);
  if (head.value && head.value !== last) setLast(head.value);
  const figures = head.value ?? last;
  const newest = head.value?.sessions[0];
  const mark = head.value ? `${newest?.no} ${newest?.result}` : null;

  useEffect(() => {
    if (!client || mark === null) return;
    let ended = false;
    const change = (next: (now: Held | null) => Partial<Held>): void => {
      if (ended) return;
      setState((now) => {
        const own = now.key === key ? now : null;
        return { lines: null, older: 'more', problem: null, ...own, ...next(own), key };
      });
    };
    client.call('feed.list', { limit: pageSize, filter: asked }).then(
      ({ sessions }) => change((now) => ({ lines: mergeNewest(now?.lines ?? [], sessions) })),
      (thrown: unknown) => change(() => ({ problem: problemOf(thrown) })),
    );
    return () => {
      ended = true;
    };
  }, [client, generation, mark, key, asked]);

  const oldest = held.lines?.at(-1)?.no;
  const { older } = held;
  const loadOlder = useCallback(() => {
    if (!client || oldest === undefined || older !== 'more') return;
    const change = (next: (now: Held) => Partial<Held>): void =>
      setState((now) => (now.key === key ? { ...now, ...next(now) } : now));
    change(() => ({ older: 'loading' }));
    client.call('feed.list', { limit: pageSize, before: oldest, filter: asked }).then(
      ({ sessions }) =>
        change((now) => ({
          lines: appendOlder(now.lines ?? [], sessions),
          older: sessions.length < pageSize ? 'none' : 'more',
        })),
      (thrown: unknown) => change(() => ({ problem: problemOf(thrown), older: 'more' })),
    );
  }, [client, oldest, older, key, asked]);

  const matched = figures?.matched ?? 0;
  return {
    lines: held.lines,
    matched,
    total: figures?.total ?? 0,
    progress: figures?.progress ?? null,
    hasOlder: older !== 'none' && (held.lines?.length ?? 0) < matched,
    problem: held.problem ?? head.problem,
    loadOlder,
  };
}
