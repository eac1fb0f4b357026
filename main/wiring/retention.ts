// How long the history is kept: the days of each kind, what they free now, and the cleaning itself, in short transactions so
// that nobody waits for it (AD-03, law 6).

import { setTimeout as sleep } from 'node:timers/promises';
import { countOldEntries, deleteOldEntries, sessionsInUse } from '../conflicts/prune.ts';
import { countOldErrors, countOldSessions, deleteOldErrors, deleteOldSessions, type Freed } from '../replica/prune.ts';
import type { Replica } from '../replica/replica.ts';
import { readSetting, saveSetting } from '../replica/settings.ts';

/** Days by kind. */
export interface RetentionDays {
  readonly sessions: number;
  readonly conflicts: number;
  readonly errors: number;
}

/** The kinds with the days that they are kept where nobody chose others. */
export const defaultRetention: RetentionDays = { sessions: 180, conflicts: 365, errors: 90 };

/** Retention of one replica. */
export interface Retention {
  days(): RetentionDays;
  /** What these days would free now. */
  frees(days: RetentionDays): Readonly<Record<keyof RetentionDays, Freed>>;
  /** Keeps the days and cleans by them; resolves when the days are kept. */
  save(days: RetentionDays): Promise<void>;
  /** Cleans by the days that are kept: how many entries went. */
  clean(): Promise<number>;
  /** Cleans soon, and every day from then on. */
  begin(): void;
  close(): void;
}

/** What retention stands on. */
export interface RetentionParts {
  readonly replica: Pick<Replica, 'db' | 'reader' | 'write'>;
  now(): Date;
  /** Told after entries went. */
  changed(): void;
}

const dayMs = 86_400_000;
/** Entries a transaction, and the pause after it. */
const batch = 200;
const pauseMs = 20;
/** Nothing is cleaned while the window opens. */
const firstMs = 30_000;

/** Retention that cleans nothing before it is begun or asked. */
export function createRetention({ replica, now, changed }: RetentionParts): Retention {
  const { db, reader } = replica;
  const ends = new AbortController();
  const before = (days: number): string => new Date(now().getTime() - days * dayMs).toISOString();
  const days = (): RetentionDays => ({
    ...defaultRetention,
    ...readSetting<Partial<RetentionDays>>(reader, 'retention'),
  });
  let cleaning: Promise<number> | null = null;
  let timer: NodeJS.Timeout | undefined;
  const cleanAll = async (): Promise<number> => {
    const kept = days();
    const works: readonly (() => number)[] = [
      () => deleteOldEntries(db, before(kept.conflicts), batch),
      () => deleteOldErrors(db, before(kept.errors), batch),
      () => deleteOldSessions(db, before(kept.sessions), sessionsInUse(db), batch),
    ];
    let gone = 0;
    for (const work of works) gone += await inBatches(replica, work, ends.signal);
    if (gone > 0) changed();
    return gone;
  };
  const clean = (): Promise<number> => (cleaning ??= cleanAll().finally(() => void (cleaning = null)));
  const schedule = (ms: number): void => {
    timer = setTimeout(() => {
      // What cannot be cleaned now is cleaned tomorrow; nothing depends on it.
      clean().catch(() => undefined);
      schedule(dayMs);
    }, ms).unref();
  };
  return {
    days,
    frees: (asked) => ({
      sessions: countOldSessions(reader, before(asked.sessions), sessionsInUse(reader)),
      conflicts: countOldEntries(reader, before(asked.conflicts)),
      errors: countOldErrors(reader, before(asked.errors)),
    }),
    async save(chosen) {
      await replica.write(() => saveSetting(db, 'retention', chosen));
      clean().catch(() => undefined);
    },
    clean,
    begin: () => schedule(firstMs),
    close() {
      clearTimeout(timer);
      ends.abort();
    },
  };
}

/** Until a batch is not full any more, or it is told to end. */
async function inBatches({ write }: Pick<Replica, 'write'>, work: () => number, signal: AbortSignal): Promise<number> {
  for (let gone = 0; !signal.aborted;) {
    const went = await write(work);
    gone += went;
    if (went < batch) return gone;
    await sleep(pauseMs);
  }
  return 0;
}
