// How calls and rings travel: a carrier moves texts, whatever it is made of (IPC, WebSocket, a port between threads).

import { z } from 'zod';
import type { Reply, Topic } from './contract.ts';

/** A two-way line. The window asks nothing else of the world. */
export interface Carrier {
  post(message: string): void;
  /** Called for each message that arrives. */
  receive(handler: (message: string) => void): void;
  /** Called once when the line is gone. */
  closed(handler: () => void): void;
}

/** To the window: a reply, or a ring. */
export type EngineMessage =
  { readonly id: number; readonly reply: Reply<unknown> } | { readonly topic: Topic; readonly revision: number };

const shape = z.object({ id: z.number().int(), call: z.string(), input: z.unknown() });

/** Reads a message of the window; null for anything else. */
export function readCallMessage(text: string): { id: number; call: string; input: unknown } | null {
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
