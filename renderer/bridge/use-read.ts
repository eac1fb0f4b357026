// Reads a call and reads it again when one of its topics rings: the one hook behind every live view (law 3).

import { useEffect, useRef, useState } from 'react';
import { CallError } from '../../main/window/client.ts';
import type { CallInput, CallName, CallOutput, ReplyProblem, Topic } from '../../main/window/contract.ts';
import { useEngine } from './engine.tsx';

/** What was read. `value` stays while it is read anew; it is null only before the first answer for this input. */
export interface Read<T> {
  readonly value: T | null;
  readonly problem: ReplyProblem | null;
  readonly loading: boolean;
  /** Reads again now. */
  reload(): void;
}

/** Rings closer together than this are read as one. */
const gatherMs = 120;

/** Reads `name` with `input`, again on each ring of `topics`. A null input reads nothing. */
export function useRead<N extends CallName>(
  name: N,
  input: CallInput<N> | null,
  topics: readonly Topic[],
): Read<CallOutput<N>> {
  const { client, generation } = useEngine();
  const key = input === null ? null : `${name} ${JSON.stringify(input)}`;
  const [state, setState] = useState<{
    key: string | null;
    value: CallOutput<N> | null;
    problem: ReplyProblem | null;
    loading: boolean;
  }>({
    key: null,
    value: null,
    problem: null,
    loading: true,
  });
  const [turn, setTurn] = useState(0);
  const wanted = useRef(input);
  wanted.current = input;
  const topicList = topics.join(' ');

  useEffect(() => {
    if (!client || key === null) return;
    let ended = false;
    setState((now) => ({ ...now, loading: true }));
    client.call(name, wanted.current as CallInput<N>).then(
      (value) => !ended && setState({ key, value, problem: null, loading: false }),
      (thrown: unknown) => !ended && setState((now) => ({ ...now, key, problem: problemOf(thrown), loading: false })),
    );
    return () => {
      ended = true;
    };
  }, [client, generation, key, name, turn]);

  useEffect(() => {
    if (!client) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ring = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setTurn((now) => now + 1);
      }, gatherMs);
    };
    const ends = topicList
      .split(' ')
      .filter(Boolean)
      .map((topic) => client.on(topic as Topic, ring));
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [client, topicList]);

  const current = state.key === key;
  return {
    value: current ? state.value : null,
    problem: current ? state.problem : null,
    loading: state.loading || !current,
    reload: () => setTurn((now) => now + 1),
  };
}

/** The coded error of anything that a call threw. */
export function problemOf(thrown: unknown): ReplyProblem {
  if (thrown instanceof CallError) return thrown.problem;
  return { code: 'unexpected', message: String(thrown), cure: '', retryable: false };
}
