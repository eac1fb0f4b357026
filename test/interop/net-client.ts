// A stock .NET client as a replica of a test: its file is read and written beside it, its sessions are ordered line by line.

import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { afterAll, inject, onTestFinished } from 'vitest';
import type { Counters } from '../support/books.ts';
import { startLineProgram, type LineProgram } from './line-program.ts';

/** The figures that a stock client tells: it knows nothing of who resolved a conflict. */
export type PeerCounters = Omit<Counters, 'rcC' | 'rcS'>;

/** How a client is opened. */
export interface NetOptions {
  readonly scope?: string;
  readonly batchSizeKb?: number;
  readonly parameters?: Readonly<Record<string, string | number | boolean | null>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly errors?: string;
  readonly policy?: 'ServerWins' | 'ClientWins';
  readonly disableConstraints?: boolean;
  readonly timeoutSeconds?: number;
}

/** What a session is told. */
export interface NetSync {
  readonly type?: 'Normal' | 'Reinitialize' | 'ReinitializeWithUpload';
  readonly outdated?: 'Rollback' | 'Reinitialize' | 'ReinitializeWithUpload';
  readonly retries?: number;
  readonly conflict?: 'Watch' | 'ServerWins' | 'ClientWins' | 'MergeRow' | 'Throw';
  readonly rewrite?: Readonly<Record<string, string>>;
  /** Cells of the final row under `MergeRow`. */
  readonly final?: Readonly<Record<string, string>>;
}

/** A replica that a stock client keeps. */
export interface NetReplica {
  readonly name: string;
  readonly file: string;
  /** Another program's connection to the file; there once a session has made it. */
  readonly db: Sqlite.Database;
  /** What the program takes beyond the plain commands. */
  takes(): Promise<readonly string[]>;
  /** How many rows the hub would send, as it estimates them and as it hands them out; no session. */
  looks(): Promise<unknown>;
  /** Runs a session; throws a NetFailure when it fails. */
  counts(options?: NetSync): Promise<PeerCounters>;
}

/** Starts the stock client. */
export function startClient(): LineProgram {
  return startLineProgram(inject('peers')?.client ?? []);
}

/** Waits for the next millisecond: a stock client stamps by those, and sends what has one stamp by the order of its keys. */
export function nextStamp({ db }: Pick<NetReplica, 'db'>): void {
  const now = db.prepare(`select strftime('%f', 'now')`).pluck();
  for (const before = now.get(); now.get() === before;);
}

let shared: LineProgram | null = null;
afterAll(() => {
  shared?.close();
  shared = null;
});

/** A replica of a stock client in a folder. One program serves all replicas of a test file unless one is handed in. */
export function netReplica(
  place: { readonly folder: string; readonly name: string; readonly url: string; readonly program?: LineProgram },
  options: NetOptions = {},
): NetReplica {
  const file = join(place.folder, `${place.name}.sqlite`);
  const program = place.program ?? (shared ??= startClient());
  const open = { cmd: 'open', file, url: place.url, batchDir: join(place.folder, `${place.name}-parts`), ...options };
  let db: Sqlite.Database | null = null;
  onTestFinished(() => void db?.close());
  return {
    name: place.name,
    file,
    get db() {
      if (db === null) {
        db = new Sqlite(file);
        db.pragma('foreign_keys = on');
      }
      return db;
    },
    takes: async () => ((await program.ask(open))['takes'] ?? []) as string[],
    looks: async () => (await Promise.all([program.ask(open), program.ask({ cmd: 'look' })]))[1],
    async counts(sync = {}) {
      const [, told] = await Promise.all([program.ask(open), program.ask({ cmd: 'sync', ...sync })]);
      return {
        D: Number(told['downloaded']),
        U: Number(told['uploaded']),
        AC: Number(told['appliedOnClient']),
        AS: Number(told['appliedOnServer']),
        FC: Number(told['failedOnClient']),
        FS: Number(told['failedOnServer']),
        RC: Number(told['resolvedConflicts']),
      };
    },
  };
}
