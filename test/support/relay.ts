// The wire between a replica and its hub, to be cut, held and mended: real sockets, so that a session sees a real network.

import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A wire that a test has in its hand. */
export interface Relay {
  /** The hub's address by this wire. */
  readonly url: string;
  /** Nothing is passed on, and nobody hears why. */
  hold(): void;
  /** What was held goes on. */
  release(): void;
  /** No connection is accepted any more, those that there are end. */
  cut(): Promise<void>;
  /** Accepts connections again, at the same address. */
  mend(): Promise<void>;
}

/** Lays a wire to the hub; it is taken up when the test has finished. */
export async function layRelay(hubUrl: string): Promise<Relay> {
  const target = new URL(hubUrl);
  const sockets = new Set<Socket>();
  let isHeld = false;
  const join = (near: Socket): void => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
      if (isHeld) from.pause();
    }
  };
  let server: Server | null = null;
  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const next = createServer(join).once('error', reject);
      server = next.listen(port, '127.0.0.1', () => resolve((next.address() as AddressInfo).port));
    });
  const cut = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    server = null;
  };
  const port = await listen(0);
  onTestFinished(cut);
  const url = new URL(hubUrl);
  url.port = String(port);
  return {
    url: url.href,
    hold() {
      isHeld = true;
      for (const socket of sockets) socket.pause();
    },
    release() {
      isHeld = false;
      for (const socket of sockets) socket.resume();
    },
    cut,
    mend: async () => void (await listen(port)),
  };
}
