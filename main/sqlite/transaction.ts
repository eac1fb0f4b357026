// Write transactions that wait for the lock without blocking the thread, and a gate for one writer at a time.

import { setTimeout as sleep } from 'node:timers/promises';
import { isBusy, sqliteProblem } from './problem.ts';
import type { Reader, Writer } from './database.ts';

/** How long to wait for another program's lock. */
export interface Waiting {
  /** Milliseconds in all; default 30,000. */
  readonly upTo?: number;
  /** Told before each pause, with the milliseconds waited so far. */
  readonly onWait?: (waited: number) => void;
  /** Throws to give up. */
  readonly checkpoint?: () => void;
  /**
   * What is written need not be on the disk before the next transaction without this is: after a power failure it may never have
   * been. A transaction waits for the disk longer than for anything else.
   */
  readonly later?: boolean;
}

/** Runs `work` in one immediate transaction: all of it is committed, or none (bounded wait, W-105, W-247). */
export async function writeTransaction<T>(db: Writer, work: () => T | Promise<T>, waiting: Waiting = {}): Promise<T> {
  if (waiting.later) {
    db.exec('pragma synchronous = normal');
    return writeTransaction(db, work, { ...waiting, later: false }).finally(() => db.exec('pragma synchronous = full'));
  }
  await patiently(() => db.exec('begin immediate'), waiting);
  try {
    const result = await work();
    await patiently(() => db.exec('commit'), waiting);
    return result;
  } catch (thrown) {
    if (db.inTransaction) db.exec('rollback');
    // Statements of hot loops throw SQLite's own errors: a full disk or a damaged page is told in our words all the same.
    throw sqliteProblem(thrown, db.file);
  }
}

/** Repeats `step` with growing pauses while another connection holds the lock. */
export async function patiently<T>(step: () => T, waiting: Waiting = {}): Promise<T> {
  const started = Date.now();
  for (let pause = 5; ; pause = Math.min(pause * 2, 500)) {
    try {
      return step();
    } catch (thrown) {
      const waited = Date.now() - started;
      if (!isBusy(thrown) || waited > (waiting.upTo ?? 30_000)) throw thrown;
      waiting.onWait?.(waited);
      waiting.checkpoint?.();
      await sleep(pause);
    }
  }
}

/** Opens a read transaction and fixes its snapshot at once. */
export function beginSnapshot(db: Reader): void {
  db.exec('begin');
  db.value('select count(*) from sqlite_schema');
}

/** Lets one piece of asynchronous work run after the other. */
export interface Gate {
  enter<T>(work: () => T | Promise<T>): Promise<T>;
}

/** A gate for one connection: a second write waits until the first has ended. */
export function createGate(): Gate {
  let last: Promise<unknown> = Promise.resolve();
  return {
    enter<T>(work: () => T | Promise<T>): Promise<T> {
      const turn = last.then(work, work);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
