// Retry, correction and clean-up with what they did last (ER-04, ER-05, ER-10).

import { useState } from 'react';
import type { CallInput, ReplyProblem } from '../../main/window/contract.ts';
import { useAct } from '../bridge/use-act.ts';
import type { Said } from './said-bar.tsx';

/** The steps and their outcome. */
export interface Retry {
  readonly isBusy: boolean;
  readonly problem: ReplyProblem | null;
  readonly said: Said | null;
  retry(input: CallInput<'errors.retry'>): void;
  edit(input: CallInput<'errors.edit'>): void;
  say(said: Said | null): void;
  clear(): void;
}

/** The steps. */
export function useRetry(): Retry {
  const retry = useAct('errors.retry');
  const edit = useAct('errors.edit');
  const [said, setSaid] = useState<Said | null>(null);
  const tell = (answer: ReturnType<typeof retry.run>): void =>
    void answer.then((done) => done && setSaid({ kind: 'retried', done }));
  return {
    isBusy: retry.busy || edit.busy,
    problem: retry.problem ?? edit.problem,
    said,
    retry: (input) => tell(retry.run(input)),
    edit: (input) => tell(edit.run(input)),
    say: setSaid,
    clear() {
      retry.clear();
      edit.clear();
    },
  };
}
