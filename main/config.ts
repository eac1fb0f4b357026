// What an app is made from: handed in by the shell, the host or the terminal.

import type { Parameter } from './sync/scope.ts';

/** What an app is made from. */
export interface AppConfig {
  /** The replica's file. */
  readonly file: string;
  /** Make the file if there is none. */
  readonly create?: boolean;
  /** Address of the hub; remembered in the file. Needed the first time. */
  readonly hub?: string;
  readonly scope?: string;
  /** Values of the scope's filter; remembered in the file (PR-04). */
  readonly parameters?: readonly Parameter[];
  /** They stand in for all others of the scope: rows that only those held go (PR-04). */
  readonly replacesParameters?: boolean;
  /** Scopes of the replica that this one stands in for, from this session on. */
  readonly from?: readonly string[];
  /** Bearer token for the hub (HB-04). */
  readonly token?: string;
  /** Seconds to wait for an answer of the hub; 300. Applying a large upload takes it its time (W-09). */
  readonly answerSeconds?: number;
  /** Milliseconds without an answer after which the hub is told as silent; 10,000 (ST-05). */
  readonly silentAfterMs?: number;
  /** Bytes free on the disk of a folder, null = not known; absent: the system is asked (ST-09). */
  freeSpace?(folder: string): number | null;
  readonly user: string;
  readonly device: string;
  readonly title?: string;
  /** Where the app is used, as telemetry tells it; a terminal unless said. */
  readonly client?: 'desktop' | 'browser' | 'cli';
  readonly isDemo?: boolean;
  readonly readOnly?: boolean;
  /** Interval in minutes for a replica that has none yet; null = by hand only. */
  readonly intervalMinutes?: number | null;
  /** Watch the file for other programs' writes and start sessions by the schedule. */
  readonly lives?: boolean;
  /** Run a session as soon as the app is open. */
  readonly startAtOnce?: boolean;
  /** Whether the shell hands tokens to the system's store; else they are known for this run only. */
  readonly keepsTokens?: boolean;
  /** Told of another token that was given in the settings; undefined = none any more. */
  tokenChanged?(token: string | undefined): void;
  now?(): Date;
}

/** Where a first start makes its replica, and what it is told at the beginning. */
export interface SetupPlace {
  /** The folder for replicas that are given no other; made when it is needed. */
  readonly folder: string;
  /** Whether the shell hands tokens to the system's store. */
  readonly keepsTokens: boolean;
}

/** What an engine is started with: a replica, or the place where a first start makes one. */
export type EngineConfig = Omit<AppConfig, 'file'> &
  (
    | { readonly file: string; readonly setup?: undefined }
    | { readonly file: string | undefined; readonly setup: SetupPlace }
  );
