// Rings: one revision a topic, told to every window, gathered so that a busy session rings at most 20 times a second (law 3).

import type { Rings } from '../window/dispatch.ts';
import { topics, type Topic } from '../window/contract.ts';

/** The engine's rings. */
export interface Bell extends Rings {
  ring(...which: readonly Topic[]): void;
  close(): void;
}

const gatherMs = 50;

/** A bell with all revisions at 1. */
export function createBell(): Bell {
  const revisions = new Map<Topic, number>(topics.map((topic) => [topic, 1]));
  const listeners = new Set<(topic: Topic, revision: number) => void>();
  const due = new Set<Topic>();
  let timer: NodeJS.Timeout | null = null;
  const tell = (): void => {
    timer = null;
    for (const topic of due) {
      const revision = (revisions.get(topic) ?? 0) + 1;
      revisions.set(topic, revision);
      for (const listener of listeners) listener(topic, revision);
    }
    due.clear();
  };
  return {
    revision: (topic) => revisions.get(topic) ?? 0,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ring(...which) {
      for (const topic of which) due.add(topic);
      timer ??= setTimeout(tell, gatherMs);
    },
    close() {
      if (timer) clearTimeout(timer);
      listeners.clear();
    },
  };
}
