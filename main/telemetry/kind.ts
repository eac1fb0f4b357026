// What many events share: name, level, person, table, mode, outcome, code, phase, states. Each combination is stored once and
// an event holds its number, so that a list reads little and an export joins a text made once (TL-08).

import type { Reader, SqlValue, Writer } from '../sqlite/database.ts';
import {
  errorNumbers,
  eventNames,
  levels,
  modes,
  type ErrorNumber,
  type EventName,
  type FailureType,
  type Level,
  type TelemetryMode,
} from '../sync/telemetry.ts';
import type { Words } from './words.ts';

/** A combination as it is stored: places and numbers of words; 0 = none, in `mode` and `success` -1. */
export interface KindNumbers {
  readonly name: number;
  readonly level: number;
  readonly user: number;
  readonly tbl: number;
  readonly mode: number;
  readonly success: number;
  /** Number of TL-05; `noError` = none. */
  readonly error: number;
  readonly code: number;
  readonly scope: number;
  readonly phase: number;
  readonly hub_state: number;
  readonly network_state: number;
}

/** A combination as it is read. */
export interface EventKind {
  readonly name: EventName;
  readonly level: Level;
  readonly user: string;
  readonly table: string | null;
  readonly mode: TelemetryMode | null;
  /** Null where success means nothing. */
  readonly success: boolean | null;
  readonly errorCode: number | null;
  readonly failureType: FailureType | null;
  readonly code: string | null;
  readonly scope: string | null;
  readonly phase: string | null;
  readonly hubState: string | null;
  readonly networkState: string | null;
}

/** `success` as it is stored. */
export const successes = { none: -1, failure: 0, success: 1 } as const;

/** No failure; the numbers of TL-05 begin at -50. */
export const noError = -1;

/** The columns of a combination. */
export const kindColumns = [
  'name',
  'level',
  'user',
  'tbl',
  'mode',
  'success',
  'error',
  'code',
  'scope',
  'phase',
  'hub_state',
  'network_state',
] as const satisfies readonly (keyof KindNumbers)[];

const isTheSame = kindColumns.map((name) => `${name} = ?`).join(' and ');

/** Numbers of combinations, stored where they are new. The caller holds a write transaction. */
export function createKindWriter(db: Writer): (kind: KindNumbers) => number {
  const known = new Map<string, number>();
  return (kind) => {
    const cells = kindColumns.map((name): SqlValue => kind[name]);
    const key = cells.join(' ');
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const stored = db.value(`select no from telemetry_kind where ${isTheSame}`, ...cells);
    const no = Number(
      stored ??
        db.run(
          `insert into telemetry_kind (${kindColumns.join(', ')}) values (${kindColumns.map(() => '?').join(', ')})`,
          ...cells,
        ).lastInsertRowid,
    );
    known.set(key, no);
    return no;
  };
}

/** The combinations of a log by number; each is read once. */
export function createKinds(reader: Reader, words: Words): (no: number) => EventKind {
  const known = new Map<number, EventKind>();
  return (no) => {
    const seen = known.get(no);
    if (seen) return seen;
    const row = reader.get<KindNumbers>(`select * from telemetry_kind where no = ?`, no);
    const kind = describe(row, words);
    if (row) known.set(no, kind);
    return kind;
  };
}

function describe(row: KindNumbers | undefined, words: Words): EventKind {
  const word = (name: 'user' | 'tbl' | 'code' | 'scope' | 'phase' | 'hub_state' | 'network_state'): string | null =>
    words.text(row?.[name] ?? 0);
  const error = row?.error ?? noError;
  return {
    name: eventNames[row?.name ?? -1] ?? 'concord.app',
    level: levels[row?.level ?? -1] ?? 'info',
    user: word('user') ?? '',
    table: word('tbl'),
    mode: modes[row?.mode ?? -1] ?? null,
    success: row === undefined || row.success === successes.none ? null : row.success === successes.success,
    errorCode: error === noError ? null : error,
    failureType: error === noError ? null : errorNumbers[error as ErrorNumber],
    code: word('code'),
    scope: word('scope'),
    phase: word('phase'),
    hubState: word('hub_state'),
    networkState: word('network_state'),
  };
}
