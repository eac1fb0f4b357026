// Makes a call that changes something, and tells how it went.

import { useCallback, useState } from 'react';
import type { CallInput, CallName, CallOutput, ReplyProblem } from '../../main/window/contract.ts';
import { useEngine } from './engine.tsx';
import { problemOf } from './use-read.ts';

/** A call at hand. */
export interface Act<N extends CallName> {
  /** Resolves to null where the call was refused; `problem` then says why. */
  run(input: CallInput<N>): Promise<CallOutput<N> | null>;
  readonly busy: boolean;
  readonly problem: ReplyProblem | null;
  clear(): void;
}

/** A call that changes something. */
export function useAct<N extends CallName>(name: N): Act<N> {
  const { client } = useEngine();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ReplyProblem | null>(null);
  const run = useCallback(
    async (input: CallInput<N>) => {
      if (!client) return null;
      setBusy(true);
      setProblem(null);
      try {
        return await client.call(name, input);
      } catch (thrown) {
        setProblem(problemOf(thrown));
        return null;
      } finally {
        setBusy(false);
      }
    },
    [client, name],
  );
  const clear = useCallback(() => setProblem(null), []);
  return { run, busy, problem, clear };
}
