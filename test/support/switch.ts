// What stands before several processes of one hub: each request goes to the next of them, as a balancer does.

import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A balancer that a test has in its hand. */
export interface Switch {
  readonly url: string;
  /** How many requests each of them has had. */
  readonly requests: readonly number[];
  /** Told before a request is passed on: its step and to whom it goes; it may wait. */
  onRequest: (step: string, to: number) => Promise<void> | void;
  /** Sends nothing to this one any more. */
  leaveOut(which: number): void;
  /** Another process has taken the place of this one. */
  replace(which: number, address: string): void;
}

/** A balancer before these addresses; it ends with the test. */
export async function laySwitch(addresses: readonly string[]): Promise<Switch> {
  const targets = [...addresses];
  const left = new Set(targets.keys());
  const requests = targets.map(() => 0);
  let turn = 0;
  const next = (): number => {
    do turn = (turn + 1) % targets.length;
    while (!left.has(turn));
    return turn;
  };
  const server = createServer((incoming, answer) => void pass(incoming, answer));
  const pass = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const to = next();
    requests[to] = (requests[to] ?? 0) + 1;
    await found.onRequest(String(incoming.headers['dotmim-sync-step']), to);
    const target = new URL(incoming.url ?? '/', targets[left.has(to) ? to : next()]);
    const onward = request(target, { method: incoming.method, headers: incoming.headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  };
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const found: Switch = {
    url: `http://127.0.0.1:${port}/`,
    requests,
    onRequest: () => undefined,
    leaveOut: (which) => void left.delete(which),
    replace: (which, address) => void (targets[which] = address),
  };
  return found;
}
