// What happens when a second process begins to serve the same database: the sessions that this one has kept to itself go on the
// shelf, each as soon as none of its calls runs, and are shared from then on (HB-01, W-25…W-29, W-101, W-102).

import type { HubSession, Sessions } from './sessions.ts';
import { leaveOnShelf } from './shared-round.ts';
import type { SessionShelf } from './stores/shelf.ts';

/** The sessions of one process on their way to all. */
export interface HandOver {
  /** Runs a call of a session; a hand-over waits for it. */
  during<T>(sessionId: string, call: () => Promise<T>): Promise<T>;
  /** Waits for a hand-over of this session; false if there is none. Not from within one of its calls. */
  settled(sessionId: string): Promise<boolean>;
  /** Hands over all that is not shared yet. Never rejects: a session that cannot be handed over is lost. */
  all(): Promise<void>;
}

/** How sessions are handed over. */
export interface HandOverOptions {
  readonly local: Sessions;
  readonly shelf: SessionShelf;
  readonly failed: (thrown: unknown) => void;
}

/** No session is on its way. */
export function createHandOver({ local, shelf, failed }: HandOverOptions): HandOver {
  const calls = new Map<string, Set<Promise<unknown>>>();
  const leaving = new Map<string, Promise<void>>();
  const isHere = (session: HubSession): boolean => local.list().includes(session);
  const leave = async (session: HubSession): Promise<void> => {
    const running = calls.get(session.id);
    if (running) await Promise.allSettled(running);
    if (!isHere(session)) return;
    try {
      await leaveOnShelf(shelf, session);
      session.isShared = true;
      if (isHere(session)) return;
    } catch (thrown) {
      failed(thrown);
    }
    // It has ended meanwhile, or is not whole there: nobody is to find it.
    await local.drop(session);
    await shelf.drop(session.id).catch(failed);
  };
  return {
    async during(id, call) {
      const running = calls.get(id) ?? new Set();
      calls.set(id, running);
      const done = call();
      running.add(done);
      try {
        return await done;
      } finally {
        running.delete(done);
        if (running.size === 0) calls.delete(id);
      }
    },
    async settled(id) {
      const on = leaving.get(id);
      await on;
      return on !== undefined;
    },
    async all() {
      const own = local.list().filter(({ id, isShared }) => !isShared && !leaving.has(id));
      for (const session of own) {
        const left = leave(session).finally(() => leaving.delete(session.id));
        leaving.set(session.id, left);
      }
      await Promise.all(leaving.values());
    },
  };
}
