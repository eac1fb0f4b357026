// The list of events: any page of a filtered, sorted million (TL-02, TL-13, FD-08).

import type { Reader } from '../sqlite/database.ts';
import type { ClientType, EventName, FailureType, Level, TelemetryMode } from '../sync/telemetry.ts';
import { fields } from './dictionary.ts';
import type { Source } from './field.ts';
import { at, columns, noDuration, type EventRow } from './event.ts';
import { conditionOf, type TelemetryFilter } from './filter.ts';
import type { Sort } from './positions.ts';
import type { Reading } from './reading.ts';

/** An event as a list shows it; instants are ISO. */
export interface TelemetryEvent {
  readonly no: number;
  readonly time: string;
  readonly name: EventName;
  readonly level: Level;
  readonly durationMs: number | null;
  readonly activeMs: number | null;
  readonly mode: TelemetryMode | null;
  readonly success: boolean | null;
  readonly failureType: FailureType | null;
  readonly errorCode: number | null;
  readonly code: string | null;
  readonly errorMessage: string | null;
  readonly table: string | null;
  readonly user: string;
  readonly client: ClientType;
  readonly records: number | null;
  readonly session: number | null;
  readonly conflict: number | null;
  readonly fields: Record<string, string | number | boolean>;
}

/** A page asked for. */
export interface PageQuery {
  readonly filter: TelemetryFilter;
  readonly sort: Sort;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
  readonly upTo?: number | undefined;
}

/** A page with the counts around it: of the filter, of all, and the number of the newest event. */
export async function listEvents(
  reading: Reading,
  query: PageQuery,
): Promise<{ events: TelemetryEvent[]; shown: number; total: number; newest: number }> {
  const { reader } = reading;
  const { filter, sort, upTo } = query;
  const list = { condition: conditionOf(filter, reading.words), sort, upTo };
  const { numbers: page, shown, newest } = await reading.positions.page(list, query);
  const rows = new Map(
    reader
      .raw(`select ${columns.join(', ')} from telemetry where no in (select value from json_each(?))`)
      .all(JSON.stringify(page))
      .map((row) => [Number(row[at.no]), row]),
  );
  return {
    events: page.flatMap((no) => eventOf(reading, rows.get(no))),
    shown,
    total: countEvents(reader),
    newest,
  };
}

/** How many events are kept: their numbers have no holes, the oldest go first. */
export function countEvents(reader: Reader): number {
  const ends = reader.get<{ oldest: number | null; newest: number | null }>(
    `select (select min(no) from telemetry) as oldest, (select max(no) from telemetry) as newest`,
  );
  return ends?.oldest && ends.newest ? ends.newest - ends.oldest + 1 : 0;
}

function eventOf(reading: Reading, row: EventRow | undefined): TelemetryEvent[] {
  if (!row) return [];
  const source = sourceOf(reading, row);
  const { kind, run } = source;
  const number = (column: keyof typeof at): number | null => {
    const value = row[at[column]];
    return value === null || value === undefined ? null : Number(value);
  };
  return [
    {
      no: Number(row[at.no]),
      time: reading.time(Number(row[at.at])),
      name: kind.name,
      level: kind.level,
      durationMs: number('ms') === noDuration ? null : number('ms'),
      activeMs: number('active'),
      mode: kind.mode,
      success: kind.success,
      failureType: kind.failureType,
      errorCode: kind.errorCode,
      code: kind.code,
      errorMessage: row[at.message] === null ? null : String(row[at.message]),
      table: kind.table,
      user: kind.user,
      client: run.client,
      records: number('records'),
      session: number('session'),
      conflict: number('conflict'),
      fields: fieldsOf(source),
    },
  ];
}

/** What the fields of an event are read from. */
export function sourceOf(reading: Reading, row: EventRow): Source {
  const { ids, time } = reading;
  return { row, kind: reading.kind(Number(row[at.kind])), run: reading.run(Number(row[at.run])), ids, time };
}

/** Every field that an event has, its own facts as well. */
export function fieldsOf(source: Source): Record<string, string | number | boolean> {
  const told: Record<string, string | number | boolean> = {};
  for (const field of fields) {
    const value = field.read(source);
    if (value !== null) told[field.name] = value;
  }
  const own = [source.row[at.ids], source.row[at.names], source.row[at.vals]].filter((part) => part !== null);
  return { ...told, ...(JSON.parse(`{${own.join(',')}}`) as Record<string, string | number | boolean>) };
}
