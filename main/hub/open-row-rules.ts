// Starts the thread of the owner's rules and asks it row by row, each within a time (HB-08). The hub waits meanwhile: a row is
// written in the midst of a transaction.

import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { ConcordError, restoreProblem } from '../sync/problem.ts';
import type { RowRule } from './row-rules.ts';
import type { RuleQuestion, RulesNews, RulesOrder } from './rules-thread.ts';

/** The rules by table, on a thread that is started anew when one of them does not end. */
export interface OpenRowRules {
  readonly rules: ReadonlyMap<string, RowRule>;
  close(): Promise<void>;
}

/** How long is waited, in milliseconds. */
export interface RuleTimes {
  /** For a rule's answer. */
  readonly answer: number;
  /** For the module. */
  readonly start: number;
  /** A table whose rule was not heard is not asked again for so long: its rows are refused at once. */
  readonly pause: number;
}

const usual: RuleTimes = { answer: 1000, start: 10_000, pause: 60_000 };

interface Thread {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly signal: Int32Array;
  isOver: boolean;
}

/** Loads a module of functions by table. Throws `rules-unreadable`. */
export function openRowRules(file: string, times: RuleTimes = usual): OpenRowRules {
  const begin = (): { readonly thread: Thread; readonly tables: readonly string[] } => {
    const thread = startThread(file);
    const news = hear(thread, times.start);
    if (news && 'tables' in news) return { thread, tables: news.tables };
    void thread.worker.terminate();
    if (news && 'problem' in news) throw restoreProblem(news.problem);
    throw new ConcordError('rules-unreadable', { file, reason: `it was not loaded within ${secondsOf(times.start)}` });
  };
  const first = begin();
  let thread: Thread | null = first.thread;
  const pauses = new Map<string, number>();
  const ask = (question: RuleQuestion): ReturnType<RowRule> => {
    const { table } = question;
    const late = `it did not answer within ${secondsOf(times.answer)}`;
    if (performance.now() < (pauses.get(table) ?? 0)) throw new Error(late);
    // A module that is broken by now is not loaded anew for each row.
    pauses.set(table, performance.now() + times.pause);
    const running = thread && !thread.isOver ? thread : begin().thread;
    thread = running;
    pauses.delete(table);
    running.port.postMessage(question);
    const news = hear(running, times.answer);
    if (news && 'answer' in news) return news.answer;
    if (news && 'failed' in news) throw new Error(news.failed);
    void running.worker.terminate();
    thread = null;
    pauses.set(table, performance.now() + times.pause);
    throw new Error(late);
  };
  return {
    rules: new Map(first.tables.map((table) => [table, (row, view) => ask({ table, row, view })])),
    close: async () => void (await thread?.worker.terminate()),
  };
}

function startThread(file: string): Thread {
  const { port1, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const order: RulesOrder = { file, port: port2, signal };
  const worker = new Worker(new URL('rules-thread.ts', import.meta.url), { workerData: order, transferList: [port2] });
  const thread: Thread = { worker, port: port1, signal, isOver: false };
  // One that dies of an error of its own, outside of any question, is started again by the next one.
  worker.on('error', () => (thread.isOver = true)).once('exit', () => (thread.isOver = true));
  worker.unref();
  port1.unref();
  return thread;
}

/** What the thread says next; null = nothing in that time. */
function hear({ port, signal }: Thread, ms: number): RulesNews | null {
  const until = performance.now() + ms;
  for (;;) {
    const count = Atomics.load(signal, 0);
    const received = receiveMessageOnPort(port) as { readonly message: RulesNews } | undefined;
    if (received) return received.message;
    const left = until - performance.now();
    if (left <= 0) return null;
    Atomics.wait(signal, 0, count, left);
  }
}

function secondsOf(ms: number): string {
  return ms === 1000 ? 'a second' : `${ms / 1000} seconds`;
}
