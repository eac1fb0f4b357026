// The window's end of a carrier: typed calls, and rings by topic. A lost line fails what waits, with a code.

import { ConcordError, problemTable, type ProblemCode } from '../sync/problem.ts';
import type { Carrier, EngineMessage } from './carrier.ts';
import type { CallInput, CallName, CallOutput, ReplyProblem, Topic } from './contract.ts';

/** An error that a call answered with. */
export class CallError extends Error {
  readonly problem: ReplyProblem;

  constructor(problem: ReplyProblem) {
    super(problem.message);
    this.name = 'CallError';
    this.problem = problem;
  }
}

/** The engine as the window sees it. */
export interface Client {
  /** Throws a CallError. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Returns the function that ends the subscription. */
  on(topic: Topic, listener: (revision: number) => void): () => void;
  revision(topic: Topic): number;
}

interface Waiter {
  resolve(value: never): void;
  reject(error: CallError): void;
}

/** A client over a carrier. */
export function createClient(carrier: Carrier): Client {
  const waiting = new Map<number, Waiter>();
  const listeners = new Map<Topic, Set<(revision: number) => void>>();
  const revisions = new Map<Topic, number>();
  let lastId = 0;
  let isLost = false;
  carrier.receive((text) => {
    const message = JSON.parse(text) as EngineMessage;
    if ('topic' in message) {
      revisions.set(message.topic, message.revision);
      for (const listener of listeners.get(message.topic) ?? []) listener(message.revision);
      return;
    }
    const waiter = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.reply.ok) waiter?.resolve(message.reply.value as never);
    else waiter?.reject(new CallError(message.reply.error));
  });
  carrier.closed(() => {
    isLost = true;
    for (const waiter of waiting.values()) waiter.reject(new CallError(lost()));
    waiting.clear();
  });
  return {
    call: (name, input) =>
      new Promise((resolve, reject) => {
        if (isLost) return reject(new CallError(lost()));
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        carrier.post(JSON.stringify({ id, call: name, input }));
      }),
    on(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
      return () => void set.delete(listener);
    },
    revision: (topic) => revisions.get(topic) ?? 0,
  };
}

function lost(): ReplyProblem {
  const code: ProblemCode = 'engine-lost';
  return { code, message: new ConcordError(code).message, cure: problemTable[code].cure, retryable: true };
}
