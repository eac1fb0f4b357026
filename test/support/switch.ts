// What stands before several processes of one hub: each request goes to the next of them, as a balancer does.

import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A balancer that a test has in its hand. */
export interface Switch {
  readonly url: string;
  /** How many requests each of them has had. */
  readonly requests: readonly number[];
  /** Told before a request is passed on: its step and to whom it goes; it may wait. `cut`: its answer never arrives. */
  onRequest: (step: string, to: number) => Promise<'cut' | void> | 'cut' | void;
  /** Sends nothing to this one any more. */
  leaveOut(which: number): void;
  /** Another process has taken the place of this one. */
  replace(which: number, address: string): void;
  /** One more: the request that is waiting goes to it. */
  join(address: string): void;
}

/** How it passes requests on. */
export interface SwitchOptions {
  /** Clients show themselves as stock ones, and take their hub for a stock one. */
  readonly stock?: boolean;
}

/** A balancer before these addresses; it ends with the test. */
export async function laySwitch(addresses: readonly string[], { stock = false }: SwitchOptions = {}): Promise<Switch> {
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
    const before = targets.length;
    const fate = await found.onRequest(String(incoming.headers['dotmim-sync-step']), to);
    if (targets.length > before) turn = targets.length - 1;
    const which = targets.length > before ? turn : left.has(to) ? to : next();
    const target = new URL(incoming.url ?? '/', targets[which]);
    const { 'concord-agent': agent, ...headers } = incoming.headers;
    const sent = { ...headers, ...(!stock && agent !== undefined && { 'concord-agent': agent }) };
    const onward = request(target, { method: incoming.method, headers: sent }, (reply) => {
      if (fate === 'cut') return void reply.resume().once('end', () => answer.destroy());
      const { 'concord-hub': hub, ...told } = reply.headers;
      answer.writeHead(reply.statusCode ?? 502, {
        ...told,
        ...(!stock && hub !== undefined && { 'concord-hub': hub }),
      });
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
    join(address) {
      left.add(targets.push(address) - 1);
      requests.push(0);
    },
  };
  return found;
}
