// The history as the feed holds it: the newest page follows the log, older pages come as the reader scrolls (FD-02, FD-09).

import { useCallback, useEffect, useState } from 'react';
import type { ReplyProblem } from '../../main/window/contract.ts';
import { useEngine } from '../bridge/engine.tsx';
import { problemOf, useRead } from '../bridge/use-read.ts';
import type { Progress } from '../format/progress.ts';
import { appendOlder, mergeNewest, type SessionLine } from './lines.ts';

/** The history at hand. */
export interface History {
  /** Newest first, without gaps; null before the first answer. */
  readonly lines: readonly SessionLine[] | null;
  readonly total: number;
  readonly progress: Progress | null;
  readonly hasOlder: boolean;
  readonly problem: ReplyProblem | null;
  /** Fetches the next older page; does nothing while one is on its way. */
  loadOlder(): void;
}

const pageSize = 200;

/** The live history. */
export function useHistory(): History {
  const { client, generation } = useEngine();
  const head = useRead('feed.list', { limit: 1 }, ['feed']);
  const [lines, setLines] = useState<readonly SessionLine[] | null>(null);
  const [older, setOlder] = useState<'more' | 'loading' | 'none'>('more');
  const [problem, setProblem] = useState<ReplyProblem | null>(null);
  const newest = head.value?.sessions[0];
  const mark = head.value ? `${newest?.no} ${newest?.result}` : null;

  useEffect(() => {
    if (!client || mark === null) return;
    let ended = false;
    client.call('feed.list', { limit: pageSize }).then(
      ({ sessions }) => !ended && setLines((now) => mergeNewest(now ?? [], sessions)),
      (thrown: unknown) => !ended && setProblem(problemOf(thrown)),
    );
    return () => {
      ended = true;
    };
  }, [client, generation, mark]);

  const oldest = lines?.at(-1)?.no;
  const loadOlder = useCallback(() => {
    if (!client || oldest === undefined || older !== 'more') return;
    setOlder('loading');
    client.call('feed.list', { limit: pageSize, before: oldest }).then(
      ({ sessions }) => {
        setLines((now) => appendOlder(now ?? [], sessions));
        setOlder(sessions.length < pageSize ? 'none' : 'more');
      },
      (thrown: unknown) => {
        setProblem(problemOf(thrown));
        setOlder('more');
      },
    );
  }, [client, oldest, older]);

  return {
    lines,
    total: head.value?.total ?? 0,
    progress: head.value?.progress ?? null,
    hasOlder: older !== 'none' && (lines?.length ?? 0) < (head.value?.total ?? 0),
    problem: problem ?? head.problem,
    loadOlder,
  };
}
