// A line in memory: two carriers, each other's far end. What is posted arrives later, in order, as over any real line.

import type { Carrier } from '../../main/window/carrier.ts';

/** One end of a line, which can hang up. */
export type LineEnd = Carrier & { close(): void };

/** Two ends of one line. */
export function carrierPair(): { readonly near: LineEnd; readonly far: LineEnd } {
  const [near, far] = [createEnd(), createEnd()];
  near.joinTo(far);
  far.joinTo(near);
  return { near, far };
}

interface End extends LineEnd {
  joinTo(other: End): void;
  arrive(message: string): void;
  end(): void;
}

function createEnd(): End {
  const [receivers, closers, early]: [((message: string) => void)[], (() => void)[], string[]] = [[], [], []];
  let other: End | null = null;
  let isClosed = false;
  const end: End = {
    joinTo: (far) => void (other = far),
    post(message) {
      if (!isClosed) queueMicrotask(() => other?.arrive(message));
    },
    arrive(message) {
      if (isClosed) return;
      if (receivers.length === 0) early.push(message);
      for (const receive of receivers) receive(message);
    },
    receive(handler) {
      receivers.push(handler);
      for (const message of early.splice(0)) handler(message);
    },
    closed: (handler) => void closers.push(handler),
    end() {
      if (isClosed) return;
      isClosed = true;
      for (const close of closers) close();
    },
    close() {
      end.end();
      queueMicrotask(() => other?.end());
    },
  };
  return end;
}
