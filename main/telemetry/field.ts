// What a field of the dictionary is made of (TL-02, TL-11).

import type { EventRow } from './event.ts';
import type { Ids } from './ids.ts';
import type { EventKind } from './kind.ts';
import type { Run } from './run.ts';

/** What a field gives away: nothing; whose or which it is, hidden behind an id at the lowest level; or values. */
export type Tells = 'nothing' | 'person' | 'device' | 'named' | 'values';

/** A cell of a field; null = this event has none. */
export type FieldValue = string | number | boolean | null;

/** What a field is read from. */
export interface Source {
  readonly row: EventRow;
  readonly kind: EventKind;
  readonly run: Run;
  readonly ids: Ids;
  /** An instant in ms as ISO text. */
  time(ms: number): string;
}

/** One field of the dictionary. */
export interface Field {
  readonly name: string;
  /** The OpenTelemetry attribute; absent = `concord.` and the name in snake case. */
  readonly attribute?: string;
  /** Path in the documents' own telemetry; several where they have several. None = Concord's own, under `customDimensions`. */
  readonly document: readonly string[];
  readonly tells: Tells;
  /** What it depends on: the event itself, the words that many events share, or the run. */
  readonly of: 'event' | 'words' | 'run';
  read(source: Source): FieldValue;
  /** What the documents write instead. */
  asDocument?(value: FieldValue, source: Source): FieldValue;
}

/** A path within the documents' own dimensions. */
export const custom = (name: string): string => `customDimensions.${name}`;
