// What an export is to hold, and how (TL-02, TL-08, TL-11).

import type { TelemetryFilter } from '../filter.ts';

/** How a file is written. */
export type Format = 'csv' | 'ndjson' | 'otlp';

/** How much a file gives away: ids and counts only, with names of tables, columns and people, with values. */
export type Contains = 'ids' | 'names' | 'values';

/** What an export is to hold. */
export interface ExportChoice {
  readonly filter: TelemetryFilter;
  readonly format: Format;
  /** OTLP: all events as logs, or what has a duration as spans. */
  readonly signal: 'logs' | 'traces';
  readonly names: 'concord' | 'application-insights';
  readonly contains: Contains;
  /** Stable pseudonyms for people and devices. */
  readonly pseudonyms: boolean;
  /** Number of the newest event to write. */
  readonly upTo?: number | undefined;
}
