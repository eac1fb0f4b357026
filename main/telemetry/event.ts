// A telemetry event as it is handed in and as it is stored (TL-01, TL-13).

import type { SqlValue } from '../sqlite/database.ts';
import type { factNames } from './facts.ts';
import type { Peer } from './run.ts';
import type { EventName, FailureType, Level, TelemetryMode } from '../sync/telemetry.ts';

/** Facts beside the columns; those that are not there are left out. */
export type Facts<Kind extends keyof typeof factNames> = Readonly<
  Partial<Record<(typeof factNames)[Kind][number], string | number | boolean | null | undefined>>
>;

/** Why something failed. */
export interface Failure {
  readonly errorCode: number;
  readonly failureType: FailureType;
  readonly code: string;
  readonly message: string;
  readonly details?: string | undefined;
}

/** An event to be written. */
export interface NewTelemetry {
  readonly name: EventName;
  readonly level: Level;
  readonly at: Date;
  /** Absent where success means nothing. */
  readonly success?: boolean;
  readonly failure?: Failure | null;
  readonly mode?: TelemetryMode | null;
  readonly table?: string;
  readonly scope?: string;
  readonly phase?: string;
  /** Number of the session that it belongs to. */
  readonly session?: number | null;
  /** Number of the last session before it that succeeded; 0 = none. Tries that share it share their `syncId`. */
  readonly sync?: number;
  /** Part of the first event of the same batch. */
  readonly isPart?: boolean;
  readonly conflict?: number;
  /** What became of a conflict so far. */
  readonly fate?: string;
  /** Who did it, where that is not the user of this run. */
  readonly user?: string | null;
  /** Whose program it is, where a hub tells of its clients: nothing is known of it but this, nor of who works there but `user`. */
  readonly peer?: Peer;
  /** Milliseconds. */
  readonly durationMs?: number;
  readonly activeMs?: number;
  readonly records?: number;
  readonly responseBytes?: number;
  readonly contentBytes?: number;
  readonly hubState?: string;
  readonly networkState?: string;
  /** Facts that are safe at every level, those that name columns and people, and those that hold values (TL-11). */
  readonly ids?: Facts<'ids'>;
  readonly names?: Facts<'names'>;
  readonly values?: Facts<'values'>;
}

/** The columns of an event in their order; rows are read as arrays of these. */
export const columns = [
  'no',
  'at',
  'run',
  'kind',
  'session',
  'sync',
  'parent',
  'conflict',
  'ms',
  'active',
  'records',
  'received',
  'sent',
  'fate',
  'message',
  'stack',
  'ids',
  'names',
  'vals',
] as const;

/** One column of an event. */
export type EventColumn = (typeof columns)[number];

/** A stored event: the cells of `columns`. */
export type EventRow = readonly SqlValue[];

/** Where a column stands in a row. */
export const at = Object.fromEntries(columns.map((name, index) => [name, index])) as Readonly<
  Record<EventColumn, number>
>;

/** `ms` of an event without a duration; in a sorted list it counts as the shortest. */
export const noDuration = -1;

/** Writes one event. */
export const insertTelemetry = `insert into telemetry (${columns.slice(1).join(', ')})
  values (${columns
    .slice(1)
    .map(() => '?')
    .join(', ')})`;
