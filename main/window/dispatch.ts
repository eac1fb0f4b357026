// The engine's end of a carrier: every call is checked at this door, every error leaves it with a code (law 7).

import { ConcordError, problemFrom } from '../sync/problem.ts';
import { readCallMessage, type Carrier, type EngineMessage } from './carrier.ts';
import {
  calls,
  topics,
  writingCalls,
  type CallName,
  type CallOutput,
  type Handlers,
  type Reply,
  type Topic,
} from './contract.ts';

/** Where rings come from. */
export interface Rings {
  revision(topic: Topic): number;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (topic: Topic, revision: number) => void): () => void;
}

/** What a door is made of. */
export interface Door {
  readonly handlers: Handlers;
  readonly rings: Rings;
  readonly readOnly?: boolean;
}

/** Serves one carrier until it closes. Every topic rings once at the start, so that a late window misses nothing. */
export function serveCarrier(carrier: Carrier, door: Door): void {
  const send = (message: EngineMessage): void => carrier.post(JSON.stringify(message));
  const unsubscribe = door.rings.subscribe((topic, revision) => send({ topic, revision }));
  carrier.closed(unsubscribe);
  carrier.receive((text) => {
    const message = readCallMessage(text);
    if (!message) return;
    const { id } = message;
    // A value that cannot be written as JSON is that call's fault, not the end of the engine.
    void answer(door, message.call, message.input)
      .then((reply) => send({ id, reply }))
      .catch((thrown: unknown) => send({ id, reply: { ok: false, error: problemFrom(thrown) } }));
  });
  for (const topic of topics) send({ topic, revision: door.rings.revision(topic) });
}

/** Makes one call. Never throws: what goes wrong is in the reply. */
export async function answer(
  door: Pick<Door, 'handlers' | 'readOnly'>,
  name: string,
  input: unknown,
): Promise<Reply<unknown>> {
  try {
    if (!isCall(name)) throw new ConcordError('usage', { reason: `There is no call “${name.slice(0, 60)}”.` });
    if (door.readOnly && writingCalls.has(name))
      throw new ConcordError('not-supported', { what: 'Changing anything in a read-only window' });
    const checked = calls[name].input.safeParse(input);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      throw new ConcordError('usage', {
        reason: `${name}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
      });
    }
    return { ok: true, value: await invoke(door.handlers, name, checked.data) };
  } catch (thrown) {
    return { ok: false, error: problemFrom(thrown) };
  }
}

function invoke<N extends CallName>(
  handlers: Handlers,
  name: N,
  input: unknown,
): Promise<CallOutput<N>> | CallOutput<N> {
  const handler = handlers[name] as (input: unknown) => Promise<CallOutput<N>> | CallOutput<N>;
  return handler(input);
}

function isCall(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}
