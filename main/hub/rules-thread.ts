// The rules of the hub's owner on a thread of their own: one that never comes to an end is ended, and the hub goes on (HB-08).

import { workerData, type MessagePort } from 'node:worker_threads';
import { problemFrom, type Problem } from '../sync/problem.ts';
import { plainAnswer, type RuleAnswer, type RuleRow } from './rule-answer.ts';
import { loadRowRules, type RuleView } from './row-rules.ts';

/** What the thread is started with; `signal` counts what it says, so that the hub can wait for it. */
export interface RulesOrder {
  readonly file: string;
  readonly port: MessagePort;
  readonly signal: Int32Array;
}

/** One row for the rule of a table. */
export interface RuleQuestion {
  readonly table: string;
  readonly row: RuleRow;
  readonly view: RuleView;
}

/** First the tables that have a rule, or why there are none; then an answer to each question. */
export type RulesNews =
  | { readonly tables: readonly string[] }
  | { readonly problem: Problem }
  | { readonly answer: RuleAnswer }
  | { readonly failed: string };

const { file, port, signal } = workerData as RulesOrder;

try {
  const rules = await loadRowRules(file);
  port.on('message', ({ table, row, view }: RuleQuestion) => {
    try {
      tell({ answer: plainAnswer(rules.get(table)?.(row, view)) });
    } catch (thrown) {
      tell({ failed: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  });
  tell({ tables: [...rules.keys()] });
} catch (thrown) {
  tell({ problem: problemFrom(thrown) });
}

function tell(news: RulesNews): void {
  port.postMessage(news);
  Atomics.add(signal, 0, 1);
  Atomics.notify(signal, 0);
}
