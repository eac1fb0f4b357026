// A gate between a replica and its hub: it lets every call through until the one that a test has named, and holds that
// one, with its question not yet asked or its answer not yet given, while whoever is to be killed is killed.

import { startHttpServer, type HttpCall, type Reply } from './http-server.ts';

/** The n-th call of a step, before the hub has seen it or after it has answered. */
export interface Stop {
  readonly step: number;
  /** From 1; 1 unless told otherwise. */
  readonly nth?: number;
  readonly when: 'question' | 'answer';
}

/** A gate that ends with the running test. */
export interface Gate {
  readonly url: string;
  /** Leads to the hub; may be led elsewhere when the hub has moved. */
  hub: string;
  /** Resolves when the named call has come to the gate; it stays there until `open` or `pass`. */
  stopAt(stop: Stop): Promise<void>;
  /** What is held is dropped, and nothing is held any more. */
  open(): void;
  /** What is held goes on as if nothing had been. */
  pass(): void;
  /** Changes the answers on their way; leaves them as they are unless told otherwise. */
  spoil: (answer: string) => string;
  /** The session id that a call goes on with; its own unless told otherwise. */
  session: (step: number, own: string) => string;
}

interface Watch {
  readonly stop: Stop;
  readonly reached: PromiseWithResolvers<void>;
  readonly opened: PromiseWithResolvers<'drop' | 'pass'>;
}

/** Builds a gate before a hub. */
export async function buildGate(hubUrl: string): Promise<Gate> {
  const counts = new Map<number, number>();
  let watch: Watch | null = null;
  const hold = async (step: number, nth: number, when: Stop['when']): Promise<boolean> => {
    const { stop, reached, opened } = watch ?? {};
    if (!stop || stop.step !== step || (stop.nth ?? 1) !== nth || stop.when !== when) return false;
    reached?.resolve();
    return (await opened?.promise) === 'drop';
  };
  const end = (how: 'drop' | 'pass'): void => {
    watch?.opened.resolve(how);
    watch = null;
  };
  const answer = async (call: HttpCall): Promise<Reply> => {
    const step = Number(call.headers['dotmim-sync-step']);
    const nth = (counts.get(step) ?? 0) + 1;
    counts.set(step, nth);
    if (await hold(step, nth, 'question')) return drop;
    const reply = await pass(gate, call);
    return (await hold(step, nth, 'answer')) ? drop : reply;
  };
  const server = await startHttpServer({ answer });
  const own = new URL(hubUrl);
  own.port = String(server.port);
  const gate: Gate = {
    url: own.href,
    hub: hubUrl,
    stopAt(stop) {
      counts.clear();
      watch = { stop, reached: Promise.withResolvers(), opened: Promise.withResolvers() };
      return watch.reached.promise;
    },
    open: () => end('drop'),
    pass: () => end('pass'),
    spoil: (answer) => answer,
    session: (_, own) => own,
  };
  return gate;
}

const drop: Reply = (response) => void response.destroy();

/** Headers that belong to one connection only. */
const ownHeaders = new Set([
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'host',
  'accept-encoding',
]);

const sessionHeader = 'dotmim-sync-session-id';

async function pass({ hub, spoil, session }: Gate, call: HttpCall): Promise<Reply> {
  const step = Number(call.headers['dotmim-sync-step']);
  const headers = Object.entries(call.headers)
    .filter(([name]) => !ownHeaders.has(name))
    .map(([name, value]) => [name, name === sessionHeader ? session(step, value) : value] as [string, string]);
  let answer: Response;
  try {
    answer = await fetch(new URL(call.path, hub), {
      method: call.method,
      headers: [...headers, ['accept-encoding', 'identity']],
      body: call.body,
    });
  } catch {
    return drop;
  }
  const body = spoil(await answer.text());
  return (response) => {
    response.statusCode = answer.status;
    for (const [name, value] of answer.headers)
      if (!ownHeaders.has(name) && name !== 'set-cookie') response.setHeader(name, value);
    response.setHeader('set-cookie', answer.headers.getSetCookie());
    response.end(body);
  };
}
