// Reads a call and reads it again when one of its topics rings: the one hook behind every live view (law 3).

import { useEffect, useEffectEvent, useState } from 'react';
import { CallError, type Client } from '../../main/window/client.ts';
import type { CallInput, CallName, CallOutput, ReplyProblem, Topic } from '../../main/window/contract.ts';
import { useEngine } from './engine.tsx';
import { createReader } from './reader.ts';

/** What was read. `value` stays while it is read anew; it is null only before the first answer for this input. */
export interface Read<T> {
  readonly value: T | null;
  readonly problem: ReplyProblem | null;
  readonly loading: boolean;
  /** Reads again now. */
  reload(): void;
}

interface Answer<N extends CallName> {
  readonly key: string | null;
  readonly asked: string;
  readonly value: CallOutput<N> | null;
  readonly problem: ReplyProblem | null;
}

/** Reads `name` with `input`, again on each ring of `topics`. A null input reads nothing. */
export function useRead<N extends CallName>(
  name: N,
  input: CallInput<N> | null,
  topics: readonly Topic[],
): Read<CallOutput<N>> {
  const { client, generation } = useEngine();
  const key = input === null ? null : `${name} ${JSON.stringify(input)}`;
  const [state, setState] = useState<Answer<N>>({ key: null, asked: '', value: null, problem: null });
  const [turn, setTurn] = useState(0);
  const topicList = topics.join(' ');
  const asked = `${generation} ${turn} ${key}`;
  const ask = useEffectEvent((line: Client) => line.call(name, input as CallInput<N>));

  useEffect(() => {
    if (!client || key === null) return;
    const answer = (told: { value: CallOutput<N> } | { problem: ReplyProblem }): void =>
      setState((now) => ({ value: now.key === key ? now.value : null, problem: null, ...told, key, asked }));
    const reader = createReader(() =>
      ask(client).then(
        (value) => () => answer({ value }),
        (thrown: unknown) => () => answer({ problem: problemOf(thrown) }),
      ),
    );
    const ends = topicList
      .split(' ')
      .filter(Boolean)
      .map((topic) => client.on(topic as Topic, reader.ring));
    return () => {
      for (const end of ends) end();
      reader.end();
    };
  }, [client, key, asked, topicList]);

  const current = state.key === key;
  return {
    value: current ? state.value : null,
    problem: current ? state.problem : null,
    loading: state.asked !== asked,
    reload: () => setTurn((now) => now + 1),
  };
}

/** The coded error of anything that a call threw. */
export function problemOf(thrown: unknown): ReplyProblem {
  if (thrown instanceof CallError) return thrown.problem;
  return { code: 'unexpected', message: String(thrown), cure: '', retryable: false };
}
